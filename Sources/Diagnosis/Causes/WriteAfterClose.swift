import Facts

/// Data came to a connection that its end had closed in the orderly way.
public enum WriteAfterClose: Cause {
  public static let id = "write-after-close"
  public static let family = Family.closing
  public static let precedence = Precedence.mechanism
  public static let needs: [Need] = [.senderKernel, .trigger, .closeMemory]

  public static let title = Text(
    en: "Data was sent to a connection that the other end had closed",
    zh: "对端已关闭连接，仍然向它发送数据")

  public static let explanation = Text(
    en: """
      One end closed the connection with a FIN, and the other went on sending. There is no program \
      left to read the data, so the kernel answers with a RST. The sender reads EOF first; its next \
      write fails with EPIPE.
      """,
    zh: """
      一端用 FIN 正常关闭了连接，另一端却继续发送数据。已经没有程序来读取，内核便以 RST 应答。发送方先\
      读到 EOF，再写就得到 EPIPE。
      """)

  public static let mechanism = Text(
    en: """
      Before the FIN is acknowledged tcp_rcv_state_process() resets with TCP_ABORT_ON_DATA; after it \
      the closed socket lives on as a time-wait socket, which resets with TCP_TIMEWAIT_SOCKET; once \
      that is gone, NO_SOCKET, or TCP_FLAGS from the listener.
      """,
    zh: """
      FIN 被确认之前，由 tcp_rcv_state_process() 以 TCP_ABORT_ON_DATA 复位；确认之后，套接字转为 \
      timewait 形式，以 TCP_TIMEWAIT_SOCKET 复位；它也消失之后则是 NO_SOCKET，或由监听套接字以 \
      TCP_FLAGS 复位。
      """)

  public static let fixes = [
    Fix(
      Text(
        en:
          "On the sending end: when read() returns 0, stop writing and close this connection too.",
        zh: "发送端：read() 返回 0 后不要再写，同样关闭该连接。")),
    Fix(
      Text(
        en: "On the closing end: shutdown(fd, SHUT_WR) and read to EOF before close().",
        zh: "关闭端：先 shutdown(fd, SHUT_WR)，读到 EOF 再 close()。")),
    Fix(
      Text(
        en: "Agree in the protocol on who ends a connection, and when.",
        zh: "在协议里约定由谁、在何时结束连接。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Ignore SIGPIPE, and nothing more", zh: "仅仅忽略 SIGPIPE"),
      why: Text(
        en: "The program survives, but the data is lost all the same.",
        zh: "程序不会退出，但数据照样丢失。")),
    WrongFix(
      Text(
        en: "Shorten TIME_WAIT because of the reason's name", zh: "看到 TIMEWAIT 字样就去缩短 TIME_WAIT"),
      why: Text(
        en: "TIME_WAIT itself never resets; it is the memory of the close.",
        zh: "真正的 TIME_WAIT 从不发 RST，那只是关闭后留下的记录。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "keepalive-race",
      Text(
        en: "There the server closed an idle connection, and a new request met the close.",
        zh: "那种情况是服务端关闭空闲连接，新请求正好撞上。")),
    LookAlike(
      "process-died",
      Text(
        en: "There the FIN came from a dying process.", zh: "那种情况下 FIN 来自正在死亡的进程。")),
    LookAlike(
      "stale-connection",
      Text(
        en: "There the end that resets never closed: it forgot the connection.",
        zh: "那种情况下发 RST 的一端没有关闭过，而是丢失了连接的记录。")),
  ]

  public static let references = [
    "RFC 9293 section 3.6", "RFC 1122 section 4.2.2.13",
    "tcp_rcv_state_process() in net/ipv4/tcp_input.c",
    "tcp_timewait_state_process() in net/ipv4/tcp_minisocks.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id, title: Text(en: "Write after the peer's close()", zh: "对端 close() 之后继续写"),
      steps: .open + .exchange + [.on(.server, .close(connection: 0)), .wait(.milliseconds(1200))]
        + .clientWritesAfterFIN,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe)),
    Scenario(
      id: "write-after-close/shutdown",
      title: Text(
        en: "Write after the peer's shutdown() of both directions", zh: "对端双向 shutdown() 之后继续写"),
      steps: .open + .exchange + [
        .on(.server, .shutdownBoth(connection: 0)), .wait(.milliseconds(1200)),
      ] + .clientWritesAfterFIN,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe)),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    if let segment = evidence.lateSegment { return matchSender(evidence, segment) }
    guard let socket = evidence.onlyReceiver, socket.state == .closeWait else { return nil }
    var reasons = [Reason.receiverState(socket)]
    let wrote = socket.wroteAfterFIN
    if wrote == true { reasons.append(lateWrite) }
    return Match(
      wrote == true ? .likely : .possible, because: reasons,
      alternatives: ["process-died", "unread-data-at-close", "application-timeout"]
        + (wrote == true ? [] : ["linger2-negative"]))
  }

  private static let lateWrite = Reason(
    "write-after-fin", "after the FIN",
    Text(en: "This end sent data after the peer's FIN", zh: "本机在收到对端 FIN 之后又发送了数据"))

  /// Certain where the close itself was seen, with its process: a death or an idle race would show.
  private static func matchSender(_ evidence: Evidence, _ segment: Segment) -> Match? {
    // A bare FIN or ACK after the FIN is the ordinary end of a connection.
    let isData = segment.payloadLength > 0
    var reasons = [Reason.trigger(segment)]
    if let closure = evidence.orderlyClose {
      reasons.insert(.earlierClose(closure, before: evidence.time), at: 0)
    }
    let lookedAt = evidence.orderlyClose?.by != nil && evidence.senderRole != nil
    let waited = evidence.orderlyClose?.socket.pauseBeforeLastReceived ?? .zero
    let pending = waited >= Evidence.idleThreshold ? ["application-timeout"] : []
    let options = evidence.senderSocket?.skipsFINWait2 == true ? ["linger2-negative"] : []
    let early = maybeBody(evidence, segment) ? ["early-response-close"] : []
    let counted = maybeCounted(evidence, segment) ? ["request-limit-close"] : []
    return Match(
      !isData ? .possible : lookedAt && early.isEmpty ? .certain : .likely, because: reasons,
      alternatives: options + pending + early + counted
        + (lookedAt ? [] : ["keepalive-race", "process-died"]))
  }

  /// Whether it may be one more request than the server takes, which too few closes can tell.
  private static func maybeCounted(_ evidence: Evidence, _ segment: Segment) -> Bool {
    let socket = evidence.orderlyClose?.socket
    return evidence.senderRole == .server && segment.beginsHTTPRequest
      && socket?.lacksAnswer == false && evidence.serverCloses.count < 2
  }

  /// Whether the data may be the rest of a request that the server had answered before its end.
  private static func maybeBody(_ evidence: Evidence, _ segment: Segment) -> Bool {
    guard evidence.senderRole != .client, !segment.beginsHTTPRequest else { return false }
    guard let socket = evidence.orderlyClose?.socket else { return true }
    guard let received = socket.lastReceived, let pause = socket.pauseBeforeLastReceived else {
      return false
    }
    // A body does not pause for long.
    return pause <= Evidence.clockSlack && evidence.time - received < Evidence.idleThreshold
  }

  private static func sent(
    _ reason: String?, _ closure: Closure?, by role: Socket.Role = .server, crossing: Bool = false
  ) -> SentReset {
    Sample.sent(reason, by: role) {
      $0.trigger = Sample.segment(bytes: 100, crossing: crossing)
      $0.fromTimeWait = reason == "TCP_TIMEWAIT_SOCKET"
      $0.closure = closure
    }
  }

  private static func busyClose(by role: Socket.Role = .server) -> Closure {
    Sample.closure(ago: 0.2, by: role) { $0.exchange(lastReceived: 0.3, lastSent: 0.3) }
  }

  public static let examples: [Example] = [
    .hit(
      "data 1.5 s after the close of a busy connection", .certain,
      Evidence(
        sent: sent(
          "TCP_TIMEWAIT_SOCKET",
          Sample.closure(ago: 1.5) { $0.exchange(lastReceived: 1.6, lastSent: 1.6) }))),
    .hit(
      "data 0.2 s after it may be the rest of a request", .likely,
      Evidence(
        sent: sent("TCP_TIMEWAIT_SOCKET", busyClose()),
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.exchange(lastReceived: 0.3, lastSent: 0.01)
          $0.peerClosedAt = Sample.ago(0.2)
        })),
    .hit(
      "the client cancelled, and the answer came after its FIN", .certain,
      Evidence(sent: sent("TCP_ABORT_ON_DATA", busyClose(by: .client), by: .client))),
    .hit(
      "the memory of the close is lost", .likely,
      Evidence(sent: sent("TCP_TIMEWAIT_SOCKET", nil))),
    .hit(
      "only the writer's half", .likely,
      Evidence(
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.exchange(lastReceived: 0.3, lastSent: 0.01)
          $0.peerClosedAt = Sample.ago(0.2)
        })),
    .miss(
      "no memory of the connection: it was never closed here",
      Evidence(sent: sent("NO_SOCKET", nil))),
    .miss(
      "a new connection after the close",
      Evidence(
        sent: Sample.sent("NO_SOCKET") {
          $0.trigger = Sample.syn
          $0.closure = busyClose()
        })),
  ]
}
