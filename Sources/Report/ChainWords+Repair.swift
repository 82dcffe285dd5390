internal import Diagnosis
internal import Keepalive
internal import ServerConfig

extension ChainWords {
  /// What is to be changed.
  func change(_ repair: Repair) -> Text {
    let hop = chain.hops[repair.hop]
    let side = repair.role == .server ? hop.servers[repair.side] : hop.clients[repair.side]
    let name = [hop.name, side.label].compactMap(\.self).joined(separator: ", ")
    let from = Self.limit(repair.from.value)
    let to = repair.to.spelled
    let place = Self.place(repair.from.origin)
    let verb =
      repair.direction == .lower
      ? Text(en: "Lower", zh: "缩短") : Text(en: "Raise", zh: "延长")
    let target =
      repair.role == .client && repair.hop > 0
      ? Text(en: " to the hop behind it", zh: "对后端") : Text("")
    return Text(
      en: "\(verb.en) the idle limit of \(name)\(target.en) from \(from.en) to \(to)\(place.en).",
      zh: "把 \(name) \(target.zh)的空闲上限从 \(from.zh) \(verb.zh)到 \(to)\(place.zh)。")
  }

  private static func place(_ origin: Origin) -> Text {
    switch origin {
    case .read(let place), .unreadable(_, let place):
      Text(en: " (\(place))", zh: "（\(place)）")
    case .stated, .standard, .assumed, .reported, .unsaid: Text("")
    }
  }

  var noChange: Text {
    Text(
      en: """
        No change of a limit mends this: a side that has to change has no setting that is known. \
        Retry once, on a fresh connection, requests that may run twice.
        """,
      zh: "没有可修改的上限能解决：需要调整的一端没有已知的设置项。对可重复执行的请求，在新连接上重试一次。")
  }

  /// Request and age caps of a link's server, which end connections however busy they are.
  func caps(_ link: Link) -> Text? {
    let server = chain.server(of: link)
    var parts: [Text] = []
    if let count = server.requests?.value {
      parts.append(Text(en: "after \(count) requests", zh: "\(count) 个请求后"))
    }
    if let age = server.age?.value {
      parts.append(Text(en: "at an age of \(age.spelled)", zh: "连接存活 \(age.spelled) 后"))
    }
    guard !parts.isEmpty else { return nil }
    let name = name(link.server.hop)
    return Text(
      en:
        "\(name) also closes \(parts.map(\.en).joined(separator: " and ")): harmless where it says "
        + "Connection: close with the last answer.",
      zh: "\(name) 还会在\(parts.map(\.zh).joined(separator: "、"))关闭：只要最后一个应答带有 Connection: close 就无害。"
    )
  }

  /// Middleboxes that TCP keep-alive holds awake.
  func refreshed(_ link: Link, _ verdict: LinkVerdict) -> Text? {
    guard let box = verdict.refreshed.first,
      let probes = chain.client(of: link).probes?.value
    else { return nil }
    return Text(
      en:
        "\(name(box)) does not forget: TCP keep-alive of \(name(link.client.hop)) comes every \(probes.spelled).",
      zh: "\(name(box)) 不会丢弃会话：\(name(link.client.hop)) 每 \(probes.spelled) 发送 TCP keep-alive。")
  }

  func unsure(_ link: Link, _ verdict: LinkVerdict) -> Text? {
    guard !verdict.isSure, verdict.status != .unknown else { return nil }
    return Text(
      en: "Rests on a value that is not verified: set it explicitly, or measure it.",
      zh: "结论依赖未经核实的值：请明确设置，或实际测量。")
  }
}
