/// Reads one JSON value from bytes, strictly (RFC 8259).
struct JSONParser {
  /// The bytes are no JSON.
  struct Malformed: Error {}

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func parseWhole() throws(Malformed) -> JSON {
    let value = try parseValue()
    skipSpace()
    guard position == bytes.count else { throw Malformed() }
    return value
  }

  private mutating func parseValue() throws(Malformed) -> JSON {
    skipSpace()
    depth += 1
    defer { depth -= 1 }
    guard depth <= JSON.deepest else { throw Malformed() }
    switch next {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    default: return try parseNumber()
    }
  }

  private mutating func parseWord(_ word: String, _ value: JSON) throws(Malformed) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw Malformed() }
    position += word.utf8.count
    return value
  }

  private mutating func parseObject() throws(Malformed) -> JSON {
    var members: [String: JSON] = [:]
    try expect("{")
    if skips("}") { return .object(members) }
    repeat {
      skipSpace()
      let key = try parseString()
      skipSpace()
      try expect(":")
      guard members.updateValue(try parseValue(), forKey: key) == nil else { throw Malformed() }
    } while skips(",")
    guard skips("}") else { throw Malformed() }
    return .object(members)
  }

  private mutating func parseArray() throws(Malformed) -> JSON {
    var values: [JSON] = []
    try expect("[")
    if skips("]") { return .array(values) }
    repeat { values.append(try parseValue()) } while skips(",")
    guard skips("]") else { throw Malformed() }
    return .array(values)
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
  private mutating func parseNumber() throws(Malformed) -> JSON {
    let start = position
    take { $0 == UInt8(ascii: "-") }
    if next == UInt8(ascii: "0") { position += 1 } else { try takeDigits() }
    if next == UInt8(ascii: ".") {
      position += 1
      try takeDigits()
    }
    if take({ $0 | 0x20 == UInt8(ascii: "e") }) {
      take { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
      try takeDigits()
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func takeDigits() throws(Malformed) {
    let start = position
    while take({ (0x30...0x39).contains($0) }) {}
    guard position > start else { throw Malformed() }
  }
}

extension JSONParser {
  private mutating func parseString() throws(Malformed) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw Malformed() }
      position += 1
      if byte == UInt8(ascii: "\\") {
        text += String(try parseEscape()).utf8
      } else {
        text.append(byte)
      }
    }
    try expect("\"")
    guard let valid = String(validating: text, as: UTF8.self) else { throw Malformed() }
    return valid
  }

  private mutating func parseEscape() throws(Malformed) -> Unicode.Scalar {
    guard let letter = next else { throw Malformed() }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try parseUnicode()
    default: throw Malformed()
    }
  }

  /// The digits after `\u`, twice for a surrogate pair; half of a pair is no character.
  private mutating func parseUnicode() throws(Malformed) -> Unicode.Scalar {
    let unit = try parseUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    try expect("\\")
    try expect("u")
    let low = try parseUnit()
    guard (0xd800...0xdbff).contains(unit), (0xdc00...0xdfff).contains(low) else {
      throw Malformed()
    }
    let pair = 0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(low) - 0xdc00)
    guard let scalar = Unicode.Scalar(pair) else { throw Malformed() }
    return scalar
  }

  private mutating func parseUnit() throws(Malformed) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw Malformed()
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func expect(_ character: Unicode.Scalar) throws(Malformed) {
    guard let next, next == UInt8(ascii: character) else { throw Malformed() }
    position += 1
  }

  /// Passes over space and then the character, if it is there.
  private mutating func skips(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    return take { $0 == UInt8(ascii: character) }
  }

  @discardableResult
  private mutating func take(_ isWanted: (UInt8) -> Bool) -> Bool {
    guard let next, isWanted(next) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while take({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }) {}
  }
}
