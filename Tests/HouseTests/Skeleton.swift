/// Swift source with its comments and the text of its strings blanked out. Line breaks stay where
/// they are, and so does the code inside `\(…)`.
///
/// Regex literals are read as code: a lone quotation mark in one would mislead this.
struct Skeleton {
  private let input: [UInt8]
  private var position = 0
  private var output: [UInt8] = []

  static func text(of source: String) -> String {
    var skeleton = Skeleton(input: Array(source.utf8))
    skeleton.scanCode(isInterpolation: false)
    return String(decoding: skeleton.output, as: UTF8.self)
  }

  private init(input: [UInt8]) { self.input = input }

  private mutating func scanCode(isInterpolation: Bool) {
    var depth = 0
    while position < input.count {
      if starts("//") {
        blank(while: { !$0.starts("\n") })
      } else if starts("/*") {
        scanBlockComment()
      } else if let delimiter = openingDelimiter() {
        scanString(delimiter)
      } else {
        if starts("(") { depth += 1 }
        if starts(")") { depth -= 1 }
        keep()
        if isInterpolation, depth == 0 { return }
      }
    }
  }

  private mutating func scanBlockComment() {
    blank(2)
    while position < input.count, !starts("*/") {
      if starts("/*") { scanBlockComment() } else { blank(1) }
    }
    blank(2)
  }

  /// `"`, `"""`, and both with number signs before them.
  private func openingDelimiter() -> Delimiter? {
    let hashes = input[position...].prefix { $0 == UInt8(ascii: "#") }.count
    let quotes = input[(position + hashes)...].prefix { $0 == UInt8(ascii: "\"") }.count
    guard quotes > 0 else { return nil }
    return Delimiter(
      hashes: String(repeating: "#", count: hashes), quotes: quotes >= 3 ? "\"\"\"" : "\"")
  }

  private mutating func scanString(_ delimiter: Delimiter) {
    blank(delimiter.hashes.utf8.count + delimiter.quotes.utf8.count)
    while position < input.count {
      if starts(delimiter.quotes + delimiter.hashes) {
        return blank(delimiter.quotes.utf8.count + delimiter.hashes.utf8.count)
      } else if starts("\\" + delimiter.hashes + "(") {
        blank(1 + delimiter.hashes.utf8.count)
        scanCode(isInterpolation: true)
      } else {
        blank(starts("\\" + delimiter.hashes) ? 2 + delimiter.hashes.utf8.count : 1)
      }
    }
  }

  private struct Delimiter {
    let hashes: String
    let quotes: String
  }

  private func starts(_ text: String) -> Bool { input[position...].starts(with: text.utf8) }

  private mutating func keep() {
    output.append(input[position])
    position += 1
  }

  private mutating func blank(_ count: Int) {
    for byte in input[position...].prefix(count) {
      output.append(byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
    }
    position = min(position + count, input.count)
  }

  private mutating func blank(while condition: (Skeleton) -> Bool) {
    while position < input.count, condition(self) { blank(1) }
  }
}
