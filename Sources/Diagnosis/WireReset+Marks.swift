import Facts

/// What tells a RST that the peer's TCP sent from one that another made in its name.
extension WireReset {
  /// Hops by which the packets of one sender may differ when the route changes.
  private static let hopSlack = 2

  /// By how much its TTL is above that of the peer's other packets; nil where it is not, within a route's change.
  var hopDifference: Int? {
    guard let usual = habit?.hopLimit else { return nil }
    let difference = Int(hopLimit) - Int(usual)
    return abs(difference) > Self.hopSlack ? difference : nil
  }

  /// The station that sent it, where that is not the one that the peer's other packets come from.
  var strangeStation: (this: LinkAddress, usual: LinkAddress)? {
    guard let this = linkSource, let usual = habit?.linkSource, this != usual else { return nil }
    return (this, usual)
  }

  /// Linux's own has them in every packet of a connection that agreed on them (`tcp_established_options()`); one
  /// that answers for no connection has none.
  var lacksTimestamps: Bool {
    form == .abort && habit?.usesTimestamps == true && timestampOption == nil
  }

  /// TCP's answer for no connection has a window of 0 (`tcp_v4_send_reset()`, `tcp_v6_send_response()`).
  var hasStrangeWindow: Bool { form == .answer && window != 0 }

  /// Whether the headers are those of Linux's netfilter (`nf_reject_ip_tcphdr_put()`): they are those of its TCP
  /// where it answers for no connection, too.
  var resemblesReject: Bool {
    form != .abort && window == 0 && timestampOption == nil && (identification ?? 0) == 0
      && (dontFragment || identification == nil)
  }

  /// What is unlike the peer's own packets.
  var marks: [Reason] {
    var marks: [Reason] = []
    if hopDifference != nil, let usual = habit?.hopLimit {
      marks.append(.strangeHopLimit(hopLimit, usual))
    }
    if lacksTimestamps { marks.append(.noTimestamps()) }
    if hasStrangeWindow { marks.append(.strangeWindow(window)) }
    return marks
  }
}

extension Reason {
  fileprivate static func strangeHopLimit(_ hops: UInt8, _ usual: UInt8) -> Reason {
    Reason(
      "hop-limit", "\(hops), else \(usual)",
      Text(
        en: "The RST came with a TTL of \(hops), the peer's other packets with \(usual)",
        zh: "RST 到达时的 TTL 为 \(hops)，而对端其他报文的 TTL 为 \(usual)"), source: .wire)
  }

  fileprivate static func noTimestamps() -> Reason {
    Reason(
      "no-timestamps", "none",
      Text(
        en: "The RST has no timestamp option, which this connection's packets all have",
        zh: "该连接的报文都带时间戳选项，而这个 RST 没有"), source: .wire)
  }

  fileprivate static func strangeWindow(_ window: UInt16) -> Reason {
    Reason(
      "window", "\(window)",
      Text(
        en: "The RST has a window of \(window); TCP's own answer for no connection has 0",
        zh: "RST 的窗口为 \(window)，而 TCP 在没有连接时发出的应答 RST 窗口为 0"), source: .wire)
  }

  static func livingSender(_ state: TCPState) -> Reason {
    Reason(
      "sender-lives", state.name,
      Text(
        en:
          "The socket in whose name it came is on this host, still in \(state.name), and its kernel sent no RST",
        zh: "RST 所冒用的套接字就在本机，仍处于 \(state.name) 状态，而内核没有为它发送过 RST"))
  }
}
