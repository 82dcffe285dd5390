/// The words of one line of an HAProxy configuration, as `parse_line()` cuts them (configuration manual, "Quoting and
/// escaping"). Environment variables are not known here, and stay as written.
struct HAProxyLexer {
  private let bytes: [UInt8]
  private let file: String
  private let line: Int
  private var index = 0
  private var words: [String] = []
  /// Nil between words: a word may be empty where it is quoted.
  private var word: [UInt8]?

  static func words(
    of text: some StringProtocol, file: String, line: Int
  ) throws(ConfigError) -> [String] {
    var lexer = HAProxyLexer(bytes: Array(text.utf8), file: file, line: line)
    try lexer.cut()
    return lexer.words
  }

  private init(bytes: [UInt8], file: String, line: Int) {
    self.bytes = bytes
    self.file = file
    self.line = line
  }

  private var place: ConfigPlace {
    let before = bytes[..<min(index, bytes.count)]
    return ConfigPlace(file: file, line: line, column: 1 + before.count { $0 & 0xc0 != 0x80 })
  }

  private mutating func cut() throws(ConfigError) {
    while let byte = take() {
      switch byte {
      case UInt8(ascii: "#"): return end()
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): end()
      case UInt8(ascii: "'"): try strong()
      case UInt8(ascii: "\""): try weak()
      case UInt8(ascii: "\\"): try escape(among: " #\\'\"")
      default: add(byte)
      }
    }
    end()
  }

  /// Nothing is interpreted between single quotes.
  private mutating func strong() throws(ConfigError) {
    index -= 1
    let start = place
    index += 1
    word = word ?? []
    while let byte = take() {
      if byte == UInt8(ascii: "'") { return }
      add(byte)
    }
    throw ConfigError(.unterminatedQuote, at: start)
  }

  private mutating func weak() throws(ConfigError) {
    index -= 1
    let start = place
    index += 1
    word = word ?? []
    while let byte = take() {
      switch byte {
      case UInt8(ascii: "\""): return
      case UInt8(ascii: "\\"): try escape(among: "\\\"$")
      default: add(byte)
      }
    }
    throw ConfigError(.unterminatedQuote, at: start)
  }

  /// What follows a backslash; one that escapes nothing stays.
  private mutating func escape(among plain: StaticString) throws(ConfigError) {
    guard let byte = take() else { return add(UInt8(ascii: "\\")) }
    if plain.description.utf8.contains(byte) { return add(byte) }
    switch byte {
    case UInt8(ascii: "n"): add(UInt8(ascii: "\n"))
    case UInt8(ascii: "r"): add(UInt8(ascii: "\r"))
    case UInt8(ascii: "t"): add(UInt8(ascii: "\t"))
    case UInt8(ascii: "x"): try hexadecimal()
    default:
      add(UInt8(ascii: "\\"))
      add(byte)
    }
  }

  private mutating func hexadecimal() throws(ConfigError) {
    let start = place
    let digits = String(decoding: bytes[index...].prefix(2), as: UTF8.self)
    guard digits.utf8.count == 2, let byte = UInt8(digits, radix: 16) else {
      throw ConfigError(.invalidEscape, at: start)
    }
    index += 2
    add(byte)
  }

  private mutating func take() -> UInt8? {
    guard index < bytes.count else { return nil }
    defer { index += 1 }
    return bytes[index]
  }

  private mutating func add(_ byte: UInt8) {
    if word == nil { word = [] }
    word?.append(byte)
  }

  private mutating func end() {
    if let word { words.append(String(decoding: word, as: UTF8.self)) }
    word = nil
  }
}
