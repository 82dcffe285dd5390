import ArgumentParser
import Record

/// Numbers with a unit, as options have them.
enum Quantity {
  static func size(_ text: String) throws -> Int {
    let units = ["": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    guard let size = parse(text.uppercased(), units), size >= RecordLimits.leastSize else {
      throw ValidationError("'\(text)' is not a size of at least 64K, such as 64M or 1G")
    }
    return size
  }

  static func age(_ text: String) throws -> Duration {
    guard let age = duration(text), age >= RecordLimits.leastAge else {
      throw ValidationError("'\(text)' is not an age of at least 60s, such as 12h or 7d")
    }
    return age
  }

  /// `30s`, `5m`, `12h`, `7d`; nil for anything else, and for more than a hundred years.
  static func duration(_ text: String) -> Duration? {
    let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let seconds = parse(text, units), seconds <= 36_500 * 86_400 else { return nil }
    return .seconds(seconds)
  }

  /// Digits and a unit, multiplied; nil where it is none or too large.
  private static func parse(_ text: String, _ units: [String: Int]) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let unit = units[String(text.dropFirst(digits.count))], let number = Int(digits) else {
      return nil
    }
    let (product, overflows) = number.multipliedReportingOverflow(by: unit)
    return overflows ? nil : product
  }
}
