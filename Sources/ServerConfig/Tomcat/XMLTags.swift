/// The opening tags of an XML document, with the places of their attributes: as much as server.xml needs.
struct XMLTags {
  struct Attribute: Hashable {
    var value: String
    var place: ConfigPlace
  }

  struct Tag: Hashable {
    var name: String
    var attributes: [String: Attribute]
    var place: ConfigPlace
  }

  private let characters: [Character]
  private let file: String
  private var index = 0
  private var line = 1
  private var column = 1

  static func read(_ text: String, file: String) throws(ConfigError) -> [Tag] {
    var reader = XMLTags(characters: Array(text), file: file)
    return try reader.tags()
  }

  private init(characters: [Character], file: String) {
    self.characters = characters
    self.file = file
  }

  private var place: ConfigPlace { ConfigPlace(file: file, line: line, column: column) }

  private var current: Character? { index < characters.count ? characters[index] : nil }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where index < characters.count {
      if characters[index].isNewline {
        line += 1
        column = 1
      } else {
        column += 1
      }
      index += 1
    }
  }

  private func starts(_ text: String) -> Bool { characters[index...].starts(with: text) }

  private mutating func tags() throws(ConfigError) -> [Tag] {
    var tags: [Tag] = []
    while let character = current {
      if character != "<" {
        advance()
      } else if starts("<!--") {
        try skip(to: "-->")
      } else if starts("<![CDATA[") {
        try skip(to: "]]>")
      } else if starts("<?") || starts("<!") || starts("</") {
        try skip(to: ">")
      } else {
        tags.append(try tag())
      }
    }
    return tags
  }

  private mutating func skip(to end: String) throws(ConfigError) {
    let start = place
    while current != nil, !starts(end) { advance() }
    guard current != nil else { throw ConfigError(.unterminatedTag, at: start) }
    advance(end.count)
  }

  private mutating func word() -> String {
    var word = ""
    while let character = current, !character.isWhitespace, !"=/><\"'".contains(character) {
      word.append(character)
      advance()
    }
    return word
  }

  private mutating func skipBlanks() {
    while let character = current, character.isWhitespace { advance() }
  }

  private mutating func tag() throws(ConfigError) -> Tag {
    var tag = Tag(name: "", attributes: [:], place: place)
    advance()
    tag.name = word()
    while true {
      skipBlanks()
      guard let character = current else { throw ConfigError(.unterminatedTag, at: tag.place) }
      if character == ">" {
        advance()
        return tag
      }
      if character == "/" {
        advance()
        continue
      }
      let start = place
      let name = word()
      guard !name.isEmpty else { throw ConfigError(.unexpected(character), at: place) }
      tag.attributes[name] = Attribute(value: try value(), place: start)
    }
  }

  private mutating func value() throws(ConfigError) -> String {
    skipBlanks()
    guard current == "=" else { throw ConfigError(.wrongValue("\"=\""), at: place) }
    advance()
    skipBlanks()
    let start = place
    guard let quote = current, quote == "\"" || quote == "'" else {
      throw ConfigError(.wrongValue("a quote"), at: place)
    }
    advance()
    var text = ""
    while let character = current, character != quote {
      text.append(character)
      advance()
    }
    guard current != nil else { throw ConfigError(.unterminatedQuote, at: start) }
    advance()
    return text
  }
}
