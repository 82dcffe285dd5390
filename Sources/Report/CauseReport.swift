public import Diagnosis

/// All that the catalogue says of one cause, as a page of text for a terminal.
public struct CauseReport: Sendable {
  public let style: Style
  public let causes: CauseIndex

  public init(style: Style, causes: CauseIndex = CauseIndex()) {
    self.style = style
    self.causes = causes
  }

  public func render(_ cause: any Cause.Type) -> String {
    var page = Page(style)
    page.paragraph([Run(say(cause.title), .strong)], indent: 0)
    let family = say(CauseWords.family(cause.family))
    page.paragraph([Run("\(cause.id) · \(family)", .faint)], indent: 0)
    page.blank()
    addParagraphs(cause.explanation, indent: 0, to: &page)
    addSection(CauseWords.mechanism, to: &page) {
      addParagraphs(cause.mechanism, indent: 2, to: &$0)
    }
    addFixes(cause, to: &page)
    addList(CauseWords.needs, cause.needs.map { say(CauseWords.need($0)) }, to: &page)
    addList(CauseWords.lookAlikes, cause.lookAlikes.map(lookAlike), to: &page)
    addList(CauseWords.references, cause.references, to: &page)
    return page.text
  }

  private func addFixes(_ cause: any Cause.Type, to page: inout Page) {
    if !cause.fixes.isEmpty {
      addSection(CauseWords.fixes, to: &page) { page in
        for fix in cause.fixes {
          page.paragraph([Run(say(fix.text))], indent: 2, hanging: 2)
          for line in fix.lines(style.language) {
            page.verbatim(line.text, ink: line.ink, indent: 6)
          }
        }
      }
    }
    let wrong = cause.wrongFixes.map { say($0.text) + style.language.colon + say($0.why) }
    addList(CauseWords.wrongFixes, wrong, to: &page)
  }

  private func lookAlike(_ other: LookAlike) -> String {
    causes.title(other.cause, style.language) + style.language.colon + say(other.difference)
  }

  private func addList(_ heading: Text, _ items: [String], to page: inout Page) {
    if items.isEmpty { return }
    addSection(heading, to: &page) { page in
      for item in items { page.paragraph([Run(item)], indent: 2, hanging: 2) }
    }
  }

  private func addSection(_ heading: Text, to page: inout Page, _ add: (inout Page) -> Void) {
    page.blank()
    page.paragraph([Run(say(heading), .strong)], indent: 0)
    add(&page)
  }

  private func addParagraphs(_ text: Text, indent: Int, to page: inout Page) {
    for (index, paragraph) in text(style.language).paragraphs.enumerated() {
      if index > 0 { page.blank() }
      page.paragraph([Run(paragraph)], indent: indent)
    }
  }

  private func say(_ text: Text) -> String { text(style.language).unfolded }
}
