internal import Diagnosis
internal import Facts

extension Article {
  public init(_ entry: CounterEntry) {
    self.init(
      .counter, entry.counter.rawValue,
      Text(
        en: "Counter \(entry.group) \(entry.counter.rawValue)",
        zh: "计数器 \(entry.group) \(entry.counter.rawValue)"),
      [
        .text("counts", Headings.counts, entry.counts),
        .text("caution", Headings.caution, entry.caution),
        .causes("causes", Headings.movers, entry.causes),
        .text("site", Headings.site, Text(entry.site)),
      ])
  }

  /// A counter of the running kernel that this program has nothing to say of.
  public init(unrelated name: String) {
    let text = Text(

      en: """
        The kernel counts this, and it tells nothing of resets, drops, queues, retransmissions \
        or aborts.
        """,
      zh: "内核有这个计数器，但它与重置、丢弃、队列、重传、中止无关。")
    self.init(
      .counter, name, Text(en: "Counter \(name)", zh: "计数器 \(name)"), [.text("counts", nil, text)])
  }

  public init(_ reason: KernelReason) {
    let isReset = reason.kind == .reset
    self.init(
      isReset ? .resetReason : .dropReason, reason.kind.prefix + reason.name,
      isReset
        ? Text(en: "Reset reason \(reason.name)", zh: "RST 原因 \(reason.name)")
        : Text(en: "Drop reason \(reason.name)", zh: "丢包原因 \(reason.name)"),
      [
        .text("means", Headings.means, reason.means),
        .text("caution", Headings.caution, reason.caution),
        .causes("causes", Headings.movers, reason.causes),
        .text("site", Headings.site, Text(reason.site)),
      ])
  }

  /// A reason that the running kernel has and that this program does not explain.
  public init(unexplained name: String, _ kind: KernelReason.Kind) {
    let text = Text(

      en: """
        The running kernel has this reason; whyreset does not explain it: it has nothing to do \
        with TCP connections, or is newer.
        """,
      zh: "运行中的内核有这个原因，但 whyreset 没有解释：它与 TCP 连接无关，或比 whyreset 更新。")
    self.init(
      kind == .reset ? .resetReason : .dropReason, kind.prefix + name, Text(name),
      [.text("means", nil, text)])
  }

  public init(_ page: ShortPage) {
    self.init(
      page.kind, page.id,
      page.kind == .error || page.kind == .state
        ? Text(en: "\(page.id): \(page.title.en)", zh: "\(page.id)：\(page.title.zh)") : page.title,
      [
        Section("means", nil, page.paragraphs.map { .paragraph($0) }),
        page.look.map { Section("look", Headings.look, [.item(Self.command, code: [Text($0)])]) },
        .causes("causes", Headings.possible, page.causes),
        .references(page.sources),
      ])
  }

  private static let command = Text(en: "Run:", zh: "运行：")
}
