internal import Diagnosis

extension Article {
  /// What a line tells, what may be behind it, and what to run; what was found on this host goes first.
  public init(_ reading: LineReading, _ verdict: LineVerdict) {
    self.init(
      .line, reading.pattern.id, reading.pattern.symptom.title,
      [
        Section("tells", Headings.tells, Self.tells(reading, verdict)),
        Section("possible", Headings.possible, verdict.suspects.map(Self.block)),
        Section("excluded", Headings.excluded, verdict.excluded.map(Self.block)),
        Section("next", Headings.next, verdict.next.map(Self.block)),
      ])
  }

  private static func tells(_ reading: LineReading, _ verdict: LineVerdict) -> [Block] {
    var facts = [
      Text(
        en: "Printed by \(reading.pattern.printer.en).", zh: "打印者：\(reading.pattern.printer.zh)。")
    ]
    if let local = reading.local?.description {
      facts.append(Text(en: "This end: \(local)", zh: "本端：\(local)"))
    }
    if let remote = reading.remote?.description {
      facts.append(Text(en: "The other end: \(remote)", zh: "对端：\(remote)"))
    }
    return (facts + verdict.remarks).map { .item($0) }
  }

  private static func block(_ suspect: LineVerdict.Suspect) -> Block {
    let title = CauseNames.title(suspect.cause) ?? Text(suspect.cause)
    let isLikely = suspect.confidence == .likely
    return .item(
      Text(
        en: "\(isLikely ? "likely: " : "")\(title.en) (\(suspect.cause)) – \(suspect.why.en)",
        zh: "\(isLikely ? "很可能：" : "")\(title.zh)（\(suspect.cause)）——\(suspect.why.zh)"),
      link: suspect.cause)
  }

  private static func block(_ exclusion: LineVerdict.Exclusion) -> Block {
    let names = exclusion.causes.map { CauseNames.title($0) ?? Text($0) }
    let isKind = exclusion.causes.isEmpty
    return .item(
      Text(
        en: isKind
          ? "A polite close: \(exclusion.why.en)"
          : "\(names.map(\.en).joined(separator: "; ")): \(exclusion.why.en)",
        zh: isKind
          ? "正常关闭：\(exclusion.why.zh)"
          : "\(names.map(\.zh).joined(separator: "；"))：\(exclusion.why.zh)"))
  }

  private static func block(_ step: NextStep) -> Block {
    let place = place(step.place)
    return .item(
      Text(en: "\(place.en): \(step.text.en)", zh: "\(place.zh)：\(step.text.zh)"),
      code: step.command.map { [Text($0)] } ?? [])
  }

  private static func place(_ place: NextStep.Place) -> Text {
    switch place {
    case .client: Text(en: "On the client", zh: "在客户端")
    case .server: Text(en: "On the server", zh: "在服务端")
    case .middle: Text(en: "On what is between them", zh: "在中间设备上")
    case .here: Text(en: "On the host that wrote the line", zh: "在打印这一行的主机上")
    }
  }
}
