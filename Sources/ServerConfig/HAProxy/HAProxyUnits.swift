/// Times as HAProxy writes them (configuration manual, "Time format").
enum HAProxyUnits {
  /// HAProxy refuses more: about 24.8 days.
  private static let longest = Int(Int32.max)

  /// A time in whole milliseconds: `500`, `500ms`, `30s`, `5m`, `1h`, `1d`; parts of one are rounded up. Nil where it is
  /// none, or holds a variable.
  static func milliseconds(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let number = Int(digits) else { return nil }
    let unit = text.dropFirst(digits.count)
    if unit == "us" {
      let value = number / 1000 + (number % 1000 > 0 ? 1 : 0)
      return value > longest ? nil : value
    }
    let factors = ["": 1, "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    guard let factor = factors[String(unit)] else { return nil }
    let (value, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow || value > longest ? nil : value
  }

  /// A whole number without a sign.
  static func number(_ text: String) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}
