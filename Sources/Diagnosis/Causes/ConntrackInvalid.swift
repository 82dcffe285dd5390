import Facts

/// A host that translates addresses answered a segment itself, since connection tracking called it invalid.
public enum ConntrackInvalid: Cause {
  public static let id = "conntrack-invalid"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger]

  public static let title = Text(
    en: "The NAT host called a segment invalid, kept it, and reset the connection",
    zh: "做 NAT 的主机把报文判为 invalid，没有转发，反而自己复位了连接")

  public static let explanation = Text(
    en: """
      A host translates addresses for containers or pods behind it. A segment that came late or lies outside \
      of the window it expects is INVALID for connection tracking and is not translated back. It stays at the \
      host, whose own TCP has no such socket and answers with a RST. That ends a healthy connection, mostly a \
      large transfer, and only of containers: on the host's own network all is well.
      """,
    zh: """
      主机为其后的容器或 Pod 转换地址。迟到的、或落在预期窗口之外的报文被连接跟踪判为 INVALID，不做反向转换，\
      于是留在主机上；主机自己的 TCP 没有对应套接字，便回 RST，把一条正常的连接断开。多发生在大流量传输，而且只\
      影响容器：使用主机网络时一切正常。
      """)

  public static let mechanism = Text(
    en: """
      tcp_in_window() refuses the segment ("SEQ is over the upper bound"; older kernels also one that is \
      late, which 6.18 passes on), \
      nf_conntrack_in() leaves it without a connection, and nf_nat_inet_fn() translates only what has one. It \
      is delivered locally: tcp_v4_rcv(), NO_SOCKET. /proc/net/stat/nf_conntrack counts it under invalid.
      """,
    zh: """
      tcp_in_window() 拒绝该报文（“SEQ is over the upper bound”；旧内核还会拒绝迟到的报文，6.18 则会放行），nf_conntrack_in() \
      不为它关联连接，而 nf_nat_inet_fn() 只转换有关联的报文。于是它被本机接收：tcp_v4_rcv()，NO_SOCKET。\
      /proc/net/stat/nf_conntrack 的 invalid 列随之增长。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Drop what is INVALID before the host's own TCP sees it: the sender sends it again.",
        zh: "在主机 TCP 收到之前丢弃 INVALID 报文：发送方会重传。"),
      command: "nft add rule inet filter input ct state invalid counter drop",
      undo: "nft -a list chain inet filter input; nft delete rule inet filter input handle N"),
    Fix(
      Text(
        en: "Or have connection tracking take segments outside of the window as well.",
        zh: "或让连接跟踪接受窗口之外的报文。"),
      command: "sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=1",
      undo: "sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=0"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise nf_conntrack_max", zh: "调大 nf_conntrack_max"),
      why: Text(
        en: "The connection has its entry; one segment does not fit it.",
        zh: "连接的表项还在，只是某个报文与它不符。")),
    WrongFix(
      Text(en: "Retry in the application", zh: "在应用里重试"),
      why: Text(
        en: "The next transfer meets the same segments.", zh: "下一次传输还会遇到同样的报文。")),
    WrongFix(
      Text(en: "Drop INVALID in the forward chain only", zh: "只在 forward 链丢弃 INVALID"),
      why: Text(
        en: "The segment is not forwarded: it is delivered to the host itself.",
        zh: "这个报文并没有被转发，而是交给了主机自己。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "stale-connection",
      Text(
        en: "There the host that resets was the connection's own end.",
        zh: "那种情况下发 RST 的主机就是连接的一端。")),
    LookAlike(
      "backend-moved",
      Text(
        en: "There the segment was passed on, to the wrong backend.", zh: "那种情况下报文被转发了，但到了错误的后端。")),
    LookAlike(
      "firewall-reject",
      Text(
        en: "There a rule sends the RST, and OutRsts of the host does not move.",
        zh: "那种情况下 RST 由规则发出，主机的 OutRsts 不增长。")),
    LookAlike(
      "asymmetric-path",
      Text(
        en: "There every segment of one direction is invalid, from the first on.",
        zh: "那种情况下一个方向的报文从一开始就全是 invalid。")),
  ]

  public static let references = [
    "tcp_in_window() in nf_conntrack_proto_tcp.c", "nf_nat_inet_fn() in nf_nat_core.c",
    "nf_conntrack-sysctl: nf_conntrack_tcp_be_liberal",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "A segment of the server lies beyond the window that the NAT host knows",
        zh: "服务端的报文超出了 NAT 主机所知的窗口"),
      steps: .open + .exchange + [
        .on(.server, .sendStray(connection: 0, offset: 100_000_000)),
        .on(.server, .receive(connection: 0, bytes: 1, expecting: .error(.connectionReset))),
      ],
      expected: .init(
        sender: .middlebox, atLeast: .likely, error: .connectionReset, blind: [.client]),
      path: .router([.masquerade]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let segment = evidence.laterSegment, evidence.metNoConnection,
      let translation = evidence.surroundings.translation
    else { return nil }
    return Match(
      .likely, because: [.trigger(segment), .noMemory(), translated(translation)],
      alternatives: ["stale-connection"],
      next: [
        NextStep(
          Text(
            en: "See whether the host's count of invalid segments moves with these resets.",
            zh: "查看该主机的 invalid 计数是否随这些 RST 增长。"),
          command: "conntrack -S", on: .middle)
      ], sender: .middlebox)
  }

  private static func translated(_ flow: Flow) -> Reason {
    Reason(
      "translates", "\(flow.source)",
      Text(
        en: "The RST's sender translates this connection for \(flow.source): it is no end of it",
        zh: "RST 的发送方正在为 \(flow.source) 转换这条连接的地址，它本身不是连接的一端"))
  }

  private static func rst(
    translating: Bool, _ change: (inout SentReset) -> Void = { _ in }
  ) -> Evidence {
    var evidence = Evidence(
      sent: Sample.sent("NO_SOCKET", by: .client) {
        $0.trigger = Sample.segment()
        change(&$0)
      },
      received: translating
        ? Sample.received(.established, by: .server) {
          $0.exchange(lastReceived: 1, lastSent: 0.1)
        } : nil)
    if translating {
      let pod = Endpoint(IPAddress(v4: 0xac11_0002), port: 43526)
      evidence.surroundings.translation = Flow(from: pod, to: Sample.server)
    }
    return evidence
  }

  public static let examples: [Example] = [
    .hit("the sender translates the connection for a pod", .likely, rst(translating: true)),
    .miss("the sender translates nothing", rst(translating: false)),
    .miss(
      "it was closed here",
      rst(translating: true) { $0.closure = Sample.closure(ago: 70, by: .client) }),
    .miss("a SYN to a closed port", rst(translating: true) { $0.trigger = Sample.syn }),
  ]
}
