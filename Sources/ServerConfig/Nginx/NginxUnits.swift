/// Times and sizes as nginx writes them (nginx.org, "Configuration file measurement units").
enum NginxUnits {
  /// A time in whole milliseconds: `65`, `65s`, `1m30s`, `500ms`; a bare number is in seconds. Nil where it is none, or
  /// holds a variable.
  static func milliseconds(_ text: String) -> Int? {
    guard !text.isEmpty, text != "-1" else { return nil }
    var total = 0
    var rest = text[...]
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, let number = Int(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count).drop { $0 == " " }
      guard let factor = factor(unit), let part = product(number, factor),
        let sum = sum(total, part)
      else { return nil }
      total = sum
    }
    return total
  }

  /// A size in bytes: `8k`, `1m`, `1g`, `512`.
  static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let number = Int(digits) else { return nil }
    switch text.dropFirst(digits.count).lowercased() {
    case "": return number
    case "k": return product(number, 1 << 10)
    case "m": return product(number, 1 << 20)
    case "g": return product(number, 1 << 30)
    default: return nil
    }
  }

  private static func factor(_ unit: Substring) -> Int? {
    switch unit {
    case "ms": 1
    case "", "s": 1000
    case "m": 60_000
    case "h": 3_600_000
    case "d": 86_400_000
    case "w": 7 * 86_400_000
    case "M": 30 * 86_400_000
    case "y": 365 * 86_400_000
    default: nil
    }
  }

  private static func product(_ a: Int, _ b: Int) -> Int? {
    let (value, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? nil : value
  }

  private static func sum(_ a: Int, _ b: Int) -> Int? {
    let (value, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : value
  }
}
