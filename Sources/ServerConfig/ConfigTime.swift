/// Times as configurations other than nginx's write them.
enum ConfigTime {
  /// `300s`, `1m30s`, `0.5s`, `250ms`, `1h`: Go's and protobuf's way. A bare number is in the given unit, and none where
  /// there is none.
  static func duration(_ text: String, bare: Duration? = nil) -> Duration? {
    var rest = text.trimming(" \"'")[...]
    guard !rest.isEmpty else { return nil }
    if let bare, let number = Double(String(rest)), number >= 0, number < 1e12 {
      return bare * number
    }
    if rest.lowercased().hasPrefix("pt") { rest = rest.dropFirst(2).lowercased()[...] }
    var total = Duration.zero
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard digits.first != ".", let number = Double(String(digits)), number < 1e12,
        let length = units[String(unit)]
      else { return nil }
      total += length * number
    }
    return total
  }

  private static let units: [String: Duration] = [
    "us": .microseconds(1), "ms": .milliseconds(1), "s": .seconds(1), "sec": .seconds(1),
    "m": .seconds(60), "min": .seconds(60), "h": .seconds(3600), "d": .seconds(86_400),
  ]
}

extension ConfigReading<IdleLimit> {
  /// A time at a place; `zero` says what 0 means.
  init(_ time: Duration?, as text: String, at place: ConfigPlace, zero: IdleLimit) {
    guard let time else {
      self = .unknown(text, place)
      return
    }
    self = .value(time == .zero ? zero : .after(time), place)
  }
}

extension ConfigReading<Int> {
  init(number text: String, at place: ConfigPlace) {
    self = Int(text.trimming(" \"'")).map { .value($0, place) } ?? .unknown(text, place)
  }
}
