public import Diagnosis
internal import Facts

/// Who gives up idle connections first, pair by pair, for a person.
public struct ReuseReport: Sendable {
  public let style: Style
  private static let most = 40

  public init(style: Style) { self.style = style }

  public func render(_ ledger: ReuseLedger) -> String {
    let verdicts = ledger.verdicts
    var page = Page(style)
    page.paragraph([Run(say(heading(verdicts, ledger)), .strong)], indent: 0)
    guard !verdicts.isEmpty else { return page.text }
    page.blank()
    var text = page.text + table(verdicts.prefix(Self.most)).render(style)
    var rest = Page(style)
    if verdicts.count > Self.most {
      let more = verdicts.count - Self.most
      rest.paragraph(
        [Run(say(Text(en: "and \(more) more: --json", zh: "另有 \(more) 对：--json")), .faint)],
        indent: 0)
    }
    for verdict in verdicts.prefix(Self.most) where verdict.order == .racy {
      rest.blank()
      explain(verdict, &rest)
    }
    text += rest.text
    return text
  }

  /// What is known so far, in a few words.
  public static func progress(_ ledger: ReuseLedger) -> Text {
    let verdicts = ledger.verdicts
    let racy = verdicts.count { $0.order == .racy }
    let limits = Set(verdicts.filter { $0.serverLimit != nil }.map(\.server)).count
    return Text(
      en: """
        \(verdicts.count) pairs of a client and a server; time-outs known of \(limits) servers; broken: \
        \(racy)
        """,
      zh: "\(verdicts.count) 对客户端与服务端，已知 \(limits) 个服务端的超时，有问题：\(racy) 对")
  }

  private func say(_ text: Text) -> String { text(style.language) }

  private func heading(_ verdicts: [ReuseVerdict], _ ledger: ReuseLedger) -> Text {
    guard !verdicts.isEmpty else {
      return Text(
        en: "No connection was seen that is kept for reuse.", zh: "没有看到被保持复用的连接。")
    }
    let racy = verdicts.count { $0.order == .racy }
    let span = ledger.span.told
    return Text(
      en:
        "Pairs of a client and a server, seen for \(span.en): \(verdicts.count); broken now: \(racy)",
      zh: "\(span.zh)内共 \(verdicts.count) 对客户端与服务端，当前有问题的：\(racy) 对")
  }

  private func table(_ verdicts: ArraySlice<ReuseVerdict>) -> Table {
    var table = Table([
      .init(say(Text(en: "Order", zh: "先后")), isProminent: true),
      .init(say(Text(en: "Client", zh: "客户端"))), .init(say(Text(en: "Server", zh: "服务端"))),
      .init(say(Text(en: "Server closes", zh: "服务端关闭")), alignment: .trailing),
      .init(say(Text(en: "Client closes", zh: "客户端关闭")), alignment: .trailing),
      .init(say(Text(en: "Reused after", zh: "最迟复用")), alignment: .trailing),
      .init(say(Text(en: "Too late", zh: "已迟")), alignment: .trailing),
      .init(say(Text(en: "Races/day", zh: "竞争/天")), alignment: .trailing),
    ])
    for verdict in verdicts {
      table.add([
        say(verdict.order.text), "\(verdict.client)", "\(verdict.server)",
        limit(verdict.serverLimit), limit(verdict.clientLimit),
        verdict.reuses > 0 ? verdict.longestReuse.precise : "-", "\(verdict.lateRequests)",
        verdict.racesPerDay.map(Self.rate) ?? "?",
      ])
    }
    return table
  }

  private func limit(_ pause: UsualPause?) -> String {
    pause.map { "\($0.median.precise) ×\($0.count)" } ?? "?"
  }

  /// Two digits that count.
  static func rate(_ value: Double) -> String {
    if value == 0 { return "0" }
    if value < 0.01 { return "<0.01" }
    if value >= 10 { return "\(Int(value.rounded()))" }
    let hundredths = Int((value * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100)." + (fraction < 10 ? "0" : "") + "\(fraction)"
  }

  private func explain(_ verdict: ReuseVerdict, _ page: inout Page) {
    page.paragraph(
      [Run("\(verdict.client) → \(verdict.server)", .strong)], indent: 0)
    for text in reasons(verdict) { page.paragraph([Run(say(text).unbroken)], indent: 2) }
  }

  private func reasons(_ verdict: ReuseVerdict) -> [Text] {
    [
      verdict.serverLimit.map { closes($0, verdict.serverCloses) },
      verdict.lateRequests > 0 ? late(verdict.lateRequests) : nil,
      verdict.racesPerDay.map { races($0, verdict) },
      verdict.advisedLimit.map { advised in
        Text(
          en: "Change: have the client give up idle connections after \(advised.precise).",
          zh: "处理：把客户端的空闲上限设为 \(advised.precise)。")
      },
    ].compactMap(\.self)
  }

  private func closes(_ limit: UsualPause, _ ended: Int) -> Text {
    let (low, high) = (limit.shortest.precise, limit.longest.precise)
    return Text(
      en: """
        The server closes after \(low == high ? low : "\(low) to \(high)") without use (\(limit.count) of \
        \(limit.total) closes agree). Connections of this client that ended so: \(ended).
        """,
      zh: """
        服务端在空闲 \(low == high ? low : "\(low) 至 \(high)") 后关闭（\(limit.total) 次关闭中 \(limit.count) \
        次一致），该客户端有 \(ended) 个连接因此结束。
        """)
  }

  private func late(_ count: Int) -> Text {
    Text(
      en: "Requests on a connection that the server had closed already: \(count).",
      zh: "在服务端已关闭的连接上发出的请求：\(count) 个。")
  }

  private func races(_ rate: Double, _ verdict: ReuseVerdict) -> Text {
    let way = verdict.roundTrip.map {
      Text(en: ", the way there and back being \($0.fine)", zh: "（往返时延 \($0.fine)）")
    }
    return Text(
      en: """
        With \(verdict.reuses) reuses in this time\(way?.en ?? ""), expect about \(Self.rate(rate)) requests a \
        day to meet the close.
        """,
      zh: """
        按此期间 \(verdict.reuses) 次复用\(way?.zh ?? "")估计，每天约有 \(Self.rate(rate)) 个请求撞上关闭。
        """)
  }
}

extension Duration {
  /// For times on the network: in microseconds below ten milliseconds.
  fileprivate var fine: String {
    self < .milliseconds(10) ? "\(components.attoseconds / 1_000_000_000_000) µs" : precise
  }
}

extension ReuseVerdict.Order {
  fileprivate var text: Text {
    switch self {
    case .racy: Text(en: "server first", zh: "服务端先关")
    case .safe: Text(en: "client first", zh: "客户端先关")
    case .unknown: Text(en: "not known", zh: "未知")
    }
  }
}
