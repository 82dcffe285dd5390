import Facts

/// What was sent was never acknowledged; the kernel gave up without a word to the peer.
public enum RetransmissionTimeout: Cause {
  public static let id = "retransmission-timeout"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.failedSocket, .closeMemory]

  public static let title = Text(
    en: "The peer no longer answered: retransmission ran out", zh: "对端不再应答，重传最终超时")

  public static let explanation = Text(
    en: """
      A SYN or data was sent again and again, and nothing acknowledged it: the peer is gone, the path is cut, \
      or a firewall drops the packets. The kernel gave up, after net.ipv4.tcp_syn_retries for a connect (about \
      two minutes), net.ipv4.tcp_retries2 for data (about 15 minutes), or TCP_USER_TIMEOUT; or the program \
      stopped waiting first. It sends no RST then. A peer that lives still believes in the connection, and is \
      reset when it next sends.
      """,
    zh: """
      SYN 或数据反复重传，始终没有确认：对端已消失、链路中断，或防火墙丢弃了报文。内核最终放弃：connect 由 \
      net.ipv4.tcp_syn_retries 决定（约 2 分钟），数据由 net.ipv4.tcp_retries2 决定（约 15 分钟），或由 \
      TCP_USER_TIMEOUT 决定；也可能是程序先不等了。此时内核不发 RST；对端若还在，会以为连接仍然有效，下次发送\
      时才被复位。
      """)

  public static let mechanism = Text(
    en: """
      tcp_write_timeout() finds retransmits_timed_out() and calls tcp_write_err(): the socket gets \
      sk_err_soft, which an ICMP message may have set, or ETIMEDOUT, and goes to CLOSE without a segment. \
      What the peer sends later meets no socket, or the listener: reason NO_SOCKET or TCP_FLAGS.
      """,
    zh: """
      tcp_write_timeout() 中 retransmits_timed_out() 成立，调用 tcp_write_err()：套接字得到 sk_err_soft（可能\
      由 ICMP 报文设置）或 ETIMEDOUT，不发任何报文就进入 CLOSE。之后对端发来的报文找不到套接字，或由监听套接字\
      接收，复位原因为 NO_SOCKET 或 TCP_FLAGS。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  private static func fixes(for evidence: Evidence?) -> [Fix] {
    let failure = evidence?.failure
    let isConnect = failure?.state == .synSent
    let filter = evidence.map(captureFilter) ?? "host PEER and tcp port PORT"
    return [findTheLoss(filter)]
      + (evidence == nil || isConnect ? [checkTheWay] : [])
      + (evidence == nil || !isConnect ? [learnSooner] : [])
  }

  private static func findTheLoss(_ filter: String) -> Fix {
    Fix(
      Text(
        en: "Find where the packets end: capture here and on the peer at once, and compare.",
        zh: "查明报文丢在哪里：在本机和对端同时抓包对比。"),
      command: "tcpdump -ni any '\(filter)'")
  }

  /// What pcap-filter(7) takes for the packets that the peer should have answered.
  private static func captureFilter(_ evidence: Evidence) -> String {
    "host \(evidence.flow.destination.address) and tcp port \(evidence.servicePort)"
  }

  private static let checkTheWay = Fix(
    Text(
      en:
        "Check address and port, and the firewalls and security groups between: a dropped SYN looks like this.",
      zh: "核对地址和端口，以及中间的防火墙和安全组：SYN 被丢弃就是这个现象。"))

  private static let learnSooner = Fix(
    Text(
      en: """
        To learn of it sooner, set TCP_USER_TIMEOUT (30000 ms) on the sockets that matter, and reconnect on \
        ETIMEDOUT.
        """,
      zh: "想更早发现，就在重要的套接字上设置 TCP_USER_TIMEOUT（如 30000 毫秒），收到 ETIMEDOUT 后重连。"),
    command: "setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &(unsigned){30000}, sizeof(unsigned))")

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Set net.ipv4.tcp_retries2 to 3", zh: "把 net.ipv4.tcp_retries2 设为 3"),
      why: Text(
        en: "It ends every connection of the host after a second or two of packet loss.",
        zh: "丢包一两秒，本机所有连接就都会断开。")),
    WrongFix(
      Text(en: "Raise net.ipv4.tcp_syn_retries", zh: "调大 net.ipv4.tcp_syn_retries"),
      why: Text(
        en: "What is dropped now is dropped then; the program waits longer for the same error.",
        zh: "该丢的还是会丢，程序只是等得更久才得到同样的错误。")),
    WrongFix(
      Text(en: "Turn SO_KEEPALIVE on", zh: "打开 SO_KEEPALIVE"),
      why: Text(
        en: "No probe is sent while data is unacknowledged: the retransmission timer decides.",
        zh: "有未确认的数据时不会发送探测，决定权在重传计时器。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "keepalive-probe-timeout",
      Text(
        en: "There the connection was idle, and the kernel sends a RST as it gives up.",
        zh: "那种情况下连接空闲，内核放弃时会发 RST。")),
    LookAlike(
      "accept-queue-overflow",
      Text(
        en:
          "From the client a SYN that a full queue drops looks the same; ListenOverflows on the server tells.",
        zh: "在客户端看来，队列满丢弃的 SYN 与此相同；要看服务端的 ListenOverflows。")),
    LookAlike(
      "syn-queue-overflow",
      Text(
        en: "The same with TCPReqQFullDrop on the server, where SYN cookies are off.",
        zh: "同上，服务端关闭了 SYN cookie，增长的是 TCPReqQFullDrop。")),
    LookAlike(
      "stale-connection",
      Text(
        en: "The peer's late RST looks the same; there this end has no memory of the connection.",
        zh: "后来的 RST 看起来相同，但那种情况下本端没有该连接的记录。")),
    LookAlike(
      "path-mtu",
      Text(
        en: "There small segments pass and large ones never do.", zh: "那种情况下小报文能通过，大报文始终不通。")),
  ]

  public static let references = [
    "RFC 9293 section 3.8.3 (R1 and R2)", "tcp(7): TCP_USER_TIMEOUT",
    "ip-sysctl: tcp_retries2, tcp_syn_retries", "tcp_write_timeout() in net/ipv4/tcp_timer.c",
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    if let failure = evidence.failure {
      return failure.state == .synSent
        ? matchConnect(evidence, failure) : matchData(evidence, failure)
    }
    return matchLateReset(evidence)
  }

  private static let errors: Set<ErrorNumber> = [
    .timedOut, .hostUnreachable, .networkUnreachable, .hostDown,
  ]

  /// SYNs that nothing answered, to the end or until the program had enough.
  private static func matchConnect(_ evidence: Evidence, _ failure: FailedConnection) -> Match? {
    guard failure.retransmissions > 0, failure.error.map(errors.contains) ?? true else {
      return nil
    }
    let why = failure.error == nil ? [Reason.gaveUp(failure.actor)] : icmp(failure)
    return Match(
      evidence.drops == nil ? .likely : .possible, because: [.unanswered(failure)] + why,
      alternatives: failure.error == .timedOut || failure.error == nil
        ? [
          "accept-queue-overflow", "syn-queue-overflow", "conntrack-table-full", "asymmetric-path",
        ]
        : ["firewall-reject"],
      fixes: fixes(for: evidence))
  }

  private static func matchData(_ evidence: Evidence, _ failure: FailedConnection) -> Match? {
    guard let error = failure.error, errors.contains(error) else { return nil }
    let socket = failure.socket
    guard failure.retransmissions > 0 || failure.probes > 0 || socket.unacknowledgedBytes > 0
    else { return nil }
    let timeout = socket.userTimeout.map { [Reason.userTimeout($0)] } ?? []
    // Nobody holds it: no call can fail, but the last bytes may not have arrived.
    let harmless: Bool? = socket.hasDescriptor == false ? true : false
    let doubts = doubts(evidence, failure)
    // The peer lives, or never knew of the connection: then it was not it that no longer answered.
    let isPath = evidence.signOfLife != nil || evidence.wasNeverAnswered
    return Match(
      isPath ? .possible : doubts.isEmpty ? .certain : .likely,
      because: [.unanswered(failure)] + timeout + icmp(failure) + window(failure),
      alternatives: doubts, fixes: fixes(for: evidence), harmless: harmless)
  }

  /// What one end cannot exclude.
  private static func doubts(_ evidence: Evidence, _ failure: FailedConnection) -> [String] {
    let socket = failure.socket
    // A window of zero is the word of a peer that lives and does not read.
    if failure.peerWindow == 0 || failure.probes > 0 { return ["slow-reader-limit"] }
    // 536 bytes pass every path (RFC 9293 section 3.7.1).
    let isLarge = socket.unacknowledgedBytes > 536
    let quiet = evidence.quietBeforeFailure ?? .zero
    let wasIdle =
      quiet > .seconds(60) || (evidence.signOfLife != nil && quiet >= Evidence.idleThreshold)
    return (isLarge ? ["path-mtu"] : []) + (wasIdle ? ["middlebox-idle-expiry"] : [])
      + (evidence.wasNeverAnswered ? ["asymmetric-path", "accept-queue-overflow"] : [])
  }

  private static func icmp(_ failure: FailedConnection) -> [Reason] {
    guard let error = failure.error, error != .timedOut else { return [] }
    return [
      Reason(
        "network-error", error.name,
        Text(
          en: "The network, or this host's own neighbour table, said why: \(error.name)",
          zh: "网络（或本机的邻居表）给出了原因：\(error.name)"))
    ]
  }

  private static func window(_ failure: FailedConnection) -> [Reason] {
    guard failure.peerWindow == 0 else { return [] }
    return [
      Reason(
        "peer-window", "0 bytes",
        Text(
          en: "The peer had closed its window: its program did not read", zh: "对端的接收窗口为 0：其程序没有读取数据"
        ))
    ]
  }

  /// The RST that the peer gets when it talks to a connection that was given up here.
  private static func matchLateReset(_ evidence: Evidence) -> Match? {
    guard let sent = evidence.sent, let segment = evidence.laterSegment,
      let closure = sent.closure, case .error(let error) = closure.manner, errors.contains(error)
    else { return nil }
    let socket = closure.socket
    // Without outstanding data it was a probe of SO_KEEPALIVE that was not answered.
    guard socket.unacknowledgedBytes > 0 || !socket.probesWhenIdle else { return nil }
    let data = Reason(
      "unacknowledged-bytes", "\(socket.unacknowledgedBytes) bytes",
      Text(
        en: "\(socket.unacknowledgedBytes) bytes had gone unacknowledged until then",
        zh: "当时有 \(socket.unacknowledgedBytes) 字节一直未被确认"), source: .history)
    return Match(
      .certain,
      because: [.earlierClose(closure, before: sent.time), data, .trigger(segment)]
        + (socket.userTimeout.map { [.userTimeout($0)] } ?? []), fixes: fixes(for: evidence))
  }
}
