internal import Diagnosis
public import Knowledge

/// One page of the reference as text for a terminal.
public struct ArticleReport: Sendable {
  public let style: Style

  public init(style: Style) { self.style = style }

  public func render(_ article: Article) -> String {
    var page = Page(style)
    page.paragraph([Run(article.title(style.language).unfolded, .strong)], indent: 0)
    let group = (article.group ?? ArticleWords.kind(article.kind))(style.language)
    page.paragraph([Run("\(article.id) · \(group)", .faint)], indent: 0)
    for section in article.sections { add(section, to: &page) }
    return page.text
  }

  private func add(_ section: Article.Section, to page: inout Page) {
    page.blank()
    if let heading = section.heading {
      page.paragraph([Run(heading(style.language), .strong)], indent: 0)
    }
    let indent = section.heading == nil ? 0 : 2
    for (index, block) in section.blocks.enumerated() {
      if index > 0, !block.isItem { page.blank() }
      let text = block.text(style.language).unfolded
      page.paragraph([Run(text)], indent: indent, hanging: block.isItem ? 2 : 0)
      for line in block.code {
        let code = line(style.language)
        page.verbatim(code, ink: code.hasPrefix("# ") ? .faint : .strong, indent: indent + 4)
      }
    }
  }
}
