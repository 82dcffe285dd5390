import Facts

/// TCP_LINGER2 below 0: close() keeps no FIN_WAIT2, and resets as soon as its FIN is acknowledged.
public enum Linger2Negative: Cause {
  public static let id = "linger2-negative"
  public static let family = Family.closing
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger]
  public static let refines = ["write-after-close"]

  public static let title = Text(
    en: "The program gave up FIN_WAIT2: TCP_LINGER2 is negative",
    zh: "程序放弃了 FIN_WAIT2：TCP_LINGER2 为负数")

  public static let explanation = Text(
    en: """
      The program set TCP_LINGER2 to a negative value. After close() the kernel then does not wait for \
      the peer's FIN: once its own FIN is acknowledged it resets the connection, though nothing failed.
      """,
    zh: """
      程序把 TCP_LINGER2 设成了负数。close() 之后内核不再等待对端的 FIN：自己的 FIN 一被确认就发出 \
      RST，尽管没有任何错误发生。
      """)

  public static let mechanism = Text(
    en: """
      With tp->linger2 < 0, tcp_rcv_state_process() in FIN_WAIT1 answers the ACK of the FIN with reason \
      TCP_ABORT_ON_DATA; __tcp_close() in FIN_WAIT2 sends TCP_ABORT_ON_LINGER. SO_LINGER plays no part.
      """,
    zh: """
      当 tp->linger2 < 0 时，tcp_rcv_state_process() 在 FIN_WAIT1 收到对 FIN 的确认后以 \
      TCP_ABORT_ON_DATA 为原因发 RST；若已在 FIN_WAIT2，则由 __tcp_close() 以 TCP_ABORT_ON_LINGER \
      发出。这与 SO_LINGER 无关。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Remove setsockopt(TCP_LINGER2, -1); a small positive value bounds FIN_WAIT2 as well.",
        zh: "去掉 setsockopt(TCP_LINGER2, -1)；设成较小的正数同样能限制 FIN_WAIT2 的时长。"))
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Change SO_LINGER", zh: "修改 SO_LINGER"),
      why: Text(
        en: "The kernel's reason says LINGER, but means TCP_LINGER2.",
        zh: "内核原因里虽有 LINGER 字样，指的却是 TCP_LINGER2。")),
    WrongFix(
      Text(en: "Change net.ipv4.tcp_fin_timeout", zh: "修改 net.ipv4.tcp_fin_timeout"),
      why: Text(
        en: "The socket option overrides it.", zh: "套接字选项优先于该参数。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "write-after-close",
      Text(
        en: "The same reason, TCP_ABORT_ON_DATA, but the peer's segment carries data.",
        zh: "原因同为 TCP_ABORT_ON_DATA，但对端的报文带有数据。")),
    LookAlike(
      "linger-zero",
      Text(
        en: "SO_LINGER 0 sends no FIN first, and its reason is TCP_STATE.",
        zh: "SO_LINGER 0 不会先发 FIN，原因为 TCP_STATE。")),
  ]

  public static let references = [
    "tcp(7): TCP_LINGER2", "__tcp_close() in net/ipv4/tcp.c",
    "tcp_rcv_state_process() in net/ipv4/tcp_input.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id, title: Text(en: "close() with TCP_LINGER2 -1", zh: "TCP_LINGER2 为 -1 时 close()"),
      steps: .open + [
        .on(.server, .setOption(connection: 0, .linger2(seconds: -1))),
        .on(.server, .close(connection: 0)),
      ] + ending,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe)),
    Scenario(
      id: "linger2-negative/after-shutdown",
      title: Text(
        en: "shutdown(), then close() with TCP_LINGER2 -1",
        zh: "先 shutdown()，再在 TCP_LINGER2 为 -1 时 close()"),
      steps: .open + [
        .on(.server, .setOption(connection: 0, .linger2(seconds: -1))),
        .on(.server, .shutdownWrite(connection: 0)), .wait(.milliseconds(100)),
        .on(.server, .close(connection: 0)),
      ] + ending,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe)),
  ])

  static let ending: [Scenario.Step] = [
    .wait(.milliseconds(100)),
    .on(.client, .receive(connection: 0, bytes: 1, expecting: .endOfFile)),
    .on(.client, .send(connection: 0, bytes: 100, expecting: .error(.brokenPipe))),
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    if let socket = evidence.sent?.socket { return matchSender(evidence, socket) }
    guard let socket = evidence.onlyReceiver, socket.state == .closeWait,
      let closed = socket.peerClosedAt, (socket.lastSent ?? closed) <= closed
    else { return nil }
    return Match(
      .possible, because: [.receiverState(socket), nothingSent],
      alternatives: ["unread-data-at-close", "socket-destroyed", "process-died"])
  }

  private static func matchSender(_ evidence: Evidence, _ socket: Socket) -> Match? {
    let option = Reason(
      "linger2", "negative", Text(en: "TCP_LINGER2 was negative", zh: "TCP_LINGER2 为负数"))
    if evidence.reason == "TCP_ABORT_ON_LINGER" { return Match(.certain, because: [option]) }
    guard socket.skipsFINWait2 else { return nil }
    if evidence.trigger == nil, evidence.reason == nil, socket.lastOpenState == .finWait2 {
      return evidence.passed("__tcp_close") ? Match(.certain, because: [option]) : nil
    }
    guard let segment = evidence.lateSegment, segment.payloadLength == 0,
      evidence.reasonAllows("TCP_ABORT_ON_DATA")
    else { return nil }
    return Match(.certain, because: [option, .trigger(segment)])
  }

  private static let nothingSent = Reason(
    "sent-after-fin", "0 bytes",
    Text(en: "Nothing had been sent after the peer's FIN", zh: "收到对端 FIN 之后本机没有再发送数据"))

  private static func socket(_ before: TCPState) -> Socket {
    Sample.socket(.closed, was: before) {
      $0.skipsFINWait2 = true
      $0.hasDescriptor = false
    }
  }

  public static let examples: [Example] = [
    .hit(
      "the ACK of the FIN is answered with a RST", .certain,
      Evidence(
        sent: Sample.sent("TCP_ABORT_ON_DATA", ["tcp_rcv_state_process"]) {
          $0.socket = socket(.finWait1)
          $0.trigger = Sample.segment()
          $0.closure = Sample.closure(ago: 0.001) { $0.skipsFINWait2 = true }
        },
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.peerClosedAt = Sample.ago(0.001)
        })),
    .hit(
      "close() in FIN_WAIT2", .certain,
      Evidence(sent: Sample.aborted("TCP_ABORT_ON_LINGER", ["__tcp_close"], socket(.finWait2)))),
    .hit(
      "only the client's half: a RST on the heels of the FIN", .possible,
      Evidence(
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.peerClosedAt = Sample.ago(0.001)
          $0.lastSent = Sample.ago(4)
        })),
    .miss(
      "SO_LINGER 0",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "__tcp_close"],
          Sample.socket(.closed, was: .established) { $0.linger = .zero }))),
    .miss(
      "data after the FIN, with the option set",
      Evidence(
        sent: Sample.sent("TCP_ABORT_ON_DATA", ["tcp_rcv_state_process"]) {
          $0.socket = socket(.finWait1)
          $0.trigger = Sample.segment(bytes: 10)
          $0.closure = Sample.closure(ago: 0.1)
        })),
  ]
}
