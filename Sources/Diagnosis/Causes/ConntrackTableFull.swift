import Facts

/// The table of tracked connections was full, and new ones were dropped.
public enum ConntrackTableFull: Cause {
  public static let id = "conntrack-table-full"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.failedSocket]

  public static let title = Text(
    en: "The connection tracking table was full: new connections were dropped",
    zh: "连接跟踪表已满，新连接被丢弃")

  public static let explanation = Text(
    en: """
      A host that filters or translates with Netfilter remembers every connection. When its table is full \
      the first packet of a new one is dropped without an answer, while those that are known go on. Connects \
      hang for 1, 3, 7 s and fail; the kernel log says "nf_conntrack: table full, dropping packet". Short \
      connections fill it, as each stays for minutes after its end.
      """,
    zh: """
      使用 Netfilter 过滤或转换地址的主机会记住每条连接。表满之后，新连接的第一个报文被静默丢弃，已有连接不受\
      影响：connect 卡住 1、3、7 秒后失败，内核日志为 “nf_conntrack: table full, dropping packet”。大量短连接最\
      容易填满它，因为每条连接结束后还会保留几分钟。
      """)

  public static let mechanism = Text(
    en: """
      __nf_conntrack_alloc() finds more entries than nf_conntrack_max, early_drop() finds none to give up, and \
      nf_conntrack_in() returns NF_DROP; /proc/net/stat/nf_conntrack counts it under drop. Each \
      namespace counts its own, up to one limit for all, which only the initial one may set.
      """,
    zh: """
      __nf_conntrack_alloc() 发现表项数超过 nf_conntrack_max，early_drop() 又找不到可以淘汰的，nf_conntrack_in() \
      返回 NF_DROP，并计入 /proc/net/stat/nf_conntrack 的 drop 列。各命名空间分别计数，但共用同一个上限，且只能在\
      初始命名空间中设置。
      """)

  public static let fixes = [
    Fix(
      Text(en: "See how full it is, and with what.", zh: "查看用量，以及被哪些连接占用。"),
      command: "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max"),
    Fix(
      Text(
        en: "Raise the limit; an entry takes about 300 bytes.",
        zh: "调大上限；每个表项约占 300 字节。"),
      command: "sysctl -w net.netfilter.nf_conntrack_max=1048576",
      undo: "sysctl -w net.netfilter.nf_conntrack_max=262144"),
    Fix(
      Text(
        en: "Forget closed connections sooner: the default is 120 s.",
        zh: "更早删除已关闭的连接：默认为 120 秒。"),
      command: "sysctl -w net.netfilter.nf_conntrack_tcp_timeout_time_wait=30",
      undo: "sysctl -w net.netfilter.nf_conntrack_tcp_timeout_time_wait=120"),
    Fix(
      Text(
        en: "Reuse connections, and keep traffic that needs no tracking out of it (notrack).",
        zh: "复用连接，并让不需要跟踪的流量绕过它（notrack）。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise somaxconn or the backlog", zh: "调大 somaxconn 或 backlog"),
      why: Text(
        en: "The SYN never reaches a listener.", zh: "SYN 根本没有到达监听套接字。")),
    WrongFix(
      Text(
        en: "Lower nf_conntrack_tcp_timeout_established to minutes",
        zh: "把 nf_conntrack_tcp_timeout_established 调到几分钟"),
      why: Text(
        en: "Idle connections are then forgotten, and reset when they are used.",
        zh: "空闲连接会因此被遗忘，再次使用时就会被复位。")),
    WrongFix(
      Text(en: "Restart the service", zh: "重启服务"),
      why: Text(
        en: "The entries stay; new connections add to them.", zh: "表项依然存在，重连只会更多。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "retransmission-timeout",
      Text(
        en: "The same from a client; there the table of no host on the way is full.",
        zh: "客户端看到的相同，但路径上没有主机的连接表是满的。")),
    LookAlike(
      "syn-queue-overflow",
      Text(
        en: "There the SYN reached the listener, whose counters moved.",
        zh: "那种情况下 SYN 到达了监听套接字，其计数有增长。")),
    LookAlike(
      "port-exhaustion",
      Text(
        en: "There connect() fails at once, and no packet is sent.",
        zh: "那种情况下 connect() 立即失败，没有发出报文。")),
  ]

  public static let references = [
    "nf_conntrack-sysctl: nf_conntrack_max", "__nf_conntrack_alloc() in nf_conntrack_core.c",
    "nf_conntrack_in() in nf_conntrack_core.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "The client's table of connections is full", zh: "客户端的连接跟踪表已满"),
      steps: [
        .set(.client, .synRetries, to: "1"),
        .on(.server, .listen(port: 8080, backlog: 16)), .fillConnectionTable(.client),
        .on(.client, .connect(port: 8080, expecting: .error(.timedOut))),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .likely, error: .timedOut, blind: [.server]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let failure = evidence.failure, failure.state == .synSent, failure.retransmissions > 0,
      failure.error == .timedOut || failure.error == nil, evidence.drops == nil,
      let count = evidence.sysctls[.conntrackCount], let limit = evidence.sysctls[.conntrackMax],
      limit > 0, count * 100 >= limit * 95
    else { return nil }
    let isFull = count >= limit
    return Match(
      isFull ? .likely : .possible, because: [use(count, limit), .unanswered(failure)],
      alternatives: ["retransmission-timeout"], harmless: failure.error == nil ? nil : false)
  }

  private static func use(_ count: Int, _ limit: Int) -> Reason {
    Reason(
      "tracked-connections", "\(count) of \(limit)",
      Text(
        en: "\(count) connections were tracked here; the host's limit is \(limit)",
        zh: "本机正在跟踪 \(count) 条连接，上限为 \(limit)"))
  }

  private static func connect(_ count: Int, _ failure: FailedConnection) -> Evidence {
    Evidence(
      failure: failure, sysctls: [.conntrackCount: count, .conntrackMax: 262144])
  }

  public static let examples: [Example] = [
    .hit("the table is full", .likely, connect(262144, Sample.failedConnect(.timedOut))),
    .miss("the table is half full", connect(131072, Sample.failedConnect(.timedOut))),
    .miss(
      "no port was free",
      connect(262144, Sample.failure(.synSent, .addressNotAvailable, retransmissions: 0))),
    .miss("an open connection fails", connect(262144, Sample.failure(.established, .timedOut))),
    .miss("nothing is tracked here", Evidence(failure: Sample.failedConnect(.timedOut))),
  ]
}
