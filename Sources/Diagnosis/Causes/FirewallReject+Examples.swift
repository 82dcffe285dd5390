import Facts

extension FirewallRule {
  /// Where it stands, as nft(8) takes it: `inet filter input handle 4`.
  var place: String { "\(chainPlace) handle \(handle)" }

  private var chainPlace: String { "\(family) \(table) \(chain)" }

  /// What to change, where the rules are known.
  static func fixes(_ reset: FirewallReset) -> [Fix] {
    let rule = reset.rules[0]
    let port =
      reset.refusesConnect ? "tcp dport \(reset.flow.source.port)" : "ct state established,related"
    return [
      Fix(
        Text(
          en: "See the rule, and what writes it: firewalld, ufw, an agent, a script.",
          zh: "查看该规则，并弄清它由谁写入：firewalld、ufw、代理程序或脚本。"),
        command: "nft -a list chain \(rule.chainPlace)"),
      Fix(
        reset.refusesConnect
          ? Text(en: "Accept the port before the rule.", zh: "在该规则之前放行端口。")
          : Text(
            en: "Accept what belongs to open connections before the rule.",
            zh: "在该规则之前放行已建立连接的报文。"),
        command: "nft --echo --handle insert rule \(rule.place) \(port) accept",
        undo: "nft delete rule \(rule.chainPlace) handle N   # N: as the command printed it"),
    ]
  }
}

extension FirewallReject {
  private static let rule = FirewallRule(
    family: "inet", table: "filter", chain: "input", handle: 4)

  /// What netfilter makes of a segment, or of a SYN.
  private static func packet(
    refusing: Bool = false, _ change: (inout WireReset) -> Void = { _ in }
  ) -> WireReset {
    var packet = Sample.packet(refusing ? [.rst, .ack] : .rst, hopLimit: 64)
    if refusing { packet.segment.sequence = 0 }
    change(&packet)
    return packet
  }

  private static func reset(
    _ packet: WireReset?, rules: [FirewallRule] = [rule]
  ) -> FirewallReset {
    FirewallReset(
      time: Sample.now, flow: Sample.flow(from: .server), netns: 1, packet: packet,
      dropped: packet == nil ? .ack : nil, rules: rules)
  }

  private static func received(_ packet: WireReset) -> ReceivedReset {
    var received = Sample.received(.established)
    received.packet = packet
    return received
  }

  public static let examples: [Example] = [
    .hit(
      "a rule ends an open connection, and the client is on this host too", .certain,
      Evidence(received: received(packet()), firewall: reset(packet()))),
    .hit(
      "a rule refuses a connect from elsewhere", .certain,
      Evidence(firewall: reset(packet(refusing: true)))),
    .hit(
      "the client's socket has no packet to show: it was connecting", .certain,
      Evidence(
        received: Sample.received(.synSent, error: .connectionRefused),
        firewall: reset(packet(refusing: true)))),
    .hit(
      "no rule of nftables is there: iptables-legacy, perhaps", .likely,
      Evidence(firewall: reset(packet(), rules: []))),
    .hit(
      "only the dropped segment was seen, before each packet was looked at", .likely,
      Evidence(firewall: reset(nil))),
    .hit(
      "a host on the way, nearer than the peer, rejects", .likely,
      Evidence(received: received(packet { $0.habit?.hopLimit = 54 }))),
    .miss(
      "the peer's kernel answers for a connection that it does not know: the same form, the same TTL",
      Evidence(received: received(packet()))),
    .miss(
      "the route became one hop shorter", Evidence(received: received(packet { $0.hopLimit = 65 }))),
    .miss(
      "the server's kernel says that it refused",
      Evidence(
        sent: Sample.sent("NO_SOCKET", ["tcp_v4_rcv"]) { $0.trigger = Sample.syn },
        received: Sample.received(.synSent, error: .connectionRefused))),
    .miss(
      "only the client's half of a refused connect", Evidence(received: Sample.received(.synSent))),
  ]
}
