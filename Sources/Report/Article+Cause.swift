public import Diagnosis
public import Knowledge

extension Article {
  /// All that the catalogue says of one cause.
  public init(_ cause: any Cause.Type, _ causes: CauseIndex = CauseIndex()) {
    self.init(
      .cause, cause.id, cause.title, group: CauseWords.family(cause.family),
      [
        Section("explanation", nil, cause.explanation.blocks),
        Section("mechanism", CauseWords.mechanism, cause.mechanism.blocks),
        Section("fixes", CauseWords.fixes, cause.fixes.map(Self.block)),
        Section("wrong-fixes", CauseWords.wrongFixes, cause.wrongFixes.map(Self.block)),
        Section("needs", CauseWords.needs, cause.needs.map { .item(CauseWords.need($0)) }),
        Section(
          "look-alikes", CauseWords.lookAlikes, cause.lookAlikes.map { Self.block($0, causes) }),
        Section("references", CauseWords.references, cause.references.map { .item(Text($0)) }),
        Self.lab(cause),
      ])
  }

  private static func lab(_ cause: any Cause.Type) -> Section? {
    guard case .scenarios(let scenarios) = cause.lab else { return nil }
    return Section(
      "lab", CauseWords.lab,
      scenarios.map { .item($0.title, code: [Text("sudo whyreset lab run \($0.id)")]) })
  }

  private static func block(_ fix: Fix) -> Block {
    let undo = fix.undo.map {
      Text(en: "# \(Words.undo.en): \($0)", zh: "# \(Words.undo.zh): \($0)")
    }
    return .item(fix.text, code: [fix.command.map { Text($0) }, undo].compactMap(\.self))
  }

  private static func block(_ wrong: WrongFix) -> Block {
    .item(Text(en: "\(wrong.text.en): \(wrong.why.en)", zh: "\(wrong.text.zh)：\(wrong.why.zh)"))
  }

  private static func block(_ other: LookAlike, _ causes: CauseIndex) -> Block {
    let title = causes.title(other.cause)
    return .item(
      Text(
        en: "\(title.en): \(other.difference.en)", zh: "\(title.zh)：\(other.difference.zh)"),
      link: other.cause)
  }
}

extension Text {
  /// Its paragraphs, which both languages have the same number of.
  fileprivate var blocks: [Block] {
    let (english, chinese) = (en.paragraphs, zh.paragraphs)
    return english.indices.map { index in
      .paragraph(Text(en: english[index], zh: index < chinese.count ? chinese[index] : ""))
    }
  }
}
