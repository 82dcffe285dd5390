import Facts
import Linux

/// The text of `60-whyreset.conf`: for each parameter its comment and its line (sysctl.d(5)).
struct ParameterFile {
  /// The lines that stand before a setting, and the setting.
  private struct Block {
    var comment: [String]
    /// Nil for lines at the end that belong to no setting.
    var key: String?
    var line: String
  }

  private static let heading = [
    "# Written by `whyreset tune apply`; `whyreset tune rollback` takes it back.", "",
  ]

  private var blocks: [Block] = []
  private var hasHeading = false

  /// Of what is in the file already, every line stays unless its parameter is set anew.
  init(_ contents: DurableFile.Contents?) {
    guard let contents else { return }
    hasHeading = true
    var pending: [String] = []
    for line in String(decoding: contents.bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if let key = Self.key(of: line) {
        blocks.append(Block(comment: pending, key: key, line: String(line)))
        pending = []
      } else {
        pending.append(String(line))
      }
    }
    if pending.last == "" { pending.removeLast() }
    if let last = pending.popLast() { blocks.append(Block(comment: pending, key: nil, line: last)) }
  }

  mutating func set(_ assignment: Assignment, comment: [String]) {
    let block = Block(
      comment: comment.map { "# " + $0.filter { !$0.isNewline } }, key: assignment.key.rawValue,
      line: "\(assignment.key.rawValue) = \(assignment.value)")
    if let index = blocks.firstIndex(where: { $0.key == block.key }) {
      var changed = block
      // What stood before its own comment, the heading or an empty line, stays.
      changed.comment.insert(
        contentsOf: blocks[index].comment.prefix {
          !$0.hasPrefix("# ") || Self.heading.contains($0)
        }, at: 0)
      blocks[index] = changed
    } else {
      blocks.append(block)
    }
  }

  var contents: DurableFile.Contents {
    let lines = (hasHeading ? [] : Self.heading) + blocks.flatMap { $0.comment + [$0.line] }
    return DurableFile.Contents(
      bytes: Array((lines.joined(separator: "\n") + "\n").utf8), mode: 0o644)
  }

  private static func key(of line: Substring) -> String? {
    let text = line.drop { $0 == " " || $0 == "\t" || $0 == "-" }
    guard let first = text.first, first != "#", first != ";", let equals = text.firstIndex(of: "=")
    else { return nil }
    let name = text[..<equals].filter { $0 != " " && $0 != "\t" }
    return name.replacing("/", with: ".")
  }
}
