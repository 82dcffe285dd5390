import Facts

/// More handshakes wait for their last ACK than the backlog allows.
public enum SynQueueOverflow: Cause {
  public static let id = "syn-queue-overflow"
  public static let family = Family.admission
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.listenerState, .counters]

  public static let title = Text(
    en: "The server's SYN queue was full", zh: "服务端的半连接队列（SYN 队列）已满")

  public static let explanation = Text(
    en: """
      More handshakes waited for their last ACK than the listener's backlog allows: a burst of clients, \
      a backlog that is far too small, or a SYN flood. With net.ipv4.tcp_syncookies 1 the kernel goes on \
      with SYN cookies, and nobody fails; with 0 it drops the SYN, and clients wait a second or more for \
      each try, or time out. The kernel log says "possible SYN flooding on port" either way.
      """,
    zh: """
      等待最后一个 ACK 的握手数超过了监听的 backlog：客户端突发、backlog 太小，或遭到 SYN flood。\
      net.ipv4.tcp_syncookies 为 1 时内核改用 SYN cookie，没有连接失败；为 0 时直接丢弃 SYN，客户端每次\
      重试都要等一秒以上，甚至超时。两种情况下内核日志都会出现 possible SYN flooding on port。
      """)

  public static let mechanism = Text(
    en: """
      tcp_conn_request() finds inet_csk_reqsk_queue_is_full(): the request queue is above \
      sk_max_ack_backlog, the same limit as that of the accept queue. tcp_syn_flood_action() counts \
      TCPReqQFullDoCookies or TCPReqQFullDrop. Without cookies, the last quarter of tcp_max_syn_backlog is \
      kept for known peers. A dropped SYN fires no event.
      """,
    zh: """
      tcp_conn_request() 中 inet_csk_reqsk_queue_is_full() 为真：请求队列超过 sk_max_ack_backlog，与全连接\
      队列是同一个上限。tcp_syn_flood_action() 增加 TCPReqQFullDoCookies 或 TCPReqQFullDrop。不用 cookie \
      时，tcp_max_syn_backlog 的最后四分之一只留给已知的对端。SYN 被丢弃时没有任何事件。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  private static func fixes(for evidence: Evidence?) -> [Fix] {
    let limit = evidence?.drops?.listener.map { Int($0.queueLimit) } ?? 0
    let port = evidence.map(\.servicePort) ?? 0
    let cookies = evidence?.sysctls[.synCookies]
    return [longerBacklog(port: port == 0 ? 80 : port, max(4096, limit * 2))]
      + (cookies == 0 || cookies == nil ? [useCookies] : []) + [findSources]
  }

  private static func longerBacklog(port: UInt16, _ backlog: Int) -> Fix {
    Fix(
      Text(
        en: "Listen with a larger backlog (nginx shown) and restart; net.core.somaxconn bounds it.",
        zh: "在 listen() 时使用更大的 backlog（以 nginx 为例）并重启；它受 net.core.somaxconn 限制。"),
      command: "listen \(port) backlog=\(backlog);", undo: "listen \(port);")
  }

  private static let useCookies = Fix(
    Text(
      en: "Let the kernel answer with SYN cookies instead of dropping.",
      zh: "让内核改用 SYN cookie 应答，而不是丢弃 SYN。"),
    command: "sysctl -w net.ipv4.tcp_syncookies=1", undo: "sysctl -w net.ipv4.tcp_syncookies=0")

  private static let findSources = Fix(
    Text(
      en:
        "See who is half open: many addresses that never finish are a flood, to be stopped before this host.",
      zh: "查看半连接来自哪里：大量地址只发 SYN 而不完成握手就是 flood，应在到达本机之前拦截。"),
    command: "ss -tn state syn-recv")

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Turn SYN cookies off to silence the kernel log", zh: "为了消除内核日志而关闭 SYN cookie"),
      why: Text(
        en: "The message goes on, and the SYNs are dropped from then on.",
        zh: "日志照样出现，而且 SYN 会从此被丢弃。")),
    WrongFix(
      Text(en: "Raise only net.ipv4.tcp_max_syn_backlog", zh: "只调大 net.ipv4.tcp_max_syn_backlog"),
      why: Text(
        en:
          "The queue is bounded by the listener's backlog; with cookies on the parameter is not read.",
        zh: "队列的上限是监听的 backlog；开启 cookie 时根本不看这个参数。")),
    WrongFix(
      Text(en: "Set net.ipv4.tcp_synack_retries to 0", zh: "把 net.ipv4.tcp_synack_retries 设为 0"),
      why: Text(
        en: "Each client whose ACK is lost once then fails.",
        zh: "客户端的 ACK 只要丢一次，连接就失败。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "accept-queue-overflow",
      Text(
        en: "There the handshakes are complete and wait for accept(): ListenOverflows moves.",
        zh: "那种情况下握手已完成、在等待 accept，增长的是 ListenOverflows。")),
    LookAlike(
      "syn-cookie-rejected",
      Text(
        en: "That is a reset which can follow: the ACK or data came with no valid cookie.",
        zh: "那是其后可能出现的 RST：ACK 或数据不带有效的 cookie。")),
    LookAlike(
      "retransmission-timeout",
      Text(
        en: "What the client sees of it: a SYN that nothing answers.",
        zh: "客户端看到的就是它：SYN 没有应答。")),
  ]

  public static let references = [
    "tcp_conn_request() in net/ipv4/tcp_input.c", "listen(2)",
    "ip-sysctl: tcp_syncookies, tcp_max_syn_backlog", "RFC 4987",
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    guard let drops = evidence.drops else { return nil }
    if let failure = evidence.failure { return matchConnect(evidence, failure, drops) }
    return matchDrops(evidence, drops) ?? matchCookies(evidence, drops)
  }

  private static func matchDrops(_ evidence: Evidence, _ drops: ListenerDrops) -> Match? {
    let change = drops.change
    guard turnedAway(evidence, drops), !isOfAcceptQueue(drops) else { return nil }
    let isOnlyReason = change[.listenDrops] <= change[.requestQueueDrops]
    return Match(
      isOnlyReason ? .certain : .likely, because: reasons(drops),
      alternatives: isOnlyReason ? [] : ["accept-queue-overflow"], fixes: fixes(for: evidence),
      harmless: nil)
  }

  /// Cookies where the queue was full, and no handshake that failed.
  private static func matchCookies(_ evidence: Evidence, _ drops: ListenerDrops) -> Match? {
    let change = drops.change
    // With 2 every handshake has a cookie, and the counter says nothing of a queue.
    let mode = evidence.sysctls[.synCookies]
    guard change[.requestQueueCookies] > 0, change[.listenDrops] == 0, mode != 2 else { return nil }
    return Match(
      mode == 1 || drops.listener?.hasFullRequestQueue == true ? .certain : .likely,
      because: [
        .counter(
          .requestQueueCookies, change,
          Text(
            en:
              "SYNs found the queue full and were answered with cookies: no connection failed by that",
            zh: "SYN 到达时队列已满，改用 cookie 应答：没有连接因此失败"))
      ] + queue(drops), fixes: fixes(for: evidence), harmless: true)
  }

  private static func matchConnect(
    _ evidence: Evidence, _ failure: FailedConnection, _ drops: ListenerDrops
  ) -> Match? {
    guard turnedAway(evidence, drops), !isOfAcceptQueue(drops),
      failure.error == nil || failure.error == .timedOut
    else { return nil }
    return Match(
      .likely, because: [.unanswered(failure)] + reasons(drops),
      alternatives: ["retransmission-timeout"], fixes: fixes(for: evidence))
  }

  /// Whether SYNs were dropped for want of room among the half-open.
  private static func turnedAway(_ evidence: Evidence, _ drops: ListenerDrops) -> Bool {
    let change = drops.change
    if change[.requestQueueDrops] > 0 { return true }
    guard evidence.sysctls[.synCookies] == 0, let most = evidence.sysctls[.maxSynBacklog],
      let halfOpen = drops.listener?.halfOpen
    else { return false }
    return change[.listenDrops] > change[.listenOverflows] && Int(halfOpen) * 4 > most * 3
  }

  private static func isOfAcceptQueue(_ drops: ListenerDrops) -> Bool {
    guard drops.change[.listenOverflows] > 0, let listener = drops.listener else { return false }
    return listener.isFull && !listener.hasFullRequestQueue
  }

  private static func reasons(_ drops: ListenerDrops) -> [Reason] {
    let counter: Counter = drops.change[.requestQueueDrops] > 0 ? .requestQueueDrops : .listenDrops
    let dropped = Reason.counter(
      counter, drops.change,
      Text(
        en: "SYNs found the SYN queue full and were dropped",
        zh: "SYN 到达时半连接队列已满而被丢弃"))
    return [dropped] + Reason.listenerDrops(drops) + queue(drops)
  }

  private static func queue(_ drops: ListenerDrops) -> [Reason] {
    drops.listener.map { Reason.requestQueue($0) } ?? []
  }
}
