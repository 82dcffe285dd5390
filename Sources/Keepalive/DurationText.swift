extension Duration {
  /// Whole milliseconds, rounded down.
  public var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

  /// `65 s`, `1.5 s`, `250 ms`.
  public var spelled: String {
    let total = wholeMilliseconds
    let sign = total < 0 ? "-" : ""
    let magnitude = total.magnitude
    guard magnitude >= 1000 || magnitude == 0 else { return "\(sign)\(magnitude) ms" }
    let rest = magnitude % 1000
    guard rest > 0 else { return "\(sign)\(magnitude / 1000) s" }
    var digits = String(rest + 1000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(sign)\(magnitude / 1000).\(digits) s"
  }

  /// A time as people write it: `65s`, `1m30s`, `250ms`, `1.5h`, `2min`. Nil where it is none, is not above zero, has
  /// no unit, or is longer than a hundred years.
  public init?(spelled text: String) {
    var total = 0.0
    var rest = text[...]
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard digits.first != ".", digits.last != ".", let number = Double(String(digits)),
        let factor = Self.factors[String(unit)]
      else { return nil }
      total += number * factor
    }
    guard total >= 0.001, total <= 3_153_600_000 else { return nil }
    self = .milliseconds(Int64((total * 1000).rounded()))
  }

  private static let factors: [String: Double] = [
    "ms": 0.001, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400,
  ]
}
