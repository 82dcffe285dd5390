import Facts

/// The end that resets has no memory of the connection: it restarted, or the connection moved to it.
public enum StaleConnection: Cause {
  public static let id = "stale-connection"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger, .closeMemory, .listenerState]

  public static let title = Text(
    en: "The other end had forgotten the connection", zh: "另一端已经没有该连接的任何记录")

  public static let explanation = Text(
    en: """
      One end still used a connection that the other's kernel does not know. That host was rebooted, \
      failed over, or was replaced behind the same address, or its socket went without a word to the \
      peer. The first segment that is sent after that is answered with a RST.
      """,
    zh: """
      一端还在使用连接，另一端的内核却不认识它：那台主机重启过、发生了主备切换、同一地址换了机器，或者\
      套接字在没有通知对端的情况下消失了。此后发送的第一个报文就会收到 RST。
      """)

  public static let mechanism = Text(
    en: """
      tcp_v4_rcv() finds no connection for the segment. Without a listener the reason is NO_SOCKET; with \
      one, tcp_rcv_state_process() meets an ACK in LISTEN and the reason is TCP_FLAGS.
      """,
    zh: """
      tcp_v4_rcv() 找不到报文所属的连接。没有监听套接字时原因为 NO_SOCKET；有监听套接字时，\
      tcp_rcv_state_process() 在 LISTEN 状态收到 ACK，原因为 TCP_FLAGS。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Have clients test or drop idle connections, and reconnect after ECONNRESET.",
        zh: "让客户端检测或丢弃空闲连接，遇到 ECONNRESET 后重新连接。")),
    Fix(
      Text(
        en: "Enable SO_KEEPALIVE on pooled connections (TCP_KEEPIDLE 30), to find out while idle.",
        zh: "对连接池里的连接打开 SO_KEEPALIVE（TCP_KEEPIDLE 设为 30），在空闲期就能发现失效。")),
    Fix(
      Text(
        en: "Behind a balancer or a moving address, drain connections before the move.",
        zh: "如果在负载均衡或浮动地址之后，切换前先排空连接。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Drop the RSTs with a firewall", zh: "用防火墙丢弃这些 RST"),
      why: Text(
        en: "The client then waits 15 minutes for a connection that is gone.",
        zh: "客户端会为一个不存在的连接白等约 15 分钟。")),
    WrongFix(
      Text(en: "Raise somaxconn", zh: "调大 somaxconn"),
      why: Text(
        en: "The listener was not full; the segment was not part of a handshake.",
        zh: "监听队列没有满，这个报文也不属于握手。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "accept-queue-overflow",
      Text(
        en: "There the connection never was accepted, and is at most two minutes old.",
        zh: "那种情况下连接从未被接受，且建立不超过两分钟。")),
    LookAlike(
      "backend-moved",
      Text(
        en: "There another backend still has the connection.", zh: "那种情况下另一台后端仍持有该连接。")),
    LookAlike(
      "write-after-close",
      Text(
        en: "There this end had closed it with a FIN.", zh: "那种情况下本端曾用 FIN 关闭它。")),
    LookAlike(
      "connect-cancelled",
      Text(
        en: "There the RST answers a SYN-ACK: its own connect() was given up.",
        zh: "那种情况下 RST 应答的是 SYN-ACK：自己的 connect() 已放弃。")),
  ]

  public static let references = [
    "RFC 9293 section 3.5.1 (half-open connections)", "tcp_v4_rcv() in net/ipv4/tcp_ipv4.c",
    "tcp_rcv_state_process() in net/ipv4/tcp_input.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "The server reboots and listens again", zh: "服务端重启后重新监听"),
      steps: .open + .exchange + [
        .reboot(.server), .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .likely, error: .connectionReset)),
    Scenario(
      id: "stale-connection/no-listener",
      title: Text(en: "The server reboots and does not listen", zh: "服务端重启后没有监听"),
      steps: .open + .exchange + [
        .reboot(.server), .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .likely, error: .connectionReset)),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    if let socket = evidence.onlyReceiver { return matchReceiver(evidence, socket) }
    guard let segment = evidence.laterSegment, evidence.metNoConnection,
      let sent = evidence.sent, sent.overflow == nil,
      evidence.receiverSocket?.state.peerHasClosed != true
    else { return nil }
    var reasons = [Reason.trigger(segment), .noMemory()]
    let isYounger = listenerIsYounger(evidence)
    if isYounger, let opened = sent.listener?.openedAt {
      reasons.append(younger(by: sent.time - opened))
    }
    // The peer that at last closes a connection which is long gone says the same with its FIN.
    let isFarewell = segment.flags.contains(.fin) && segment.payloadLength == 0
    let isElsewhere =
      evidence.surroundings.otherOwner != nil || evidence.surroundings.translation != nil
    let confidence: Confidence =
      isFarewell || isElsewhere ? .possible : isYounger ? .certain : .likely
    return Match(
      confidence, because: reasons, alternatives: alternatives(evidence, isYounger: isYounger))
  }

  /// Whether the connection, which was seen at its other end, is older than the listener it met.
  private static func listenerIsYounger(_ evidence: Evidence) -> Bool {
    guard let opened = evidence.receiverSocket?.openedAt,
      let listening = evidence.sent?.listener?.openedAt, evidence.receiverHasExchanged
    else { return false }
    return opened < listening
  }

  private static func alternatives(_ evidence: Evidence, isYounger: Bool) -> [String] {
    if isYounger { return [] }
    let closing = evidence.age(of: evidence.sent?.listener?.closedAt, within: .seconds(130)) != nil
    let overflowing =
      evidence.sent?.listener?.lastOverflow != nil && !evidence.receiverHasExchanged
    return ["backend-moved", "write-after-close", "conntrack-invalid"]
      + (closing ? ["listener-closed"] : []) + (overflowing ? ["accept-queue-overflow"] : [])
  }

  private static func matchReceiver(_ evidence: Evidence, _ socket: Socket) -> Match? {
    guard socket.state == .established, socket.hasExchanged, socket.unacknowledgedBytes > 0,
      let pause = socket.pauseBeforeLastSent, pause >= Evidence.idleThreshold
    else { return nil }
    return Match(
      .possible, because: [.idle(pause), .receiverState(socket)],
      alternatives: ["keepalive-race", "middlebox-idle-expiry", "process-died"])
  }

  private static func younger(by age: Duration) -> Reason {
    Reason(
      "listener-age", age.text,
      Text(
        en: "The listener was opened \(age.text) before, after the connection",
        zh: "监听套接字在 \(age.text) 之前才打开，晚于该连接的建立"), source: .history)
  }

  private static func rst(
    _ reason: String, _ listener: Listener? = nil, _ segment: Segment = Sample.segment(bytes: 100)
  ) -> SentReset {
    Sample.sent(reason) {
      $0.trigger = segment
      $0.listener = listener
    }
  }

  public static let examples: [Example] = [
    .hit(
      "the listener is younger than the connection", .certain,
      Evidence(
        sent: rst("TCP_FLAGS", Listener(queueLimit: 128, openedAt: Sample.ago(20))),
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 40, lastSent: 0)
          $0.unacknowledgedBytes = 100
        })),
    .hit("nothing listens, and nothing is known", .likely, Evidence(sent: rst("NO_SOCKET"))),
    .hit(
      "a listener met it; the client's half was not seen", .likely,
      Evidence(sent: rst("TCP_FLAGS", Listener(queueLimit: 128, openedAt: Sample.ago(20))))),
    .hit(
      "only the client's half, after a pause", .possible,
      Evidence(
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 40, lastSent: 2)
          $0.unacknowledgedBytes = 100
        })),
    .miss(
      "the handshake met a full queue",
      Evidence(
        sent: Sample.sent("TCP_FLAGS") {
          $0.trigger = Sample.segment(bytes: 10)
          $0.listener = Listener(queueLimit: 128)
          $0.overflow = Sample.ago(7)
        })),
    .miss(
      "the connection was closed here",
      Evidence(
        sent: Sample.sent("NO_SOCKET") {
          $0.trigger = Sample.segment(bytes: 10)
          $0.closure = Sample.closure(ago: 70)
        })),
    .miss(
      "a SYN-ACK to a connect that was given up",
      Evidence(sent: rst("NO_SOCKET", nil, Sample.synACK))),
    .miss("a SYN to a closed port", Evidence(sent: rst("NO_SOCKET", nil, Sample.syn))),
  ]
}
