import Facts

/// close() found bytes that the program had not read; the kernel says so with a RST instead of a FIN.
public enum UnreadDataAtClose: Cause {
  public static let id = "unread-data-at-close"
  public static let family = Family.closing
  public static let precedence = Precedence.mechanism
  public static let needs: [Need] = [.senderKernel, .processExit]

  public static let title = Text(
    en: "The connection was closed with data still unread", zh: "关闭连接时还有数据没有读完")

  public static let explanation = Text(
    en: """
      The program closed its socket while bytes from the peer were waiting in it. Linux then sends a \
      RST in place of a FIN, so that the peer learns that its data was lost. The usual reasons are \
      a limit that was reached, a time-out, or a transfer that the program cancelled.
      """,
    zh: """
      程序关闭套接字时，接收缓冲区里还有对端发来的数据。Linux 此时不发 FIN 而发 RST，让对端知道数据\
      已丢失。常见原因是触发了某个限制、超时，或者程序取消了传输。
      """)

  public static let mechanism = Text(
    en: """
      __tcp_close() counts the bytes left in sk_receive_queue; if there are any it sets CLOSE, bumps \
      TCPAbortOnClose and calls tcp_send_active_reset() with reason TCP_ABORT_ON_CLOSE.
      """,
    zh: """
      __tcp_close() 统计 sk_receive_queue 中剩余的字节；只要不为零，就把状态置为 CLOSE、增加 \
      TCPAbortOnClose 计数，并以 TCP_ABORT_ON_CLOSE 为原因调用 tcp_send_active_reset()。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: """
          Before close(): shutdown(fd, SHUT_WR), then read and discard until EOF or a time limit.
          """,
        zh: "close() 之前先 shutdown(fd, SHUT_WR)，再读取并丢弃数据，直到 EOF 或超时。")),
    Fix(
      Text(
        en: "In nginx, keep on reading after an early answer.", zh: "在 nginx 中，提前应答后继续读取剩余数据。"),
      command: "lingering_close always;", undo: "lingering_close on;"),
    Fix(
      Text(
        en:
          "If a limit cut the request short, raise it, or have clients send Expect: 100-continue.",
        zh: "如果是限制截断了请求，就调大该限制，或让客户端使用 Expect: 100-continue。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Set SO_LINGER on the socket", zh: "给套接字设置 SO_LINGER"),
      why: Text(
        en: "It waits for data being sent; unread data still makes a RST.",
        zh: "SO_LINGER 只等待发送中的数据，未读数据照样触发 RST。")),
    WrongFix(
      Text(en: "Have the client send the request again", zh: "让客户端原样重发请求"),
      why: Text(en: "The same request ends in the same way.", zh: "同样的请求会得到同样的结果。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "process-died",
      Text(
        en: "The kernel closes for a dying process too; its exit status tells.",
        zh: "进程死亡时由内核代为关闭，看退出状态即可区分。")),
    LookAlike(
      "early-response-close",
      Text(
        en: "There the server had answered the request that it did not read to its end.",
        zh: "那种情况下服务端已经应答了没读完的请求。")),
    LookAlike(
      "keepalive-race",
      Text(
        en: "There the connection had been idle, and the next request came just before the close.",
        zh: "那种情况下连接一直空闲，下一个请求恰好在关闭前到达。")),
    LookAlike(
      "linger-zero",
      Text(
        en: "SO_LINGER 0 aborts with nothing unread, with reason TCP_STATE.",
        zh: "SO_LINGER 0 在没有未读数据时也会中止连接，原因为 TCP_STATE。")),
  ]

  public static let references = [
    "RFC 1122 section 4.2.2.13", "RFC 2525 section 2.17", "__tcp_close() in net/ipv4/tcp.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "close() with a request unread and unanswered", zh: "请求既没读也没应答就 close()"),
      steps: .open + [.wait(.milliseconds(1200))] + .unreadRequest + [
        .on(.server, .close(connection: 0))
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .likely, error: .connectionReset)),
    Scenario(
      id: "unread-data-at-close/download",
      title: Text(
        en: "The client closes with half of the answer unread", zh: "客户端只读了一半响应就关闭"),
      steps: .open + [
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
        .on(.server, .send(connection: 0, bytes: 2000, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 1000, expecting: .success)),
        .on(.client, .close(connection: 0)),
        .on(.server, .receive(connection: 0, bytes: 1, expecting: .error(.connectionReset))),
      ],
      expected: .init(sender: .client, atLeast: .certain, error: .connectionReset)),
    Scenario(
      id: "unread-data-at-close/nat",
      title: Text(
        en: "An unread request, through address translation", zh: "请求未读就 close()，中间经过地址转换"),
      steps: .open + [.wait(.milliseconds(1200))] + .unreadRequest + [
        .on(.server, .close(connection: 0))
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .likely, error: .connectionReset), path: .nat),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    if let socket = evidence.socketClosedUnread { return matchSender(evidence, socket) }
    guard let socket = evidence.onlyReceiver, socket.state == .established,
      socket.lastSent != nil, (socket.pauseBeforeLastSent ?? .zero) >= .zero
    else { return nil }
    return Match(
      .possible, because: [.receiverState(socket)],
      alternatives: [
        "process-died", "application-timeout", "linger-zero", "socket-destroyed", "disconnect-call",
      ])
  }

  private static func matchSender(_ evidence: Evidence, _ socket: Socket) -> Match {
    var reasons = [Reason.unread(socket.unreadBytes)]
    if let process = evidence.senderProcess { reasons.append(.closer(process)) }
    let left = refinements(evidence, socket)
    let lookedAt = evidence.sentByProcess && evidence.seenSenderRole != nil
    return Match(
      lookedAt && left.isEmpty ? .certain : .likely, because: reasons, alternatives: left)
  }

  /// The more exact causes that the kernel's evidence cannot exclude.
  private static func refinements(_ evidence: Evidence, _ socket: Socket) -> [String] {
    var left = evidence.sent?.exit == nil ? [] : ["graceless-restart"]
    guard evidence.senderRole == .server else {
      // A client that has part of its answer was not kept waiting for it.
      return socket.pauseBeforeLastReceived.map { $0 >= .zero } == true
        ? left : left + ["application-timeout"]
    }
    let age = socket.openedAt.map { evidence.time - $0 } ?? .seconds(3600)
    if socket.lastSent == nil, age < Evidence.idleThreshold { left.append("admission-limit") }
    if socket.lastSent != nil { left += ["early-response-close", "request-limit-close"] }
    return left + ["request-too-large", "application-timeout"]
  }

  private static let close = ["__tcp_close", "inet_release"]

  private static func socket(_ change: (inout Socket) -> Void = { _ in }) -> Socket {
    Sample.socket(.closed, was: .established) {
      $0.unreadBytes = 900
      $0.bytesReceived = 1000
      $0.lastReceived = Sample.ago(0.2)
      change(&$0)
    }
  }

  private static let download = Sample.socket(.closed, of: .client, was: .established) {
    $0.unreadBytes = 900
    $0.exchange(lastReceived: 0.1, lastSent: 0.2)
  }

  public static let examples: [Example] = [
    .hit(
      "a client closes with part of the answer unread", .certain,
      Evidence(
        sent: Sample.aborted("TCP_ABORT_ON_CLOSE", close, by: .client, download),
        received: Sample.received(.established, by: .server) {
          $0.exchange(lastReceived: 0.2, lastSent: 0.1)
        })),
    .hit(
      "a kernel without reasons: the call site and the bytes tell", .certain,
      Evidence(sent: Sample.aborted(nil, close, by: .client, download))),
    .hit(
      "a server leaves 900 of 1000 bytes unread, and does not answer", .likely,
      Evidence(
        sent: Sample.aborted("TCP_ABORT_ON_CLOSE", close, socket()),
        received: Sample.received(.established) { $0.lastSent = Sample.ago(0.2) })),
    .hit(
      "the next request, right after an answer", .likely,
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_CLOSE", close,
          socket { $0.exchange(lastReceived: 0.2, lastSent: 0.5) }))),
    .hit(
      "exit(0) with unread data is no death", .likely,
      Evidence(
        sent: Sample.aborted("TCP_ABORT_ON_CLOSE", close, socket(), exit: Sample.exitedWith0))),
    .hit(
      "it is not known who closed", .likely,
      Evidence(sent: Sample.sent("TCP_ABORT_ON_CLOSE", close) { $0.socket = socket() })),
    .hit(
      "only the client's half, in the middle of a request", .possible,
      Evidence(
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 0.5, lastSent: 0.01)
          $0.unacknowledgedBytes = 500
        })),
    .miss(
      "SO_LINGER 0 with all read",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "__tcp_close"],
          Sample.socket(.closed, was: .established) { $0.linger = .zero }))),
    .miss(
      "data after an orderly close",
      Evidence(
        sent: Sample.sent("TCP_ABORT_ON_DATA", ["tcp_rcv_state_process"]) {
          $0.trigger = Sample.segment(bytes: 10)
          $0.closure = Sample.closure(ago: 0.1)
        })),
  ]
}
