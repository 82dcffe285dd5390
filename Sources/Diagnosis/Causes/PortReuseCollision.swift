import Facts

/// A new connection took the ports of one that the server still has, and its SYN met that one.
public enum PortReuseCollision: Cause {
  public static let id = "port-reuse-collision"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger, .receiverKernel]

  public static let title = Text(
    en: "A new connection used the ports of one that the server still had",
    zh: "新连接复用了服务端尚未释放的旧连接端口")

  public static let explanation = Text(
    en: """
      The client, or a NAT device before it, took a source port for which the server still has an \
      older connection, alive or in TIME_WAIT. The server answers the SYN with an ACK of the old \
      connection; the client's kernel resets that one and sends its SYN again. The connect usually \
      succeeds within milliseconds. A program that still held the old connection at the server loses it.
      """,
    zh: """
      客户端（或它前面的 NAT 设备）选用了一个源端口，而服务端还保留着同一端口的旧连接：仍存活，或处于 \
      TIME_WAIT。服务端用旧连接的 ACK 应答 SYN；客户端内核随即重置旧连接并重发 SYN。连接通常在几毫秒后\
      成功；服务端若有程序仍持有旧连接，则会失去它。
      """)

  public static let mechanism = Text(
    en: """
      tcp_validate_incoming() answers the SYN in ESTABLISHED with a challenge ACK (TCPSYNChallenge; \
      RFC 5961), TIME_WAIT with its last ACK. tcp_rcv_synsent_state_process() finds the ACK outside \
      SND.UNA..SND.NXT: reason TCP_INVALID_ACK_SEQUENCE in SYN_SENT.
      """,
    zh: """
      ESTABLISHED 状态下 tcp_validate_incoming() 用 challenge ACK 应答 SYN（TCPSYNChallenge，\
      RFC 5961），TIME_WAIT 则重发最后的 ACK。客户端 tcp_rcv_synsent_state_process() 发现 ACK 不在 \
      SND.UNA..SND.NXT 之内，于是在 SYN_SENT 状态以 TCP_INVALID_ACK_SEQUENCE 复位。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Reuse connections, so that ports come round less often.",
        zh: "复用连接，让端口不必频繁轮换。")),
    Fix(
      Text(
        en: "At a NAT that many clients share: more addresses, and ports chosen at random.",
        zh: "多个客户端共用的 NAT：增加出口地址，并随机选择端口。"),
      command: "iptables -t nat -A POSTROUTING … -j MASQUERADE --random-fully",
      undo: "iptables -t nat -D POSTROUTING … -j MASQUERADE --random-fully"),
    Fix(
      Text(
        en: "Leave net.ipv4.tcp_timestamps on at both ends: then TIME_WAIT takes a newer SYN.",
        zh: "两端都保持 net.ipv4.tcp_timestamps 打开：TIME_WAIT 才能接受更新的 SYN。"),
      command: "sysctl -w net.ipv4.tcp_timestamps=1", undo: "sysctl -w net.ipv4.tcp_timestamps=0"),
    Fix(
      Text(
        en: "Where clients vanish and come back, have the server use SO_KEEPALIVE.",
        zh: "如果客户端会掉线后重来，让服务端打开 SO_KEEPALIVE，及时清除失效连接。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Shorten or skip TIME_WAIT on the server", zh: "缩短或跳过服务端的 TIME_WAIT"),
      why: Text(
        en: "It guards against just this; without it old segments enter the new connection.",
        zh: "TIME_WAIT 正是防护手段，去掉后旧报文会混入新连接。")),
    WrongFix(
      Text(
        en: "Have clients bind a fixed source port", zh: "让客户端绑定固定的源端口"),
      why: Text(
        en: "Then each new connection meets the one before it.",
        zh: "这样每个新连接都会撞上前一个连接。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "sequence-mismatch",
      Text(
        en: "There no older connection explains the number: a device or a forger made it up.",
        zh: "那种情况下没有旧连接可以解释该序号：是中间设备或伪造者造成的。")),
    LookAlike(
      "connect-cancelled",
      Text(
        en: "There the client's socket was gone when the answer came.",
        zh: "那种情况下应答到达时，客户端的套接字已经不在。")),
    LookAlike(
      "port-exhaustion",
      Text(
        en: "There connect() fails with EADDRNOTAVAIL, and no packet goes.",
        zh: "那种情况下 connect() 直接返回 EADDRNOTAVAIL，不会发包。")),
  ]

  public static let references = [
    "RFC 9293 section 3.5.1", "RFC 5961 section 4.2", "RFC 6191",
    "tcp_rcv_synsent_state_process() in net/ipv4/tcp_input.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "The client reboots and connects from the same port", zh: "客户端重启后从同一端口再次连接"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connectFrom(localPort: 40000, port: 8080, expecting: .success)),
        .on(.server, .accept),
      ] + .exchange + [
        .reboot(.client),
        .on(.client, .connectFrom(localPort: 40000, port: 8080, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 1, expecting: .error(.connectionReset))),
      ],
      expected: .init(sender: .client, atLeast: .certain, error: .connectionReset))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let segment = evidence.laterSegment, segment.payloadLength == 0,
      let socket = evidence.sent?.socket, socket.lastOpenState == .synSent,
      evidence.reason == "TCP_INVALID_ACK_SEQUENCE"
    else { return nil }
    let reasons = [Reason.state(.synSent), .trigger(segment)]
    guard let old = evidence.receiverSocket else {
      // TIME_WAIT takes the RST in silence, and the connect goes on.
      return Match(
        .likely, because: reasons, alternatives: ["sequence-mismatch", "backend-moved"],
        harmless: nil)
    }
    let isOlder = isOlder(old, than: socket)
    return Match(
      isOlder ? .certain : .likely, because: reasons + [oldConnection(old)],
      alternatives: isOlder ? [] : ["sequence-mismatch"],
      harmless: old.hasDescriptor == false ? true : false)
  }

  /// Whether the connection that took the RST was there before this connect; one that was open when
  /// the watch began has no known age.
  private static func isOlder(_ old: Socket, than connecting: Socket) -> Bool {
    guard let connectedAt = connecting.openedAt else { return false }
    return old.openedAt.map { $0 < connectedAt } ?? old.hasExchanged
  }

  private static func oldConnection(_ socket: Socket) -> Reason {
    Reason(
      "old-connection", socket.state.name,
      Text(
        en:
          "The server had an older connection of the same addresses and ports, in \(socket.state.name)",
        zh: "服务端还保留着同一地址和端口的旧连接，状态为 \(socket.state.name)"))
  }

  private static func rst(_ trigger: Segment = Sample.segment()) -> SentReset {
    Sample.sent("TCP_INVALID_ACK_SEQUENCE", ["tcp_rcv_state_process"], by: .client) {
      $0.trigger = trigger
      $0.socket = Sample.socket(.synSent, of: .client) { $0.openedAt = Sample.ago(0.001) }
    }
  }

  public static let examples: [Example] = [
    .hit(
      "the server still had the connection", .certain,
      Evidence(
        sent: rst(),
        received: Sample.received(.established, by: .server) {
          $0.exchange(lastReceived: 40, lastSent: 40)
        })),
    .hit(
      "nobody held it any more", .certain,
      Evidence(
        sent: rst(),
        received: Sample.received(.finWait1, by: .server, error: nil) {
          $0.hasDescriptor = false
        })),
    .hit(
      "only the client's half: TIME_WAIT, or a server elsewhere", .likely, Evidence(sent: rst())),
    .miss(
      "a SYN-ACK with a number that was never sent: no connection stands behind it",
      Evidence(sent: rst(Sample.synACK))),
    .miss(
      "a SYN to a closed port",
      Evidence(sent: Sample.sent("NO_SOCKET") { $0.trigger = Sample.syn })),
    .miss(
      "a listener has no memory of the connection",
      Evidence(sent: Sample.sent("TCP_FLAGS") { $0.trigger = Sample.segment(bytes: 10) })),
  ]
}
