public import Diagnosis
public import Knowledge

/// Pages of the reference as JSON, one object a line; `Documentation/explain.schema.json` describes it.
public struct ArticleJSON: Sendable {
  public let language: Language

  public init(language: Language) { self.language = language }

  /// One line, without its newline. `details` are members that only some kinds have.
  public func render(
    _ article: Article, _ details: [(key: String, value: JSONValue)] = []
  ) -> String {
    let members: [(key: String, value: JSONValue)] = [
      ("schema", .string("whyreset.explain/1")),
      ("kind", .string(article.kind.rawValue)),
      ("id", .string(article.id)),
      ("title", text(article.title)),
      ("sections", .array(article.sections.map(section))),
    ]
    return JSONValue.object(members + details).serialized
  }

  /// What a line tells, for scripts.
  public func line(
    _ reading: LineReading, _ verdict: LineVerdict
  ) -> (key: String, value: JSONValue) {
    (
      "line",
      .object([
        ("text", .string(reading.text)), ("software", .string(reading.pattern.software)),
        ("symptom", .string(reading.pattern.symptom.rawValue)),
        ("phase", .string(reading.pattern.phase.rawValue)),
        ("writer", .string(reading.writer.rawValue)),
        ("local", .string(orNull: reading.local?.description)),
        ("remote", .string(orNull: reading.remote?.description)),
        ("possible", .array(verdict.suspects.map(suspect))),
        ("excluded", .array(verdict.excluded.map(exclusion))),
        ("next", .array(verdict.next.map(step))),
      ])
    )
  }

  private func suspect(_ suspect: LineVerdict.Suspect) -> JSONValue {
    .object([
      ("cause", .string(suspect.cause)), ("confidence", .string(suspect.confidence.rawValue)),
      ("text", text(suspect.why)),
    ])
  }

  private func exclusion(_ exclusion: LineVerdict.Exclusion) -> JSONValue {
    .object([
      ("causes", .array(exclusion.causes.map { .string($0) })), ("text", text(exclusion.why)),
    ])
  }

  private func step(_ step: NextStep) -> JSONValue {
    .object([
      ("text", text(step.text)), ("command", .string(orNull: step.command)),
      ("where", .string(step.place.rawValue)),
    ])
  }

  private func section(_ section: Article.Section) -> JSONValue {
    .object([
      ("id", .string(section.id)), ("heading", section.heading.map(text) ?? .null),
      ("blocks", .array(section.blocks.map(block))),
    ])
  }

  private func block(_ block: Block) -> JSONValue {
    .object([
      ("text", text(block.text)),
      ("code", .array(block.code.map { .string($0(language)) })),
      ("link", .string(orNull: block.link)),
    ])
  }

  private func text(_ text: Text) -> JSONValue { .string(text(language).unfolded) }
}
