import Facts

/// connect() found no free local port for its destination.
public enum PortExhaustion: Cause {
  public static let id = "port-exhaustion"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.failedSocket]

  public static let title = Text(
    en: "The client had no free port for this destination", zh: "客户端没有可用于该目的地的本地端口")

  public static let explanation = Text(
    en: """
      Each connection to one address and port takes a local port of its own, also for the 60 s in which its \
      closed end stays in TIME_WAIT. All of net.ipv4.ip_local_port_range, 28,232 ports by default, were taken: \
      too many connections at once, or new ones faster than about 470 a second. connect() fails with \
      EADDRNOTAVAIL, and no packet is sent.
      """,
    zh: """
      到同一地址和端口的每个连接都独占一个本地端口，主动关闭后在 TIME_WAIT 的 60 秒内也是如此。\
      net.ipv4.ip_local_port_range（默认 28232 个端口）已全部占用：同时打开的连接太多，或每秒新建超过约 470 个。\
      connect() 返回 EADDRNOTAVAIL，没有发出任何报文。
      """)

  public static let mechanism = Text(
    en: """
      tcp_v4_connect() or tcp_v6_connect() sets SYN_SENT; __inet_hash_connect() finds every port of the range \
      in use for this destination, and the socket goes back to CLOSE without having had a port.
      """,
    zh: """
      tcp_v4_connect() 或 tcp_v6_connect() 先设为 SYN_SENT；__inet_hash_connect() 发现范围内的端口对该目的地都已\
      占用，套接字从未得到端口就回到 CLOSE。
      """)

  public static let fixes: [Fix] = fixes(filter: "dport = :PORT", range: (32768, 60999))

  private static func fixes(filter: String, range: (first: Int, last: Int)) -> [Fix] {
    [
      Fix(
        Text(
          en: "Reuse connections: a pool with keep-alive, large enough not to discard them.",
          zh: "复用连接：使用 keep-alive 连接池，并且池要足够大，避免用完即弃。"),
        command: "ss -tan '\(filter)' | awk '{print $1}' | sort | uniq -c"),
      Fix(
        Text(
          en: "Use more ports, if nothing listens on the lower ones.", zh: "扩大端口范围（前提是低位端口没有被监听）。"),
        command: "sysctl -w net.ipv4.ip_local_port_range='10240 65535'",
        undo: "sysctl -w net.ipv4.ip_local_port_range='\(range.first) \(range.last)'"),
      Fix(
        Text(
          en:
            "Spread over more addresses, of the destination or this host: each pair has all ports.",
          zh: "使用更多的目的地址或本机地址：每一对地址都有完整的端口范围。")),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Lower net.ipv4.tcp_fin_timeout", zh: "调小 net.ipv4.tcp_fin_timeout"),
      why: Text(
        en: "It is the time of FIN_WAIT2; that of TIME_WAIT is fixed at 60 s.",
        zh: "它控制的是 FIN_WAIT2；TIME_WAIT 固定为 60 秒。")),
    WrongFix(
      Text(en: "Lower net.ipv4.tcp_max_tw_buckets", zh: "调小 net.ipv4.tcp_max_tw_buckets"),
      why: Text(
        en: "It ends TIME_WAIT early, and late segments then meet another's connection.",
        zh: "它让 TIME_WAIT 提前结束，迟到的报文会落到别的连接上。")),
    WrongFix(
      Text(en: "Close with SO_LINGER 0", zh: "用 SO_LINGER 0 关闭连接"),
      why: Text(
        en: "It frees the port by a reset, and loses data that is still on its way.",
        zh: "它用 RST 来释放端口，在途的数据会丢失。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "retransmission-timeout",
      Text(
        en: "There a SYN was sent, and connect() waited.", zh: "那种情况下 SYN 已发出，connect() 在等待。")),
    LookAlike(
      "port-reuse-collision",
      Text(
        en: "There a port was found, and the peer still remembered its last connection.",
        zh: "那种情况下分到了端口，但对端还记得该端口的上一个连接。")),
  ]

  public static let references = [
    "connect(2): EADDRNOTAVAIL", "__inet_hash_connect() in net/ipv4/inet_hashtables.c",
    "ip-sysctl: ip_local_port_range, tcp_tw_reuse", "RFC 6056",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "Two ports, three connections", zh: "两个端口，三个连接"),
      steps: [
        .set(.client, .localPortRange, to: "40000 40001"),
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .error(.addressNotAvailable))),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .certain, error: .addressNotAvailable,
        blind: [.server]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let failure = evidence.failure, failure.error == .addressNotAvailable,
      failure.flow.source.port == 0
    else { return nil }
    let peer = failure.flow.destination
    let range = evidence.sysctls[.localPortRange].map { ($0 >> 16, $0 & 0xffff) }
    return Match(
      .certain, because: [.noPort()] + (range.map { [taken($0)] } ?? []),
      fixes: fixes(
        filter: "dst \(peer.address) dport = :\(peer.port)", range: range ?? (32768, 60999)))
  }

  private static func taken(_ range: (first: Int, last: Int)) -> Reason {
    let count = range.last - range.first + 1
    return Reason(
      "local-port-range", "\(range.first)-\(range.last)",
      Text(
        en: "net.ipv4.ip_local_port_range has \(count) ports, \(range.first) to \(range.last)",
        zh: "net.ipv4.ip_local_port_range 共有 \(count) 个端口（\(range.first) 至 \(range.last)）"),
      source: .configuration)
  }

  private static func failure(_ error: ErrorNumber?, port: UInt16) -> Evidence {
    var failure = Sample.failedConnect(error, retransmissions: 0)
    failure.flow.source.port = port
    return Evidence(failure: failure)
  }

  public static let examples: [Example] = [
    .hit("connect() found no port", .certain, failure(.addressNotAvailable, port: 0)),
    .miss("SYNs go unanswered", Evidence(failure: Sample.failedConnect(.timedOut))),
    .miss("a firewall refuses by ICMP", failure(.connectionRefused, port: 40000)),
  ]
}
