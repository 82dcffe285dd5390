public import Diagnosis

/// Sections of text for a terminal, each under a heading, no line wider than the style.
public struct Story: Sendable {
  private let style: Style
  public private(set) var text = ""

  public init(_ style: Style) { self.style = style }

  public mutating func title(_ title: Text, note: String) {
    var page = Page(style)
    page.paragraph([Run(title(style.language), .strong)], indent: 0)
    page.paragraph([Run(note, .faint)], indent: 0)
    text += page.text
  }

  /// Begins a section.
  public mutating func section(_ heading: Text) {
    var page = Page(style)
    page.blank()
    page.paragraph([Run(heading(style.language), .strong)], indent: 0)
    text += page.text
  }

  /// A paragraph of the section; `label` stands before it, in a column of its own.
  public mutating func add(_ paragraph: Text, label: Text? = nil) {
    var page = Page(style)
    let lead = label.map { [Run("  "), Run($0(style.language), .faint)] } ?? []
    page.paragraph(
      [Run(paragraph(style.language).unfolded)], lead: lead, indent: label == nil ? 2 : 12,
      hanging: 2)
    text += page.text
  }

  /// A line that is never broken, for commands.
  public mutating func command(_ command: String) {
    var page = Page(style)
    page.verbatim(command, indent: 6)
    text += page.text
  }

  public mutating func add(_ table: Table) {
    var inner = style
    inner.width -= 2
    text += table.render(inner).indented
  }

  public mutating func add(_ ladder: LadderText) { text += ladder.render(style) }
}

extension String {
  fileprivate var indented: String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n")
  }
}
