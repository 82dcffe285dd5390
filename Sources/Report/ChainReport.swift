internal import Diagnosis
public import Keepalive
internal import ServerConfig

/// A chain and its verdicts as text for a person at a terminal.
public struct ChainReport: Sendable {
  public let style: Style
  /// So many links are shown; of more, those that are worst.
  static let mostLinks = 12
  private static let indent = 10

  public init(style: Style) { self.style = style }

  public func render(_ chain: Chain) -> String {
    let words = ChainWords(chain: chain)
    var page = Page(style)
    for line in ChainPicture(chain: chain, columns: style.measure).lines {
      page.verbatim(line, indent: 0)
    }
    let judged = chain.judged
    for (link, verdict) in judged.prefix(Self.mostLinks) {
      page.blank()
      show(link, verdict, words, &page)
    }
    if judged.count > Self.mostLinks {
      let hidden = judged.count - Self.mostLinks
      page.blank()
      let text = Text(en: "\(hidden) more pairs are not shown.", zh: "另有 \(hidden) 对未显示。")
      page.paragraph([Run(say(text), .faint)], indent: 0)
    }
    page.blank()
    conclude(chain, judged, words, &page)
    return page.text
  }

  private func show(
    _ link: Link, _ verdict: LinkVerdict, _ words: ChainWords, _ page: inout Page
  ) {
    let title = "\(words.name(link.client.hop)) → \(words.name(link.server.hop))"
    page.paragraph(
      [Run(title, .strong), Run("  "), Run(say(ChainWords.status(verdict.status)), ink(verdict))],
      indent: 0)
    bars(link, words.chain, &page)
    add(Words.who, words.who(link, verdict), &page)
    add(Text(en: "Error", zh: "报错"), words.error(link, verdict), &page)
    add(Text(en: "Chance", zh: "概率"), words.chance(verdict), &page)
    add(Text(en: "Also", zh: "另外"), words.caps(link), &page)
    add(Text(en: "Also", zh: "另外"), words.refreshed(link, verdict), &page)
    add(Text(en: "But", zh: "注意"), words.unsure(link, verdict), &page)
  }

  /// The timers, drawn to one scale.
  private func bars(_ link: Link, _ chain: Chain, _ page: inout Page) {
    let rows = TimerRow.rows(of: link, in: chain)
    let longest = rows.compactMap(\.time).max() ?? .zero
    let names = min(rows.map(\.name.displayWidth).max() ?? 0, 20)
    for row in rows {
      let bar = row.bar(longest, columns: 24).padded(to: 24)
      let limit = say(ChainWords.limit(row.setting.value)).padded(to: 9)
      page.paragraph(
        [
          Run("\(bar) ".replacing(" ", with: "\u{a0}"), .faint),
          Run(limit.replacing(" ", with: "\u{a0}")),
          Run("\u{a0}" + say(ChainWords.origin(row.setting.origin)), .faint),
        ],
        lead: [.spaces(2), Run(row.name)], indent: 2 + names + 2, hanging: 35)
    }
  }

  private func conclude(
    _ chain: Chain, _ judged: [(link: Link, verdict: LinkVerdict)], _ words: ChainWords,
    _ page: inout Page
  ) {
    if let fine = Self.fine(judged) {
      return page.paragraph([Run(say(fine), .strong)], indent: 0)
    }
    guard let repairs = chain.repairs else { return add(Words.change, words.noChange, &page) }
    for (index, repair) in repairs.enumerated() {
      add(index == 0 ? Words.change : Text(""), words.change(repair), &page)
      if let line = repair.line { page.verbatim(line, indent: Self.indent + 4) }
    }
    let end = Text(en: "Then every pair is safe.", zh: "之后每一对都安全。")
    add(Text(""), end, &page)
  }

  /// What there is to say where nothing is broken; nil where something is.
  static func fine(_ judged: [(link: Link, verdict: LinkVerdict)]) -> Text? {
    guard !judged.contains(where: { $0.verdict.isBroken }) else { return nil }
    if judged.contains(where: { $0.verdict.status == .unknown }) {
      return Text(en: "No pair is broken as far as is known.", zh: "就目前所知，没有失配。")
    }
    return Text(
      en: "Each client gives up before its server: nothing to change.",
      zh: "每一对都是客户端先放弃：无需修改。")
  }

  private func add(_ label: Text, _ text: Text?, _ page: inout Page) {
    guard let text else { return }
    page.paragraph(
      [Run(say(text))], lead: [.spaces(2), Run(say(label), .faint)], indent: Self.indent)
  }

  private func ink(_ verdict: LinkVerdict) -> Ink {
    switch verdict.status {
    case .safe, .unkept: .certain
    case .racy, .silent: .strong
    case .unknown: .unknown
    }
  }

  private func say(_ text: Text) -> String { text(style.language) }
}

extension Chain {
  /// All links with their verdicts, in the order of the chain; of each pair of hops the worst one first, and of equal
  /// ones only one.
  var judged: [(link: Link, verdict: LinkVerdict)] {
    let all = links.map { (link: $0, verdict: verdict(on: $0)) }
    return Dictionary(grouping: all) { $0.link.client.hop }.sorted { $0.key < $1.key }.flatMap {
      let broken = $0.value.filter { $0.verdict.isBroken }
        .sorted { ($0.verdict.bound ?? .zero) < ($1.verdict.bound ?? .zero) }
      let unknown = $0.value.filter { $0.verdict.status == .unknown }
      let fine = $0.value.filter { !$0.verdict.isBroken && $0.verdict.status != .unknown }
      return broken + unknown + (broken.isEmpty && unknown.isEmpty ? Array(fine.prefix(1)) : [])
    }
  }
}
