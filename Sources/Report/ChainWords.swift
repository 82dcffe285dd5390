internal import Diagnosis
internal import Keepalive
internal import ServerConfig

/// The sentences about a chain.
struct ChainWords {
  let chain: Chain

  func name(_ hop: Int) -> String { chain.hops[hop].name }

  static func status(_ status: LinkVerdict.Status) -> Text {
    switch status {
    case .safe: Text(en: "safe", zh: "安全")
    case .racy: Text(en: "racy", zh: "有竞争")
    case .silent: Text(en: "silent", zh: "静默失效")
    case .unkept: Text(en: "not reused", zh: "不复用")
    case .unknown: Text(en: "unknown", zh: "未知")
    }
  }

  static func mark(_ verdict: LinkVerdict) -> String {
    switch verdict.status {
    case .safe: "✓"
    case .racy, .silent: "✗"
    case .unkept: "–"
    case .unknown: "?"
    }
  }

  static func limit(_ limit: IdleLimit?) -> Text {
    switch limit {
    case .after(let time): Text(time.spelled)
    case .never: Text(en: "no limit", zh: "无上限")
    case .unkept: Text(en: "not kept", zh: "不保持")
    case nil: Text(en: "unknown", zh: "未知")
    }
  }

  /// The limit where there is little room.
  static func shortLimit(_ limit: IdleLimit?) -> String {
    switch limit {
    case .after(let time): time.spelled
    case .never: "∞"
    case .unkept: "0"
    case nil: "?"
    }
  }

  static func origin(_ origin: Origin) -> Text {
    switch origin {
    case .stated: Text(en: "as given", zh: "命令行给定")
    case .read(let place): Text("\(place)")
    case .unreadable(let text, let place):
      Text(
        en: "\(place): \"\(text)\" cannot be worked out here",
        zh: "\(place)：无法在此算出 \"\(text)\" 的值")
    case .standard(let source): Text(en: "default (\(source))", zh: "默认值（\(source)）")
    case .assumed(let why): Text(en: "assumed (\(why))", zh: "推定（\(why)）")
    case .reported:
      Text(en: "default as reported, not verified", zh: "据称的默认值，未经核实")
    case .unsaid: Text(en: "not known", zh: "未知")
    }
  }

  /// Who gives up first, and by how much.
  func who(_ link: Link, _ verdict: LinkVerdict) -> Text {
    let client = name(link.client.hop)
    let server = name(link.server.hop)
    switch verdict.status {
    case .unkept: return Self.unkept
    case .unknown: return unknown(link)
    case .safe, .racy, .silent: break
    }
    switch verdict.first {
    case .client?: return clientFirst(client, verdict)
    case .both?:
      return Text(
        en:
          "\(client) and \(server) give up at the same time; whichever is earlier by chance wins.",
        zh: "\(client) 和 \(server) 同时放弃连接，谁先关闭全凭运气。")
    case .server?: return rival(server, client, verdict)
    case .middlebox(let hop)?: return forgets(name(hop), client, verdict)
    case .nobody?:
      return Text(
        en: "Neither side ever closes an idle connection.", zh: "双方都不会关闭空闲连接。")
    case nil:
      return Text(
        en: "\(server) never closes an idle connection.", zh: "\(server) 从不关闭空闲连接。")
    }
  }

  private static let unkept = Text(
    en: "The connection is closed after each answer: nothing is reused, nothing can race.",
    zh: "每次应答后连接即关闭：不复用连接，也就没有竞争。")

  private func clientFirst(_ client: String, _ verdict: LinkVerdict) -> Text {
    guard let margin = verdict.margin else {
      return Text(
        en: "\(client) gives up first; the other side has no limit.",
        zh: "\(client) 先放弃，对端没有上限。")
    }
    let needed = verdict.needed.spelled
    guard verdict.isBroken else {
      return Text(
        en:
          "\(client) gives up first, \(margin.spelled) before it would be closed (\(needed) are needed).",
        zh: "\(client) 先放弃，比对端早 \(margin.spelled)（至少需要 \(needed)）。")
    }
    return Text(
      en: """
        \(client) gives up first, but by \(margin.spelled) only: a round trip and coarse timers need \
        \(needed).
        """,
      zh: "\(client) 虽然先放弃，但只早 \(margin.spelled)：一个往返加上定时器误差需要 \(needed)。")
  }

  private func rival(_ server: String, _ client: String, _ verdict: LinkVerdict) -> Text {
    guard let margin = verdict.margin else {
      return Text(
        en: "\(server) closes first; \(client) has no limit of its own.",
        zh: "\(server) 先关闭；\(client) 自身没有上限。")
    }
    let early = (.zero - margin).spelled
    return Text(
      en: "\(server) closes first, \(early) before \(client) gives up.",
      zh: "\(server) 先关闭，比 \(client) 放弃早 \(early)。")
  }

  private func forgets(_ box: String, _ client: String, _ verdict: LinkVerdict) -> Text {
    let bound = verdict.bound?.spelled ?? ""
    switch verdict.ending {
    case .silence:
      return Text(
        en:
          "\(box) forgets the connection after \(bound) and tells nobody; \(client) still uses it.",
        zh: "\(box) 在空闲 \(bound) 后丢弃会话且不通知任何一端，\(client) 仍会继续使用。")
    case .resetOnUse:
      return Text(
        en: "\(box) forgets the connection after \(bound) and answers the next packet with a RST.",
        zh: "\(box) 在空闲 \(bound) 后丢弃会话，并对下一个报文回复 RST。")
    case .reset, .fin:
      return Text(
        en: "\(box) ends the connection after \(bound), before \(client) gives up.",
        zh: "\(box) 在空闲 \(bound) 后终止连接，早于 \(client)。")
    }
  }

  private func unknown(_ link: Link) -> Text {
    var names: [String] = []
    if chain.client(of: link).idle.value == nil { names.append(name(link.client.hop)) }
    if chain.server(of: link).idle.value == nil { names.append(name(link.server.hop)) }
    names += link.between.filter { chain.hops[$0].servers[0].idle.value == nil }.map(name)
    return Text(
      en: "The limit of \(names.joined(separator: " and ")) is not known: set it, or measure it.",
      zh: "\(names.joined(separator: "、")) 的上限未知：请明确设置，或实际测量。")
  }
}
