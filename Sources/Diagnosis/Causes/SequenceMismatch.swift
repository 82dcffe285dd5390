import Facts

/// The handshake got a segment whose numbers belong to no segment that this end ever sent.
public enum SequenceMismatch: Cause {
  public static let id = "sequence-mismatch"
  public static let family = Family.network
  public static let precedence = Precedence.mechanism
  public static let needs: [Need] = [.senderKernel, .trigger]

  public static let title = Text(
    en: "The handshake met a segment with numbers of another connection",
    zh: "握手时收到的报文序号或时间戳不属于该连接")

  public static let explanation = Text(
    en: """
      While the connection was being opened a segment came that acknowledges what was never sent, or \
      echoes a timestamp that was never sent. It belongs to an earlier connection of the same ports, \
      was changed by a device on the path that rewrites sequence numbers or timestamps, or was \
      forged. A client resets it and goes on connecting; a server drops the handshake.
      """,
    zh: """
      建立连接期间，收到的报文确认了从未发送过的序号，或回显了从未发送过的时间戳。它可能属于同一端口的\
      旧连接，可能被路径上改写序号或时间戳的设备动过，也可能是伪造的。客户端会对它回 RST 并继续连接；\
      服务端则放弃这次握手。
      """)

  public static let mechanism = Text(
    en: """
      tcp_rcv_synsent_state_process() checks the ACK (TCP_INVALID_ACK_SEQUENCE) and the echoed \
      timestamp (TCP_RFC7323_PAWS) in SYN_SENT; tcp_rcv_state_process() resets in SYN_RECV where \
      tcp_ack() refuses: TCP_OLD_ACK, TCP_TOO_OLD_ACK, TCP_ACK_UNSENT_DATA.
      """,
    zh: """
      SYN_SENT 状态下 tcp_rcv_synsent_state_process() 检查 ACK（TCP_INVALID_ACK_SEQUENCE）和回显的\
      时间戳（TCP_RFC7323_PAWS）；SYN_RECV 状态下 tcp_ack() 拒绝时，由 tcp_rcv_state_process() 复位：\
      TCP_OLD_ACK、TCP_TOO_OLD_ACK、TCP_ACK_UNSENT_DATA。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Capture at both ends, and compare the numbers: what differs was changed on the way.",
        zh: "在两端同时抓包并对比序号：不一致之处就是途中被改写的。"),
      command: "tcpdump -nSi any 'tcp[tcpflags] & (tcp-syn|tcp-rst) != 0'"),
    Fix(
      Text(
        en:
          "Turn off the rewriting of sequence numbers or timestamps at the firewall or balancer.",
        zh: "在防火墙或负载均衡上关闭序号随机化、时间戳改写之类的功能。")),
    Fix(
      Text(
        en: "Let both directions of a connection take the same device.",
        zh: "让连接的两个方向经过同一台设备。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Turn net.ipv4.tcp_timestamps off", zh: "关闭 net.ipv4.tcp_timestamps"),
      why: Text(
        en: "It hides one form of it and takes away PAWS and RTT measurement.",
        zh: "只掩盖其中一种情况，还会失去 PAWS 保护和 RTT 测量。")),
    WrongFix(
      Text(en: "Raise net.ipv4.tcp_challenge_ack_limit", zh: "调大 net.ipv4.tcp_challenge_ack_limit"),
      why: Text(
        en: "It bounds how many challenge ACKs go; it decides about no number.",
        zh: "它只限制 challenge ACK 的发送数量，与序号判断无关。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "port-reuse-collision",
      Text(
        en: "There an older connection of the same ports at the server sent the number.",
        zh: "那种情况下，序号来自服务端同一端口的旧连接。")),
    LookAlike(
      "syn-cookie-rejected",
      Text(
        en: "There a listener checks the number against a cookie; no handshake is remembered.",
        zh: "那种情况下监听套接字按 cookie 校验序号，并没有保存握手状态。")),
    LookAlike(
      "tw-recycle-paws",
      Text(
        en: "There the SYN is dropped in silence because of its timestamp; no RST goes.",
        zh: "那种情况下 SYN 因时间戳被静默丢弃，不会有 RST。")),
  ]

  public static let references = [
    "RFC 9293 section 3.5 (old duplicate SYN)", "RFC 7323 section 5",
    "tcp_rcv_synsent_state_process() in net/ipv4/tcp_input.c",
    "tcp_rcv_state_process() in net/ipv4/tcp_input.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "A SYN-ACK that acknowledges what was never sent", zh: "SYN-ACK 确认了从未发送过的序号"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)), .link(up: false),
        .on(.client, .beginConnectFrom(localPort: 40000, port: 8080)),
        .wait(.milliseconds(100)), .link(up: true),
        .on(
          .server,
          .forge(
            Scenario.ForgedSegment(
              from: 8080, to: 40000, sequence: 1, acknowledgment: 0x1234_5678,
              flags: [.syn, .ack]))),
        // The client's kernel goes on connecting, and succeeds.
        .on(.server, .accept),
      ],
      expected: .init(
        sender: .client, atLeast: .likely, error: nil, harmless: nil, blind: [.server]))
  ])

  private static let numbers = ["TCP_OLD_ACK", "TCP_TOO_OLD_ACK", "TCP_ACK_UNSENT_DATA"]

  public static func match(_ evidence: Evidence) -> Match? {
    guard let reason = evidence.reason, let segment = evidence.trigger,
      let socket = evidence.sent?.socket
    else { return nil }
    let isConnecting = socket.lastOpenState == .synSent
    let isRefused =
      isConnecting
      ? reason == "TCP_INVALID_ACK_SEQUENCE" || reason == "TCP_RFC7323_PAWS"
      : socket.lastOpenState == .synReceived && numbers.contains(reason)
    guard isRefused else { return nil }
    // A bare ACK for a SYN comes from a connection that its sender still has.
    let isOld = isConnecting && !segment.flags.contains(.syn)
    if isOld, evidence.received != nil { return nil }
    return Match(
      isOld ? .possible : .likely,
      because: [refusal(reason), .state(socket.lastOpenState), .trigger(segment)],
      alternatives: ["port-reuse-collision", "injected-reset", "asymmetric-path"], harmless: nil)
  }

  private static func refusal(_ reason: String) -> Reason {
    let isTime = reason == "TCP_RFC7323_PAWS"
    return Reason(
      isTime ? "timestamp-echo" : "acknowledgment", reason,
      isTime
        ? Text(
          en: "The segment echoed a timestamp that was never sent", zh: "报文回显了从未发送过的时间戳")
        : Text(
          en: "The segment acknowledged a number that does not fit this handshake",
          zh: "报文的确认号与这次握手不符"))
  }

  private static func rst(
    _ reason: String, _ state: TCPState, _ trigger: Segment, by role: Socket.Role
  ) -> SentReset {
    Sample.sent(reason, ["tcp_rcv_state_process"], by: role) {
      $0.trigger = trigger
      $0.socket = Sample.socket(state, of: role)
    }
  }

  public static let examples: [Example] = [
    .hit(
      "a SYN-ACK with a number that was never sent", .likely,
      Evidence(sent: rst("TCP_INVALID_ACK_SEQUENCE", .synSent, Sample.synACK, by: .client))),
    .hit(
      "a SYN-ACK with a timestamp that a device made up", .likely,
      Evidence(sent: rst("TCP_RFC7323_PAWS", .synSent, Sample.synACK, by: .client))),
    .hit(
      "the last ACK of a handshake acknowledges too much", .likely,
      Evidence(sent: rst("TCP_ACK_UNSENT_DATA", .synReceived, Sample.segment(), by: .server))),
    .hit(
      "the last ACK of a handshake is older than the handshake", .likely,
      Evidence(sent: rst("TCP_TOO_OLD_ACK", .synReceived, Sample.segment(), by: .server))),
    .miss(
      "a listener meets an ACK",
      Evidence(sent: Sample.sent("TCP_FLAGS") { $0.trigger = Sample.segment() })),
    .miss(
      "a full accept queue",
      Evidence(
        sent: Sample.sent("INVALID_SYN", ["tcp_check_req"]) {
          $0.trigger = Sample.segment()
          $0.listener = Listener(queueLength: 2, queueLimit: 1)
        })),
  ]
}
