/// Lines of text for a terminal, laid out to a style's width.
///
/// The one gate to the terminal: whatever is added is sanitized here, before it is measured.
public struct Page {
  let style: Style
  private var lines: [[Run]] = []

  public init(_ style: Style) { self.style = style }

  /// Each line ended by a newline, without trailing spaces.
  public var text: String { lines.map { paint($0) + "\n" }.joined() }

  public mutating func blank() { lines.append([]) }

  /// Wrapped text at a column. `lead` stands before its first line, in columns 0 to `indent`.
  public mutating func paragraph(_ runs: [Run], lead: [Run] = [], indent: Int, hanging: Int = 0) {
    let (runs, lead) = (runs.map(\.sanitized), lead.map(\.sanitized))
    let margin = indent + hanging
    let columns = style.measure
    for (index, line) in runs.wrapped(columns: columns - margin, first: columns - indent)
      .enumerated()
    {
      let start = index > 0 ? [.spaces(margin)] : lead + [.spaces(indent - lead.displayWidth)]
      lines.append(start + line)
    }
  }

  /// A command or configuration line: never broken, so that it can be copied whole.
  public mutating func verbatim(_ command: String, ink: Ink = .strong, indent: Int) {
    lines.append([.spaces(indent), Run(command, ink).sanitized])
  }

  private func paint(_ line: [Run]) -> String {
    var runs = line.filter { !$0.text.isEmpty }
    while let last = runs.last, last.text.allSatisfy({ $0 == " " }) { runs.removeLast() }
    if let end = runs.indices.last { runs[end].text = runs[end].text.withoutTrailingSpaces }
    return runs.map { style.paint(String($0.text.map { $0 == "\u{a0}" ? " " : $0 }), $0.ink) }
      .joined()
  }
}

extension Run {
  public static func spaces(_ count: Int) -> Run {
    Run(String(repeating: " ", count: max(0, count)))
  }

  fileprivate var sanitized: Run { Run(text.sanitized, ink) }
}

extension [Run] {
  var displayWidth: Int { reduce(0) { $0 + $1.text.displayWidth } }
}

extension String {
  fileprivate var withoutTrailingSpaces: String {
    lastIndex { $0 != " " && $0 != "\u{a0}" }.map { String(self[...$0]) } ?? ""
  }

  /// The text and spaces up to so many columns.
  func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - displayWidth))
  }
}
