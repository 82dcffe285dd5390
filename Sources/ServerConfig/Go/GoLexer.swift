/// A token of Go source (The Go Programming Language Specification, "Lexical elements").
struct GoToken: Hashable {
  enum Kind: Hashable {
    case word, number, string, symbol
    /// A semicolon, written or inserted at the end of a line.
    case terminator
  }

  var kind: Kind
  var text: String
  var line: Int
  var column: Int

  func `is`(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
}

/// Cuts Go source into tokens. What is no Go makes odd tokens, never an error: only a few shapes are looked for.
struct GoLexer {
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var tokens: [GoToken] = []

  static func tokens(of text: String) -> [GoToken] {
    var lexer = GoLexer(bytes: Array(text.utf8))
    lexer.run()
    return lexer.tokens
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func byte(_ offset: Int = 0) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  private mutating func run() {
    while index < bytes.count {
      switch byte() {
      case UInt8(ascii: "\n"): endLine()
      case 0...32: index += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): skipComment()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quoted()
      case UInt8(ascii: "`"): raw()
      case let first where Self.isLetter(first): word()
      case let first where Self.isDigit(first) || isFraction: number()
      default: symbol()
      }
    }
    insertTerminator()
  }

  private var isFraction: Bool { byte() == UInt8(ascii: ".") && Self.isDigit(byte(1)) }

  private mutating func add(_ kind: GoToken.Kind, from start: Int, line: Int, column: Int) {
    let text = String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self)
    tokens.append(GoToken(kind: kind, text: text, line: line, column: column))
  }

  private mutating func take(_ kind: GoToken.Kind, while condition: (UInt8) -> Bool) {
    let (start, column) = (index, index - lineStart + 1)
    while index < bytes.count, condition(bytes[index]) { index += 1 }
    add(kind, from: start, line: line, column: column)
  }

  private mutating func word() { take(.word) { Self.isLetter($0) || Self.isDigit($0) } }

  private mutating func number() {
    var last: UInt8 = 0
    take(.number) { byte in
      defer { last = byte }
      let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      if isSign { return last | 0x20 == UInt8(ascii: "e") }
      return Self.isDigit(byte) || Self.isLetter(byte) || byte == UInt8(ascii: ".")
    }
  }

  private mutating func symbol() {
    let (start, column) = (index, index - lineStart + 1)
    let rest = bytes[index...].prefix(3)
    let length = Self.symbols.first { rest.starts(with: $0.utf8) }?.utf8.count ?? 1
    index += length
    let isSemicolon = length == 1 && bytes[start] == UInt8(ascii: ";")
    add(isSemicolon ? .terminator : .symbol, from: start, line: line, column: column)
  }

  /// Longest first.
  private static let symbols = [
    "<<=", ">>=", "...", "&&", "||", ":=", "==", "!=", "<=", ">=", "++", "--", "<<", ">>", "+=",
    "-=", "*=", "/=", "%=", "|=", "&=", "^=", "<-", "&^",
  ]

  private mutating func quoted() {
    let (start, column, quote) = (index, index - lineStart + 1, byte())
    index += 1
    while index < bytes.count, byte() != quote, byte() != UInt8(ascii: "\n") {
      index += byte() == UInt8(ascii: "\\") && byte(1) != UInt8(ascii: "\n") ? 2 : 1
    }
    if byte() == quote { index += 1 }
    add(.string, from: start, line: line, column: column)
  }

  private mutating func raw() {
    let (start, column, first) = (index, index - lineStart + 1, line)
    index += 1
    while index < bytes.count, byte() != UInt8(ascii: "`") { step() }
    index += 1
    add(.string, from: start, line: first, column: column)
  }

  private mutating func step() {
    if byte() == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
    index += 1
  }

  private mutating func endLine() {
    insertTerminator()
    step()
  }

  private mutating func skipLine() {
    while index < bytes.count, byte() != UInt8(ascii: "\n") { index += 1 }
  }

  private mutating func skipComment() {
    index += 2
    let first = line
    while index < bytes.count, !(byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) {
      step()
    }
    index += 2
    if line != first { insertTerminator() }
  }

  private mutating func insertTerminator() {
    guard let last = tokens.last else { return }
    let ends =
      switch last.kind {
      case .word: !Self.continuing.contains(last.text)
      case .number, .string: true
      case .symbol: [")", "]", "}", "++", "--"].contains(last.text)
      case .terminator: false
      }
    if ends {
      tokens.append(
        GoToken(kind: .terminator, text: "\n", line: line, column: index - lineStart + 1))
    }
  }

  private static let continuing: Set = [
    "func", "var", "const", "type", "if", "for", "switch", "select", "case", "import", "package",
    "struct", "interface", "map", "chan", "go", "defer", "else", "range", "goto", "default",
  ]

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) || byte == UInt8(ascii: "_")
      || byte >= 0x80
  }
}
