internal import Diagnosis
internal import Facts

extension Article {
  public init(_ parameter: Parameter) {
    self.init(
      .parameter, parameter.key.rawValue, parameter.title,
      Self.rules(parameter) + Self.experience(parameter))
  }

  /// What the parameter is.
  private static func rules(_ parameter: Parameter) -> [Section?] {
    let rule = [
      Text(
        en: "\(parameter.standard.text.en)\(unit(parameter.kind).en).",
        zh: "\(parameter.standard.text.zh)\(unit(parameter.kind).zh)。"),
      scope(parameter.scope), kernels(parameter),
    ].compactMap(\.self)
    return [
      .text("does", Headings.does, parameter.does),
      Section("default", Headings.standard, rule.map { .paragraph($0) }),
      .text("does-not", Headings.doesNot, parameter.doesNot),
      .text("change", Headings.change, parameter.change),
      .text("effects", Headings.effects, parameter.effects),
    ]
  }

  /// What is said of it, and what it has to do with.
  private static func experience(_ parameter: Parameter) -> [Section?] {
    let counters = parameter.counters.map(\.rawValue)
    let scenario = parameter.scenario.map { "sudo whyreset lab run \($0)" }
    return [
      Section("wrong-advice", Headings.myths, parameter.myths.map(block)),
      parameter.note.map { Section("old-note", Headings.note, blocks($0)) },
      Section("counters", Headings.counters, counters.map { .item(Text($0), link: $0) }),
      .causes("causes", Headings.causes, parameter.causes),
      scenario.map { Section("lab", Headings.see, [.item(lab, code: [Text($0)])]) },
      .references(parameter.sources),
    ]
  }

  private static let lab = Text(
    en: "In network namespaces of its own, with its diagnosis:", zh: "在独立的网络命名空间中重现并诊断：")

  private static func block(_ myth: WrongFix) -> Block {
    .item(Text(en: "\(myth.text.en): \(myth.why.en)", zh: "\(myth.text.zh)：\(myth.why.zh)"))
  }

  private static func blocks(_ note: Parameter.OldNote) -> [Block] {
    [
      .item(Text(en: "It said: \(note.said.en)", zh: "笔记说：\(note.said.zh)")),
      .item(Text(en: "Today: \(note.today.en)", zh: "今天：\(note.today.zh)")),
    ]
  }

  private static func unit(_ kind: ValueKind) -> Text {
    switch kind {
    case .number(let unit, _), .triple(let unit):
      Text(en: " (\(unit.text.en))", zh: "（单位：\(unit.text.zh)）")
    default: Text("")
    }
  }

  private static func scope(_ scope: Parameter.Scope) -> Text {
    switch scope {
    case .namespace:
      Text(
        en: "Each network namespace, and so each container, has its own.", zh: "每个网络命名空间（每个容器）各有一份。"
      )
    case .host:
      Text(en: "One for the whole host.", zh: "整台主机共用一份。")
    }
  }

  private static func kernels(_ parameter: Parameter) -> Text? {
    if let since = parameter.since {
      return Text(en: "Linux has it since \(since).", zh: "Linux \(since) 起提供。")
    }
    return parameter.until.map {
      Text(en: "Linux does not have it since \($0).", zh: "Linux \($0) 起已移除。")
    }
  }
}

extension Article.Section {
  /// Causes by their titles, linked.
  static func causes(_ id: String, _ heading: Text, _ causes: [String]) -> Article.Section {
    Article.Section(
      id, heading,
      causes.map { cause in
        let title = CauseNames.title(cause) ?? Text(cause)
        return .item(Text(en: "\(title.en) (\(cause))", zh: "\(title.zh)（\(cause)）"), link: cause)
      })
  }

  static func references(_ sources: [String]) -> Article.Section {
    Article.Section("references", Headings.references, sources.map { .item(Text($0)) })
  }
}
