public import Diagnosis
public import Knowledge

/// Pages of the reference as Markdown, alone and as one document.
public struct ArticleMarkdown: Sendable {
  public let language: Language

  public init(language: Language) { self.language = language }

  /// Pages by kind, under one heading, and the shapes of error lines.
  public func document(_ articles: [Article], lines: [LinePattern]) -> String {
    let chapters = Article.Kind.allCases.compactMap { kind -> String? in
      let pages = articles.filter { $0.kind == kind }
      if pages.isEmpty { return nil }
      return "## \(say(ArticleWords.chapter(kind)))\n\n"
        + pages.map(section).joined(separator: "\n")
    }
    let all = chapters + (lines.isEmpty ? [] : [table(lines)])
    return "# \(say(ArticleWords.title))\n\n" + all.joined(separator: "\n")
  }

  /// One page, under a heading of the third level that its id links to.
  public func section(_ article: Article) -> String {
    let head = [
      "<a id=\"\(article.id)\"></a>\n### \(say(article.title))",
      "`\(article.id)` · \(say(article.group ?? ArticleWords.kind(article.kind)))",
    ]
    return (head + article.sections.map(text)).joined(separator: "\n\n") + "\n"
  }

  private func text(_ section: Article.Section) -> String {
    let heading = section.heading.map { "**\(say($0))**" }
    var pieces = [heading].compactMap(\.self)
    var items: [String] = []
    for block in section.blocks {
      if block.isItem {
        items.append(item(block))
      } else {
        pieces.append(say(block.text))
      }
    }
    return (pieces + (items.isEmpty ? [] : [items.joined(separator: "\n")]))
      .joined(separator: "\n\n")
  }

  private func item(_ block: Block) -> String {
    let text = say(block.text)
    let code = block.code.map { "  \($0(language).sanitized)" }
    let fence = code.isEmpty ? [] : ["", "  ```"] + code + ["  ```"]
    return (["- " + (block.link.map { link(text, to: $0) } ?? text)] + fence).joined(
      separator: "\n")
  }

  /// The text as the link, up to the id in parentheses or to a colon.
  private func link(_ text: String, to id: String) -> String {
    let marks = [" (\(id))", "（\(id)）", language == .chinese ? "：" : ": "]
    let end = marks.lazy.compactMap { text.firstRange(of: $0)?.lowerBound }.first ?? text.endIndex
    return "[\(text[..<end])](#\(id))\(text[end...])"
  }

  private func table(_ lines: [LinePattern]) -> String {
    let titles = [
      Text(en: "Program", zh: "程序"), Text(en: "Line", zh: "日志行"),
      Text(en: "What it means", zh: "含义"),
    ]
    let rows = lines.map { pattern in
      "| \(pattern.software.escapedMarkdown) | \(pattern.shape.codeInTable) | \(say(pattern.symptom.title)) |"
    }
    return "## \(say(ArticleWords.lines))\n\n| " + titles.map(say).joined(separator: " | ")
      + " |\n| --- | --- | --- |\n" + rows.joined(separator: "\n") + "\n"
  }

  private func say(_ text: Text) -> String { text(language).unfolded.sanitized.escapedMarkdown }
}

extension String {
  /// In backticks, as a cell of a table takes it.
  fileprivate var codeInTable: String {
    "`" + sanitized.replacing("|", with: "\\|").replacing("`", with: "'") + "`"
  }

  /// The text with what Markdown or HTML would take for markup escaped; code in backticks stays.
  fileprivate var escapedMarkdown: String {
    let characters = Array(self)
    var inCode = false
    var text = ""
    for (index, character) in characters.enumerated() {
      if character == "`" { inCode.toggle() }
      if !inCode, characters.isMarkup(at: index) { text.append("\\") }
      text.append(character)
    }
    return text
  }
}

extension [Character] {
  // An underscore inside a word is none: tcp_check_req stays as it is (GitHub's Markdown, 6.2).
  fileprivate func isMarkup(at index: Int) -> Bool {
    if self[index] != "_" { return "\\*<[]|".contains(self[index]) }
    let neighbours = [index - 1, index + 1].map { indices.contains($0) ? self[$0] : " " }
    return !neighbours.allSatisfy { $0.isLetter || $0.isNumber }
  }
}
