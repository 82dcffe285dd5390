/// A constant of Go: whether it divides like an integer matters.
struct GoNumber: Hashable {
  var value: Double
  var isFloat: Bool

  init(_ value: Double, isFloat: Bool = false) {
    self.value = value
    self.isFloat = isFloat
  }

  /// `90`, `0x5a`, `1_000`, `1.5`, `3e9`; nil for an imaginary or broken one.
  init?(literal text: String) {
    let digits = text.replacing("_", with: "").lowercased()
    for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)] where digits.hasPrefix(prefix) {
      guard let value = Int64(digits.dropFirst(2), radix: radix) else { return nil }
      self.init(Double(value))
      return
    }
    let isFloat = digits.contains(".") || digits.contains("e")
    // A leading zero makes an integer octal.
    if !isFloat, digits.count > 1, digits.hasPrefix("0") {
      guard let value = Int64(digits, radix: 8) else { return nil }
      self.init(Double(value))
      return
    }
    guard digits.first?.isNumber == true || digits.first == ".", let value = Double(digits),
      value.isFinite
    else { return nil }
    self.init(value, isFloat: isFloat)
  }

  /// Nil where Go does not define the result, or it leaves what a Double holds exactly.
  func combined(_ symbol: String, _ other: GoNumber) -> GoNumber? {
    let both = isFloat || other.isFloat
    let result: Double
    switch symbol {
    case "+": result = value + other.value
    case "-": result = value - other.value
    case "*": result = value * other.value
    case "/":
      guard other.value != 0 else { return nil }
      let quotient = value / other.value
      result = both ? quotient : quotient.rounded(.towardZero)
    case "%":
      guard !both, other.value != 0 else { return nil }
      result = value.truncatingRemainder(dividingBy: other.value)
    case "<<":
      guard !both, (0..<53).contains(other.value) else { return nil }
      result = value * Double(1 << Int(other.value))
    case ">>":
      guard !both, (0..<53).contains(other.value) else { return nil }
      result = (value / Double(1 << Int(other.value))).rounded(.down)
    default: return nil
    }
    guard result.isFinite, result.magnitude < 9e18 else { return nil }
    return GoNumber(result, isFloat: both)
  }
}
