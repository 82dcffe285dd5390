import Facts

/// The client gave up a connect, and the server's SYN-ACK found its socket gone.
public enum ConnectCancelled: Cause {
  public static let id = "connect-cancelled"
  public static let family = Family.harmless
  public static let precedence = Precedence.expected
  public static let needs: [Need] = [.senderKernel, .trigger, .closeMemory]

  public static let title = Text(
    en: "The client gave up the connect before the server's answer came",
    zh: "服务端应答到达之前，客户端已放弃连接")

  public static let explanation = Text(
    en: """
      A program began to connect and closed the socket before the handshake was over: its time limit \
      ran out, it was told to stop, or another address answered first (Happy Eyeballs). The SYN-ACK \
      that came later was answered with a RST, which frees the server's half. No data is lost; only \
      if it happens often is the path or the server too slow for the client's limit.
      """,
    zh: """
      程序开始连接，但在握手完成前就关闭了套接字：自己的超时到了、被要求停止，或另一个地址先连上了\
      （Happy Eyeballs）。随后到达的 SYN-ACK 得到 RST，服务端的半连接随之释放。没有数据丢失；只有频繁\
      出现时，才说明链路或服务端对客户端的时限来说太慢。
      """)

  public static let mechanism = Text(
    en: """
      tcp_close_state() takes SYN_SENT straight to CLOSE, without a FIN. tcp_v4_rcv() then finds no \
      socket for the SYN-ACK and calls tcp_v4_send_reset() with NO_SOCKET; the server drops its \
      request in tcp_check_req() and counts EmbryonicRsts.
      """,
    zh: """
      tcp_close_state() 把 SYN_SENT 直接变为 CLOSE，不发 FIN。之后 tcp_v4_rcv() 找不到 SYN-ACK 对应的\
      套接字，以 NO_SOCKET 为原因调用 tcp_v4_send_reset()；服务端在 tcp_check_req() 中丢弃该请求并增加 \
      EmbryonicRsts 计数。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Nothing needs to change where it is rare, or where clients try several addresses.",
        zh: "偶尔出现，或客户端会同时尝试多个地址时，无需任何改动。")),
    Fix(
      Text(
        en: """
          Where it is frequent, raise the client's connect time limit above one retransmission of the \
          SYN: 3 s at least.
          """,
        zh: "如果频繁出现，把客户端的连接超时调到大于一次 SYN 重传的时间：至少 3 秒。")),
    Fix(
      Text(
        en: "Look on the server for SYNs that wait or are dropped: a full accept queue.",
        zh: "在服务端检查 SYN 是否被延迟或丢弃：全连接队列是否已满。"),
      command: "nstat -az TcpExtListenOverflows TcpExtListenDrops"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Drop outgoing RSTs with a firewall", zh: "用防火墙丢弃发出的 RST"),
      why: Text(
        en: "The server then keeps its half open and sends the SYN-ACK again for a minute.",
        zh: "服务端会一直保留半连接，并在一分钟内反复重传 SYN-ACK。")),
    WrongFix(
      Text(en: "Lower net.ipv4.tcp_synack_retries", zh: "调小 net.ipv4.tcp_synack_retries"),
      why: Text(
        en: "It shortens what the server remembers; the client gave up by itself.",
        zh: "它只缩短服务端保留半连接的时间，放弃连接的是客户端自己。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "no-kernel-socket",
      Text(
        en: "There the SYN came from a raw socket: this kernel never had one for it.",
        zh: "那种情况下 SYN 由原始套接字发出，内核从来没有对应的套接字。")),
    LookAlike(
      "port-reuse-collision",
      Text(
        en: "There the client still connects, and the answer is that of an older connection.",
        zh: "那种情况下客户端仍在连接，收到的是旧连接的应答。")),
    LookAlike(
      "stale-connection",
      Text(
        en: "There the RST answers a segment in mid-stream, not a SYN-ACK.",
        zh: "那种情况下 RST 应答的是连接中途的报文，而不是 SYN-ACK。")),
  ]

  public static let references = [
    "RFC 9293 section 3.10.7.1", "RFC 8305 (Happy Eyeballs)",
    "tcp_close_state() in net/ipv4/tcp.c", "tcp_check_req() in net/ipv4/tcp_minisocks.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "close() while connecting; the SYN-ACK comes after it",
        zh: "连接过程中 close()，之后 SYN-ACK 才到"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)), .oneWay(from: .server, up: false),
        .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(200)),
        .on(.client, .close(connection: 0)), .oneWay(from: .server, up: true),
        // The server sends its SYN-ACK again after 1 s.
        .wait(.milliseconds(1200)),
      ],
      expected: .init(
        sender: .client, atLeast: .certain, error: nil, harmless: true, blind: [.server]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let segment = evidence.trigger, segment.isSYNACK, let sent = evidence.sent,
      sent.socket == nil, !sent.fromTimeWait, evidence.reasonAllows("NO_SOCKET", "TCP_FLAGS")
    else { return nil }
    guard let closure = sent.closure else {
      return Match(
        .possible, because: [.trigger(segment), .noMemory()],
        alternatives: ["no-kernel-socket", "conntrack-invalid"], harmless: nil)
    }
    guard closure.manner == .cancelled else { return nil }
    return Match(
      .certain, because: [.earlierClose(closure, before: sent.time), .trigger(segment)],
      harmless: true)
  }

  private static func rst(_ closure: Closure?) -> SentReset {
    Sample.sent("NO_SOCKET", ["tcp_v4_rcv"], by: .client) {
      $0.trigger = Sample.synACK
      $0.closure = closure
    }
  }

  private static var cancelled: Closure {
    var closure = Sample.closure(.cancelled, ago: 0.8, by: .client)
    closure.by = Sample.curl
    closure.socket.state = .closed
    return closure
  }

  public static let examples: [Example] = [
    .hit("curl gave up 0.8 s before the SYN-ACK", .certain, Evidence(sent: rst(cancelled))),
    .hit("nothing is known of the connect", .possible, Evidence(sent: rst(nil))),
    .miss(
      "the client had connected, and closed: its last ACK was lost",
      Evidence(sent: rst(Sample.closure(ago: 0.5, by: .client)))),
    .miss(
      "a SYN to a closed port",
      Evidence(sent: Sample.sent("NO_SOCKET") { $0.trigger = Sample.syn })),
    .miss(
      "an old connection answers the SYN with an ACK",
      Evidence(
        sent: Sample.sent("TCP_INVALID_ACK_SEQUENCE", by: .client) {
          $0.trigger = Sample.segment()
          $0.socket = Sample.socket(.synSent, of: .client)
        })),
  ]
}
