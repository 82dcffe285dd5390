/// A line of a configuration that is made of lines, cut into words.
struct ConfigLine {
  var words: [String]
  /// The column of each word.
  var columns: [Int]
  var number: Int
  var file: String

  func place(_ word: Int = 0) -> ConfigPlace {
    ConfigPlace(
      file: file, line: number, column: columns.indices.contains(word) ? columns[word] : 1)
  }

  var text: String { words.joined(separator: " ") }
}

extension ConfigLine {
  /// The lines of a file that are neither empty nor a comment; one that ends in a backslash goes on in the next.
  static func lines(_ text: String, file: String, comments: String = "#") -> [ConfigLine] {
    var lines: [ConfigLine] = []
    var open: ConfigLine?
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let goesOn = raw.trimmedEnd.hasSuffix("\\")
      let body = goesOn ? String(raw.trimmedEnd.dropLast()) : String(raw)
      var line = ConfigLine(words: [], columns: [], number: index + 1, file: file)
      line.split(body, comments: open == nil ? comments : "")
      if var whole = open {
        whole.words += line.words
        whole.columns += line.columns
        open = whole
      } else {
        open = line
      }
      if !goesOn, let whole = open {
        if !whole.words.isEmpty { lines.append(whole) }
        open = nil
      }
    }
    if let open, !open.words.isEmpty { lines.append(open) }
    return lines
  }

  /// Words are parted by blanks; quotes hold them together and are taken off.
  private mutating func split(_ text: String, comments: String) {
    var word = ""
    var start: Int?
    var quote: Character?
    for (index, character) in text.enumerated() {
      if let end = quote {
        if character == end { quote = nil } else { word.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        start = start ?? index
      } else if character.isWhitespace {
        finish(&word, &start)
      } else if comments.contains(character), start == nil, !comments.isEmpty {
        return
      } else {
        start = start ?? index
        word.append(character)
      }
    }
    finish(&word, &start)
  }

  private mutating func finish(_ word: inout String, _ start: inout Int?) {
    guard let begin = start else { return }
    words.append(word)
    columns.append(begin + 1)
    word = ""
    start = nil
  }
}

extension Substring {
  fileprivate var trimmedEnd: Substring {
    var rest = self
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return rest
  }
}
