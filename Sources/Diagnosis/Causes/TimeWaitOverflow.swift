import Facts

/// There were more connections in TIME_WAIT than the kernel keeps, and it forgot some at once.
public enum TimeWaitOverflow: Cause {
  public static let id = "time-wait-overflow"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.counters]

  public static let title = Text(
    en: "There was no room for connections in TIME_WAIT", zh: "TIME_WAIT 连接数已达上限")

  public static let explanation = Text(
    en: """
      The end that closes first keeps the connection in TIME_WAIT for 60 s, so that late segments cannot \
      harm a new one on the same ports. net.ipv4.tcp_max_tw_buckets was reached, and the kernel skipped \
      that ("time wait bucket table overflow"). Mostly nobody notices; a late FIN gets a RST, and a \
      quickly reused port can meet old segments.
      """,
    zh: """
      先关闭的一端会让连接在 TIME_WAIT 停留 60 秒，避免迟到的报文影响相同端口上的新连接。\
      net.ipv4.tcp_max_tw_buckets 已达上限，内核跳过了这一步（time wait bucket table overflow）。通常没有人察觉；\
      迟到的 FIN 会得到 RST，很快被复用的端口可能遇到旧报文。
      """)

  public static let mechanism = Text(
    en: """
      tcp_time_wait() gets nothing from inet_twsk_alloc(), counts TCPTimeWaitOverflow and ends the \
      socket with tcp_done().
      """,
    zh: """
      tcp_time_wait() 从 inet_twsk_alloc() 得不到内存，增加 TCPTimeWaitOverflow 计数，直接以 tcp_done() 结束套接字。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  private static func fixes(for limit: Int?) -> [Fix] {
    let limit = limit ?? 262_144
    return [
      Fix(
        Text(
          en: "Reuse connections, so that fewer are closed: keep-alive and pools.",
          zh: "复用连接（keep-alive、连接池），减少关闭次数。"),
        command: "ss -Htan state time-wait | awk '{print $4}' | sort | uniq -c | sort -rn | head"),
      Fix(
        Text(
          en: "Raise the limit, or drop the tuning file that lowered it (about 300 bytes each).",
          zh: "调大上限，或删除把它调小的“优化”配置（每条约 300 字节）。"),
        command: "sysctl -w net.ipv4.tcp_max_tw_buckets=\(max(262_144, limit * 2))",
        undo: "sysctl -w net.ipv4.tcp_max_tw_buckets=\(limit)"),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Lower net.ipv4.tcp_fin_timeout", zh: "调小 net.ipv4.tcp_fin_timeout"),
      why: Text(
        en: "It is the time of FIN_WAIT2; that of TIME_WAIT is fixed at 60 s.",
        zh: "它控制的是 FIN_WAIT2；TIME_WAIT 固定为 60 秒。")),
    WrongFix(
      Text(en: "Close with SO_LINGER 0", zh: "用 SO_LINGER 0 关闭连接"),
      why: Text(
        en: "No TIME_WAIT is left then, nor the data that is still on its way.",
        zh: "TIME_WAIT 没有了，在途的数据也没有了。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "port-exhaustion",
      Text(
        en: "There TIME_WAIT holds all ports of a destination, and connect() fails.",
        zh: "那种情况下 TIME_WAIT 占满了到某目的地的端口，connect() 失败。")),
    LookAlike(
      "orphan-limit",
      Text(
        en: "There sockets without a descriptor are too many, and get a RST.",
        zh: "那种情况下没有描述符的套接字太多，会发 RST。")),
    LookAlike(
      "accept-queue-overflow",
      Text(en: "There new connections are turned away.", zh: "那种情况下被拒绝的是新连接。")),
  ]

  public static let references = [
    "tcp_time_wait() in net/ipv4/tcp_minisocks.c", "ip-sysctl: tcp_max_tw_buckets",
    "RFC 9293 section 3.6.1", "RFC 1337",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "Three connections are closed, and one may stay in TIME_WAIT",
        zh: "关闭三个连接，而 TIME_WAIT 只容得下一个"),
      steps: [
        .set(.server, .maxTimeWait, to: "1"), .on(.server, .listen(port: 8080, backlog: 16)),
      ]
        + (0..<3).flatMap { connection -> [Scenario.Step] in
          [
            .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
            .on(.server, .close(connection: connection)),
            .on(.client, .receive(connection: connection, bytes: 1, expecting: .endOfFile)),
            .wait(.milliseconds(100)), .on(.client, .close(connection: connection)),
          ]
        } + [.wait(.milliseconds(1100))],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .certain, error: nil, harmless: nil,
        besides: ["expected-close"], blind: [.client]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let drops = evidence.drops, evidence.failure == nil, drops.change[.timeWaitOverflow] > 0
    else { return nil }
    let limit = evidence.sysctls[.maxTimeWait]
    return Match(
      .certain,
      because: [
        .counter(
          .timeWaitOverflow, drops.change,
          Text(
            en: "Connections were not kept in TIME_WAIT for want of room",
            zh: "有连接因 TIME_WAIT 已满而没有保留"))
      ] + (limit.map { [allowed($0)] } ?? []), fixes: fixes(for: limit), harmless: nil)
  }

  private static func allowed(_ limit: Int) -> Reason {
    Reason(
      "time-wait-limit", "\(limit)",
      Text(
        en: "net.ipv4.tcp_max_tw_buckets is \(limit)",
        zh: "net.ipv4.tcp_max_tw_buckets 为 \(limit)"), source: .configuration)
  }

  public static let examples: [Example] = [
    .hit(
      "seven connections were not kept", .certain,
      Evidence(drops: ListenerDrops(change: Sample.change([.timeWaitOverflow: 7])))),
    .miss(
      "a full accept queue",
      Evidence(drops: Sample.drops([.listenOverflows: 3, .listenDrops: 3], drops: 3))),
    .miss("no free port", Evidence(failure: Sample.failedConnect(.addressNotAvailable))),
  ]
}
