/// The tokens of an nginx configuration file, as `ngx_conf_read_token()` cuts them.
struct NginxLexer {
  enum Token: Hashable {
    case word(String)
    case semicolon, open, close, end
  }

  private let characters: [Character]
  private let file: String
  private var index = 0
  private var line = 1
  private var column = 1

  init(_ text: String, file: String) {
    characters = Array(text)
    self.file = file
  }

  var place: ConfigPlace { ConfigPlace(file: file, line: line, column: column) }

  /// The next token, and where it begins.
  mutating func next() throws(ConfigError) -> (token: Token, place: ConfigPlace) {
    skipBlanks()
    let start = place
    guard let first = current else { return (.end, start) }
    switch first {
    case ";": advance(); return (.semicolon, start)
    case "{": advance(); return (.open, start)
    case "}": advance(); return (.close, start)
    case "\"", "'": return (.word(try quoted(first, start)), start)
    default: return (.word(bare()), start)
    }
  }

  /// Skips a block of another language, whose opening brace was read; braces in its strings and comments do not
  /// count (OpenResty's `content_by_lua_block`).
  mutating func skipForeignBlock(from line: Int) throws(ConfigError) {
    var depth = 1
    while let character = current {
      advance()
      switch character {
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth == 0 { return }
      case "\"", "'": skipForeignString(character)
      case "-" where current == "-":
        while let next = current, !next.isNewline { _ = next; advance() }
      default: break
      }
    }
    throw ConfigError(.unterminatedBlock(line: line), at: place)
  }

  private mutating func skipForeignString(_ quote: Character) {
    while let character = current, !character.isNewline {
      advance()
      if character == "\\" { advance() }
      if character == quote { return }
    }
  }

  private var current: Character? { index < characters.count ? characters[index] : nil }

  private mutating func advance() {
    guard index < characters.count else { return }
    if characters[index].isNewline {
      line += 1
      column = 1
    } else {
      column += 1
    }
    index += 1
  }

  private mutating func skipBlanks() {
    while let character = current {
      if character == "#" {
        while let next = current, !next.isNewline { _ = next; advance() }
      } else if character.isWhitespace {
        advance()
      } else {
        return
      }
    }
  }

  private mutating func quoted(
    _ quote: Character, _ start: ConfigPlace
  ) throws(ConfigError) -> String {
    advance()
    var text = ""
    while let character = current {
      advance()
      if character == quote {
        try expectBorder()
        return text
      }
      text.append(character == "\\" ? escaped() : String(character))
    }
    throw ConfigError(.unterminatedQuote, at: start)
  }

  /// After a closing quote only a blank, a terminator or a parenthesis may follow.
  private func expectBorder() throws(ConfigError) {
    guard let next = current, !next.isWhitespace, !";{})".contains(next) else { return }
    throw ConfigError(.missingBlank, at: place)
  }

  private mutating func bare() -> String {
    var text = ""
    while let character = current {
      if character == "{", text.last == "$" {
        // `${name}` is one word.
      } else if character.isWhitespace || ";{".contains(character) {
        break
      }
      advance()
      text.append(character == "\\" ? escaped() : String(character))
    }
    return text
  }

  /// What follows a backslash; one that escapes nothing stays.
  private mutating func escaped() -> String {
    guard let next = current else { return "\\" }
    switch next {
    case "\"", "'", "\\": advance(); return String(next)
    case "t": advance(); return "\t"
    case "r": advance(); return "\r"
    case "n": advance(); return "\n"
    case ";", "{", " ": advance(); return "\\\(next)"
    default: return "\\"
    }
  }
}
