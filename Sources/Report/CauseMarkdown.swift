public import Diagnosis

/// What the catalogue says of its causes, as Markdown for the documentation.
public struct CauseMarkdown: Sendable {
  public let language: Language
  public let causes: CauseIndex

  public init(language: Language, causes: CauseIndex = CauseIndex()) {
    self.language = language
    self.causes = causes
  }

  /// All causes, by family, under one heading.
  public func document() -> String {
    let title = say(Text(en: "Why connections are reset", zh: "连接被重置的原因"))
    let families = Family.allCases.compactMap { family -> String? in
      let members = causes.causes.filter { $0.family == family }
      if members.isEmpty { return nil }
      return "## \(say(CauseWords.family(family)))\n\n"
        + members.map(section).joined(separator: "\n")
    }
    return "# \(title)\n\n" + families.joined(separator: "\n")
  }

  /// One cause, under a heading of the third level that links to its id.
  public func section(_ cause: any Cause.Type) -> String {
    let blocks: [String?] = [
      "<a id=\"\(cause.id)\"></a>\n### \(say(cause.title))", "`\(cause.id)`",
      paragraphs(cause.explanation),
      list(CauseWords.mechanism, [paragraphs(cause.mechanism)]),
      list(CauseWords.fixes, cause.fixes.map(item)),
      list(CauseWords.wrongFixes, cause.wrongFixes.map(item)),
      list(CauseWords.needs, cause.needs.map { "- " + say(CauseWords.need($0)) }),
      list(CauseWords.lookAlikes, cause.lookAlikes.map(item)),
      list(CauseWords.references, cause.references.map { "- " + $0.sanitized.escapedMarkdown }),
    ]
    return blocks.compactMap(\.self).joined(separator: "\n\n") + "\n"
  }

  private func list(_ heading: Text, _ items: [String]) -> String? {
    items.isEmpty ? nil : "**\(say(heading))**\n\n" + items.joined(separator: "\n")
  }

  private func paragraphs(_ text: Text) -> String {
    text(language).paragraphs.map(\.sanitized.escapedMarkdown).joined(separator: "\n\n")
  }

  private func item(_ fix: Fix) -> String {
    let lines = fix.lines(language).map { "  \($0.text.sanitized)" }
    let code = lines.isEmpty ? [] : ["", "  ```"] + lines + ["  ```"]
    return (["- " + say(fix.text)] + code).joined(separator: "\n")
  }

  private func item(_ wrong: WrongFix) -> String {
    "- " + say(wrong.text) + language.colon + say(wrong.why)
  }

  private func item(_ other: LookAlike) -> String {
    let title = causes.title(other.cause, language).sanitized.escapedMarkdown
    return "- [\(title)](#\(other.cause))" + language.colon + say(other.difference)
  }

  private func say(_ text: Text) -> String { text(language).unfolded.sanitized.escapedMarkdown }
}

extension String {
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
