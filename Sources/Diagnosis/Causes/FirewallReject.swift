import Facts

/// A packet filter answered with a RST in the name of the end that the segment was for.
public enum FirewallReject: Cause {
  public static let id = "firewall-reject"
  public static let family = Family.mismatch
  public static let precedence = Precedence.forged
  public static let needs: [Need] = [.packet, .firewallRules]

  public static let title = Text(
    en: "A firewall rule rejected the packet with a reset", zh: "防火墙规则以 RST 拒绝了报文")

  public static let explanation = Text(
    en: """
      A rule of nftables or iptables (`reject with tcp reset`) dropped the packet and sent a RST in the \
      name of the host that it was for: a rule that somebody wrote, or one of firewalld, ufw, kube-proxy, \
      a network policy. A connect is refused; a connection that was open before the rule breaks at its \
      next packet, and the program at the other end learns nothing of it.
      """,
    zh: """
      nftables 或 iptables 的规则（`reject with tcp reset`）丢弃了报文，并以目的主机的名义发出 RST：可能是人工\
      添加的规则，也可能来自 firewalld、ufw、kube-proxy 或网络策略。新建连接会被拒绝；规则生效前已建立的连接\
      会在下一个报文处中断，而另一端的程序毫不知情。
      """)

  public static let mechanism = Text(
    en: """
      nf_send_reset() or nf_send_reset6() builds the RST from the segment: TTL of the host's default, no \
      options, window 0, IP ID 0. TCP has no part in it: no tcp_send_reset event, OutRsts stays.
      """,
    zh: """
      nf_send_reset() 或 nf_send_reset6() 根据收到的报文构造 RST：TTL 为本机默认值，无选项，窗口为 0，IP ID \
      为 0。TCP 协议栈没有参与：没有 tcp_send_reset 事件，OutRsts 也不增加。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "See which rule it is, and who writes it: firewalld, ufw, an agent, a script.",
        zh: "找到对应的规则，以及它由谁写入：firewalld、ufw、代理程序或脚本。"),
      command: "nft -a list ruleset"),
    Fix(
      Text(
        en: "Accept the port before the rule, or put `ct state established,related accept` first.",
        zh: "在该规则之前放行端口，或把 `ct state established,related accept` 放在最前面。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Search the server program for the reset", zh: "在服务端程序里查找重置的原因"),
      why: Text(
        en: "Its kernel never saw the packet; its socket may still be open.",
        zh: "内核的 TCP 根本没有收到这个报文，套接字可能还开着。")),
    WrongFix(
      Text(en: "Change reject to drop", zh: "把 reject 改成 drop"),
      why: Text(
        en: "Then clients wait for a time-out instead of getting an error at once.",
        zh: "客户端会一直等到超时，而不是立刻得到错误。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "port-closed",
      Text(
        en: "There the kernel's TCP refuses, with a tcp_send_reset event; nothing listens.",
        zh: "那种情况是内核 TCP 拒绝，会有 tcp_send_reset 事件，且端口无人监听。")),
    LookAlike(
      "injected-reset",
      Text(
        en: "There a program or a device made the RST, and seldom in the form of netfilter's.",
        zh: "那种情况下 RST 由程序或设备伪造，形式通常与 netfilter 的不同。")),
    LookAlike(
      "stale-connection",
      Text(
        en:
          "On the wire the same RST; there the host that it names sent it, as it forgot the connection.",
        zh: "报文完全相同，但那是目的主机自己发出的：它已不记得该连接。")),
  ]

  public static let references = [
    "nft(8): REJECT STATEMENT", "iptables-extensions(8): REJECT",
    "nf_send_reset() in net/ipv4/netfilter/nf_reject_ipv4.c",
    "nf_send_reset6() in net/ipv6/netfilter/nf_reject_ipv6.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "A rule on the server's host rejects an open connection", zh: "服务端主机的规则拒绝已建立的连接"),
      steps: .open + .exchange + [
        .reject(.server, port: 8080),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
      ] + .clientIsReset,
      expected: .init(sender: .firewall, atLeast: .certain, error: .connectionReset)),
    Scenario(
      id: "\(id)/connect",
      title: Text(
        en: "A rule on the server's host refuses connects; the kernel itself refuses another port",
        zh: "服务端主机的规则拒绝新建连接，另一端口则由内核拒绝"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)), .reject(.server, port: 8080),
        .on(.client, .connect(port: 8080, expecting: .error(.connectionRefused))),
        // By now each RST that leaves is looked at.
        .wait(.milliseconds(500)),
        .on(.client, .connect(port: 8080, expecting: .error(.connectionRefused))),
        .on(.client, .connect(port: 9090, expecting: .error(.connectionRefused))),
      ],
      expected: .init(
        sender: .firewall, atLeast: .certain, error: .connectionRefused, besides: ["port-closed"])),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    if let reset = evidence.firewall { return match(reset, evidence) }
    // What this host's TCP has sent is its own.
    guard evidence.sent == nil, evidence.received != nil, let packet = evidence.wire,
      packet.resemblesReject
    else { return nil }
    // A device on the way is nearer than the peer, and its packets have crossed fewer hops.
    let isNearer = packet.hopDifference.map { $0 > 0 } ?? false
    guard isNearer || evidence.livingSender != nil else { return nil }
    // After a pause it is rather a device that has forgotten the connection; and another host of the network has
    // another station.
    let isOther = evidence.pauseBeforeForeignAnswer != nil || packet.strangeStation != nil
    return Match(
      isOther ? .possible : .likely,
      because: packet.marks + living(evidence) + [headers],
      alternatives: ["injected-reset", "stale-connection", "backend-moved"], sender: .firewall)
  }

  private static func match(_ reset: FirewallReset, _ evidence: Evidence) -> Match {
    let wasSeen = reset.packet != nil || evidence.received != nil
    guard !reset.rules.isEmpty else {
      return Match(
        .likely, because: [noSocket, noRule], alternatives: ["injected-reset"], sender: .firewall)
    }
    return Match(
      wasSeen ? .certain : .likely,
      because: (reset.packet == nil ? [dropped] : [noSocket]) + rules(reset.rules),
      fixes: FirewallRule.fixes(reset), sender: .firewall)
  }

  private static func living(_ evidence: Evidence) -> [Reason] {
    evidence.livingSender.map { [.livingSender($0)] } ?? []
  }

  private static func rules(_ rules: [FirewallRule]) -> [Reason] {
    rules.prefix(3).map { rule in
      let isOne = rules.count == 1
      return Reason(
        "firewall-rule", rule.place,
        Text(
          en: isOne
            ? "Rule \(rule.place) rejects with a TCP reset"
            : "Rule \(rule.place) rejects with a TCP reset: one of \(rules.count) that may have met it",
          zh: isOne
            ? "规则 \(rule.place) 以 TCP reset 拒绝"
            : "规则 \(rule.place) 以 TCP reset 拒绝，是可能命中的 \(rules.count) 条规则之一"),
        source: .configuration)
    }
  }

  private static let noSocket = Reason(
    "no-socket", "none",
    Text(
      en: "The RST left this host without a socket: TCP did not send it",
      zh: "RST 从本机发出时不属于任何套接字：不是 TCP 协议栈发送的"))

  private static let dropped = Reason(
    "filtered", "NETFILTER_DROP",
    Text(
      en: "Netfilter dropped the packet, and no rule there drops without a reset",
      zh: "netfilter 丢弃了报文，而那里没有不回 RST 就丢弃的规则"))

  private static let noRule = Reason(
    "firewall-rule", "none",
    Text(
      en:
        "No rule of nftables that rejects with a TCP reset was found; iptables-legacy was not looked at",
      zh: "没有找到以 TCP reset 拒绝的 nftables 规则；iptables-legacy 的规则没有检查"),
    source: .configuration)

  private static let headers = Reason(
    "reset-form", "reject",
    Text(
      en:
        "It has no options, window 0 and IP ID 0, as netfilter's `reject with tcp reset` makes it",
      zh: "它没有选项，窗口和 IP ID 均为 0，与 netfilter 的 `reject with tcp reset` 一致"), source: .wire)
}
