import Facts

/// The server answered a request that was still arriving, and closed with the rest of it unread.
public enum EarlyResponseClose: Cause {
  public static let id = "early-response-close"
  public static let family = Family.closing
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .processExit]
  public static let refines = ["unread-data-at-close"]

  public static let title = Text(
    en: "The server answered and closed before it had read the whole request",
    zh: "服务端没有读完请求就应答并关闭了连接")

  public static let explanation = Text(
    en: """
      The server sent its answer while part of the request was still unread, and closed. Linux then \
      sends a RST in place of a FIN, which can destroy the answer before the client's program reads \
      it. It is what an upload sees that is refused: too large, not authorised, no such address.
      """,
    zh: """
      请求还有一部分没读，服务端就返回了响应并关闭连接。Linux 此时不发 FIN 而发 RST，客户端程序可能还没\
      读到响应，响应就被丢弃了。被拒绝的上传常常如此：体积过大、未授权、地址不存在。
      """)

  public static let mechanism = Text(
    en: """
      The answer goes out, then __tcp_close() finds bytes in sk_receive_queue and sends a RST \
      (TCP_ABORT_ON_CLOSE, counter TCPAbortOnClose). The last bytes of the client had come before the \
      last bytes of the server.
      """,
    zh: """
      响应先发出，随后 __tcp_close() 发现 sk_receive_queue 里还有数据，于是发送 RST\
      （TCP_ABORT_ON_CLOSE，计数器 TCPAbortOnClose）。客户端的最后一批数据早于服务端的最后一批数据。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: """
          After an early answer: shutdown(fd, SHUT_WR), then read and discard until EOF or a limit of \
          time and bytes, then close().
          """,
        zh: """
          提前应答之后先 shutdown(fd, SHUT_WR)，再读取并丢弃剩余数据，直到 EOF 或达到时间、字节上限，\
          最后 close()。
          """)),
    Fix(
      Text(
        en: "In nginx, keep on reading after an early answer.", zh: "在 nginx 中，提前应答后继续读取剩余数据。"),
      command: "lingering_close always;", undo: "lingering_close on;"),
    Fix(
      Text(
        en:
          "Have clients send Expect: 100-continue with large bodies, so that a refusal comes first.",
        zh: "让客户端上传大请求体时使用 Expect: 100-continue，先得到拒绝再决定是否发送。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Have the client send the same request again", zh: "让客户端原样重发请求"),
      why: Text(
        en: "It is refused again, and the answer may be lost again.",
        zh: "还会被拒绝，响应也可能再次丢失。")),
    WrongFix(
      Text(en: "Set SO_LINGER on the server's socket", zh: "给服务端套接字设置 SO_LINGER"),
      why: Text(
        en: "It waits for data being sent; unread data still makes a RST.",
        zh: "SO_LINGER 只等待发送中的数据，未读数据照样触发 RST。")),
    WrongFix(
      Text(en: "Raise time-outs", zh: "调大各种超时"),
      why: Text(en: "No timer had run out.", zh: "并没有任何计时器超时。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "unread-data-at-close",
      Text(
        en: "There the server closed without an answer to what it left unread.",
        zh: "那种情况下服务端对未读的请求没有任何应答。")),
    LookAlike(
      "request-too-large",
      Text(
        en: "The same, with the status 413, 414 or 431, or a limit that was reached.",
        zh: "同样的过程，但状态码为 413、414、431，或触发了大小限制。")),
    LookAlike(
      "keepalive-race",
      Text(
        en: "There the unread request came after the last answer, to an idle connection.",
        zh: "那种情况下未读的请求是在上一个响应之后、连接空闲时到达的。")),
  ]

  public static let references = [
    "RFC 9112 section 9.6", "RFC 9110 section 10.1.1 (Expect)", "RFC 2525 section 2.17",
    "__tcp_close() in net/ipv4/tcp.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "Answer before the request is read, and close", zh: "请求没读完就应答并关闭"),
      steps: .open + [
        .on(.client, .send(connection: 0, bytes: 1000, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
        .on(.server, .send(connection: 0, bytes: 50, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 50, expecting: .success)),
        .on(.server, .close(connection: 0)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .likely, error: .connectionReset)),
    Scenario(
      id: "early-response-close/answer-lost",
      title: Text(
        en: "The same, while the client still uploads: it never reads the answer",
        zh: "同上，但客户端仍在上传，没来得及读响应"),
      steps: .open + [
        .on(.client, .send(connection: 0, bytes: 60_000, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
        .on(.server, .send(connection: 0, bytes: 50, expecting: .success)),
        .on(.server, .close(connection: 0)), .wait(.milliseconds(100)),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .error(.connectionReset))),
      ],
      expected: .init(sender: .server, atLeast: .likely, error: .connectionReset)),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    if let socket = evidence.onlyReceiver { return matchReceiver(evidence, socket) }
    guard let socket = evidence.socketClosedUnread, evidence.senderRole == .server,
      evidence.death == nil, socket.bytesReceived > UInt64(socket.unreadBytes),
      let pause = socket.pauseBeforeLastReceived, pause <= Evidence.clockSlack
    else { return nil }
    var reasons = [answered, Reason.unread(socket.unreadBytes)]
    if let process = evidence.senderProcess { reasons.append(.closer(process)) }
    // A second request that was sent along with the first looks the same from below.
    return Match(
      .likely, because: reasons, alternatives: ["request-too-large", "request-limit-close"])
  }

  private static let answered = Reason(
    "answered-before-end", "server last",
    Text(
      en: "The server's answer went after the bytes that it never read had come",
      zh: "服务端的响应是在那些未读数据到达之后发出的"))

  private static let onItsHeels = Duration.milliseconds(200)

  /// The client was still sending when an answer came, and a RST on its heels.
  private static func matchReceiver(_ evidence: Evidence, _ socket: Socket) -> Match? {
    guard socket.state == .established, evidence.senderRole == .server, socket.bytesReceived > 0,
      socket.unacknowledgedBytes > 0, let sent = socket.lastSent,
      let answered = socket.lastReceived,
      evidence.time - sent < onItsHeels, evidence.time - answered < onItsHeels
    else { return nil }
    return Match(
      .possible, because: [.receiverState(socket), unsent(socket.unacknowledgedBytes)],
      alternatives: ["request-too-large", "unread-data-at-close", "process-died"])
  }

  private static func unsent(_ bytes: UInt32) -> Reason {
    Reason(
      "unacknowledged-bytes", "\(bytes) bytes",
      Text(
        en: "\(bytes) bytes were still unacknowledged when the answer had begun",
        zh: "响应已开始返回时，本机还有 \(bytes) 字节未被确认"))
  }
}
