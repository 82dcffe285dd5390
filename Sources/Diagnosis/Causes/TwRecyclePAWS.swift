import Facts

/// The server dropped SYNs because another client behind the same NAT has a later clock.
public enum TwRecyclePAWS: Cause {
  public static let id = "tw-recycle-paws"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.counters, .listenerState]

  public static let title = Text(
    en: "tcp_tw_recycle dropped SYNs of clients behind one NAT",
    zh: "tcp_tw_recycle 丢弃了同一 NAT 后客户端的 SYN")

  public static let explanation = Text(
    en: """
      With net.ipv4.tcp_tw_recycle a server before Linux 4.12 remembers the last timestamp of each client \
      address, and drops SYNs with an earlier one for a minute. Behind one NAT address are many clients with \
      clocks of their own: some connect, others hang for 1, 3, 7 s and fail, while ping works. Linux 4.12 \
      removed the parameter.
      """,
    zh: """
      Linux 4.12 之前，开启 net.ipv4.tcp_tw_recycle 的服务端会记住每个客户端地址的最新时间戳，在一分钟内丢弃时间戳\
      更早的 SYN。一个 NAT 地址后面有很多客户端，各有各的时钟：有的能连上，有的卡 1、3、7 秒后失败，而 ping 正常。\
      Linux 4.12 删除了这个参数。
      """)

  public static let mechanism = Text(
    en: """
      tcp_conn_request() before 4.12 calls tcp_peer_is_proven() where tcp_death_row.sysctl_tw_recycle is set; \
      an older timestamp counts as PAWSPassive ("passive connections rejected because of time stamp") and the \
      SYN is dropped without an answer.
      """,
    zh: """
      4.12 之前的 tcp_conn_request() 在 tcp_death_row.sysctl_tw_recycle 开启时调用 tcp_peer_is_proven()；时间戳更早的\
      记为 PAWSPassive（“passive connections rejected because of time stamp”），SYN 被静默丢弃。
      """)

  public static let fixes = [
    Fix(
      Text(en: "Turn it off on the server.", zh: "在服务端关闭它。"),
      command: "sysctl -w net.ipv4.tcp_tw_recycle=0", undo: "sysctl -w net.ipv4.tcp_tw_recycle=1"),
    Fix(
      Text(
        en: "Remove it from /etc/sysctl.d, and from the \"tuning\" that put it there.",
        zh: "从 /etc/sysctl.d 以及写入它的“调优”脚本中删除。"),
      command: "grep -rn tcp_tw_recycle /etc/sysctl.conf /etc/sysctl.d"),
    Fix(
      Text(
        en:
          "Where TIME_WAIT was the worry: reuse connections; tcp_tw_reuse is for the client's side.",
        zh: "如果当初是担心 TIME_WAIT：应复用连接；tcp_tw_reuse 只用于客户端一侧。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Turn net.ipv4.tcp_timestamps off", zh: "关闭 net.ipv4.tcp_timestamps"),
      why: Text(
        en: "It hides it, and takes PAWS and RTT measurement from all connections.",
        zh: "只是掩盖问题，还让所有连接失去 PAWS 保护和 RTT 测量。")),
    WrongFix(
      Text(en: "Raise the backlog", zh: "调大 backlog"),
      why: Text(
        en: "The SYN is dropped before any queue is looked at.", zh: "SYN 在检查队列之前就被丢弃。")),
    WrongFix(
      Text(en: "Lower net.ipv4.tcp_fin_timeout", zh: "调小 net.ipv4.tcp_fin_timeout"),
      why: Text(
        en: "It is about FIN_WAIT2, not about what a SYN is compared with.",
        zh: "它只影响 FIN_WAIT2，与 SYN 的时间戳比较无关。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "accept-queue-overflow",
      Text(
        en: "There ListenOverflows moves, and all clients are hit.",
        zh: "那种情况下 ListenOverflows 增长，所有客户端都受影响。")),
    LookAlike(
      "syn-queue-overflow",
      Text(
        en: "There TCPReqQFullDrop moves.", zh: "那种情况下 TCPReqQFullDrop 增长。")),
    LookAlike(
      "sequence-mismatch",
      Text(
        en: "There a client resets a SYN-ACK for its timestamp; here nothing answers.",
        zh: "那种情况是客户端因时间戳复位 SYN-ACK；这里没有任何应答。")),
  ]

  public static let references = [
    "RFC 7323 section 5 (PAWS)", "RFC 6191", "tcp(7): tcp_tw_recycle",
    "Linux commit 4396e46187ca (4.12: removes tcp_tw_recycle)",
  ]

  public static let lab = LabRecipe.notReproducible(
    because: Text(
      en: """
        Linux 4.12 removed tcp_tw_recycle (commit 4396e46187ca) together with the code that dropped the SYNs: on \
        any later kernel neither the parameter nor the counter can move.
        """,
      zh: """
        Linux 4.12（提交 4396e46187ca）删除了 tcp_tw_recycle 以及丢弃 SYN 的代码：之后的内核上既没有这个参数，\
        计数也不会增长。
        """))

  public static func match(_ evidence: Evidence) -> Match? {
    guard let drops = evidence.drops, drops.change[.pawsPassive] > 0,
      evidence.sysctls[.twRecycle].map({ $0 != 0 }) ?? true
    else { return nil }
    let isOn = evidence.sysctls[.twRecycle] == 1
    let isAll = drops.change[.pawsPassive] >= drops.change[.listenDrops]
    let count = Reason.counter(
      .pawsPassive, drops.change,
      Text(en: "SYNs were dropped for their timestamp", zh: "SYN 因时间戳被丢弃"))
    return Match(
      isOn && isAll ? .certain : .likely,
      because: [count] + (isOn ? [recycles] : []) + Reason.listenerDrops(drops),
      alternatives: isOn && isAll ? [] : ["accept-queue-overflow", "syn-queue-overflow"],
      harmless: evidence.failure == nil ? nil : false)
  }

  private static let recycles = Reason(
    "parameter", "net.ipv4.tcp_tw_recycle = 1",
    Text(en: "net.ipv4.tcp_tw_recycle is 1 here", zh: "本机 net.ipv4.tcp_tw_recycle 为 1"),
    source: .configuration)

  private static func drops(_ counts: [Counter: UInt64], recycle: Int?) -> Evidence {
    Evidence(
      drops: Sample.drops(counts, drops: 3), sysctls: recycle.map { [.twRecycle: $0] } ?? [:])
  }

  public static let examples: [Example] = [
    .hit(
      "the counter moves, and the parameter is on", .certain,
      drops([.listenDrops: 3, .pawsPassive: 3], recycle: 1)),
    .hit("the counter moves", .likely, drops([.listenDrops: 3, .pawsPassive: 3], recycle: nil)),
    .miss("the queue was full", drops([.listenDrops: 3, .listenOverflows: 3], recycle: 1)),
    .miss("the parameter is off", drops([.listenDrops: 3, .pawsPassive: 3], recycle: 0)),
    .miss("only the client is seen", Evidence(failure: Sample.failedConnect(.timedOut))),
  ]
}
