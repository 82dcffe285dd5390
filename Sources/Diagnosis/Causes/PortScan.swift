import Facts

/// One address tried many ports that nothing listens on, within a minute.
public enum PortScan: Cause {
  public static let id = "port-scan"
  public static let family = Family.harmless
  public static let precedence = Precedence.expected
  public static let needs: [Need] = [.senderKernel, .trigger]

  /// How many ports one address must try within a minute to be taken for a scanner.
  static let suspicious = 10
  /// From here on it is no client that looks for a few services.
  static let certain = 100

  public static let title = Text(
    en: "One address tries many closed ports: a port scan", zh: "同一地址在逐个试探关闭的端口：端口扫描")

  public static let explanation = Text(
    en: """
      One client sent SYNs to many ports on which nothing listens, and the kernel refused each. A \
      scanner does so to learn what is open; on the Internet it happens all day. No connection of a \
      user is affected. With few ports it can also be monitoring, or a deployment whose services are \
      all down.
      """,
    zh: """
      一个客户端向许多无人监听的端口发送 SYN，内核逐个拒绝。扫描器用这种方式探测开放端口，公网上随时都在\
      发生，不影响用户的连接。如果端口不多，也可能是监控探测，或一批服务同时没有启动。
      """)

  public static let mechanism = Text(
    en: """
      Each SYN finds neither a connection nor a listener: tcp_v4_rcv() calls tcp_v4_send_reset() with \
      reason NO_SOCKET. Ten ports from one address within 60 s make it a scan; the first nine are \
      told as closed ports.
      """,
    zh: """
      每个 SYN 都找不到连接或监听套接字：tcp_v4_rcv() 以 NO_SOCKET 为原因调用 tcp_v4_send_reset()。\
      60 秒内同一地址试探 10 个端口即视为扫描；前 9 个按端口关闭报告。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Nothing needs to change. What must not be reached belongs behind a firewall anyway.",
        zh: "无需任何改动；不该对外的端口本来就应由防火墙保护。")),
    Fix(
      Text(
        en: "To spend no packet on it, drop SYNs to closed ports, and lose quick refusals.",
        zh: "如果不想为此回包，可以丢弃发往关闭端口的 SYN，代价是正常客户端也不再立即得到拒绝。"),
      command:
        "nft add rule inet filter input tcp flags syn ct state new limit rate over 50/second drop",
      undo: "nft -a list chain inet filter input; nft delete rule inet filter input handle N"),
    Fix(
      Text(
        en: "If it is your own monitoring or deployment, see which service should listen.",
        zh: "如果是自己的监控或部署在访问，检查哪个服务应当监听而没有监听。"),
      command: "ss -ltnp"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Alarm on each refused connection", zh: "对每次连接被拒都告警"),
      why: Text(
        en: "The Internet scans each address many times an hour.", zh: "公网地址每小时都会被扫描很多次。")),
    WrongFix(
      Text(en: "Raise the SYN backlog against the flood", zh: "为了抵御“洪水”而调大 SYN 队列"),
      why: Text(
        en: "Closed ports have no queue; nothing is stored for these SYNs.",
        zh: "关闭的端口没有队列，这些 SYN 不占用任何资源。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "port-closed",
      Text(
        en: "There a client wants one service that does not run.",
        zh: "那种情况是客户端要访问某个没有运行的服务。")),
    LookAlike(
      "firewall-reject",
      Text(
        en: "There a rule sent the RST, and the kernel's TCP saw nothing.",
        zh: "那种情况下 RST 由防火墙规则发出，内核 TCP 并不知情。")),
  ]

  public static let references = [
    "RFC 9293 section 3.10.7.1", "tcp_v4_rcv() in net/ipv4/tcp_ipv4.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "Connect to twelve closed ports in a row", zh: "依次连接 12 个关闭的端口"),
      steps: (9001...9012).map {
        .on(.client, .connect(port: $0, expecting: .error(.connectionRefused)))
      },
      expected: .init(
        sender: .server, atLeast: .likely, error: .connectionRefused, besides: [PortClosed.id]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    let count = evidence.refusedPorts
    guard count >= suspicious, PortClosed.refuses(evidence) else { return nil }
    let reason = Reason(
      "refused-ports", "\(count) ports",
      Text(
        en: "\(evidence.flow.destination.address) was refused on \(count) ports within a minute",
        zh: "\(evidence.flow.destination.address) 在一分钟内被 \(count) 个端口拒绝"), source: .history)
    let isSure = count >= certain && evidence.sent != nil
    // A scanner on this host has its own connect() refused.
    let harmless: Bool? = evidence.received?.error != nil ? false : isSure ? true : nil
    return Match(
      isSure ? .certain : .likely, because: [reason],
      alternatives: evidence.sent == nil ? ["firewall-reject"] : [], harmless: harmless)
  }

  private static func refused(_ count: Int, _ trigger: Segment = Sample.syn) -> Evidence {
    var evidence = Evidence(
      sent: Sample.sent("NO_SOCKET", ["tcp_v4_rcv"]) { $0.trigger = trigger })
    evidence.refusedPorts = count
    return evidence
  }

  private static var scanner: Evidence {
    var evidence = Evidence(received: Sample.received(.synSent, error: .connectionRefused))
    evidence.refusedPorts = 40
    return evidence
  }

  public static let examples: [Example] = [
    .hit("the tenth port in a minute", .likely, refused(10)),
    .hit("a thousand ports in a minute", .certain, refused(1000)),
    .hit("only the scanner's half", .likely, scanner),
    .miss("the ninth port", refused(9)),
    .miss("one closed port", refused(1)),
    .miss(
      "a segment in mid-stream from an address that scanned before",
      refused(400, Sample.segment(bytes: 10))),
  ]
}
