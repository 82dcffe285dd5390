import Facts

/// The server gave up a client that did not read what was sent to it.
public enum SlowReaderLimit: Cause {
  public static let id = "slow-reader-limit"
  public static let family = Family.admission
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .receiverKernel]
  public static let refines = ["linger-zero", "unread-data-at-close", "write-after-close"]

  public static let title = Text(
    en: "The sender gave up a peer that read too slowly", zh: "对端读取太慢，被发送方放弃")

  public static let explanation = Text(
    en: """
      One end did not read, its buffer filled up and its window closed. The other had more to send, \
      waited for as long as it allows (nginx send_timeout, 60 s), or until its own buffer was over a \
      limit (Redis client-output-buffer-limit), and dropped the connection with that data unsent.
      """,
    zh: """
      一端一直不读取，接收缓冲区写满、窗口变为零。另一端还有数据要发，等待超过上限（nginx send_timeout，60 秒）\
      或自身的输出缓冲超过上限（Redis client-output-buffer-limit）后放弃连接，未发送的数据随之丢弃。
      """)

  public static let mechanism = Text(
    en: """
      The peer's window keeps tcp_write_xmit() from sending (TCP_CHRONO_RWND_LIMITED). The program sets \
      SO_LINGER to 0 (nginx reset_timedout_connection) and closes: tcp_disconnect() sends a RST.
      """,
    zh: """
      对端的窗口使 tcp_write_xmit() 无法发送（TCP_CHRONO_RWND_LIMITED）。程序把 SO_LINGER 设为 0（nginx \
      reset_timedout_connection）后关闭，tcp_disconnect() 发送 RST。
      """)

  public static let fixes = [
    Fix(
      Text(
        en:
          "Find what keeps the reader from reading: a blocked loop, a slow disk, a paused consumer.",
        zh: "查明读取方为何不读：事件循环阻塞、磁盘慢，或消费者被暂停。"),
      command: "ss -tnmi state established | grep -B1 -A1 rwnd_limited"),
    Fix(
      Text(
        en: "Give slow readers more time (nginx shown).", zh: "给慢读取方更多时间（以 nginx 为例）。"),
      command: "send_timeout 300s;", undo: "send_timeout 60s;"),
    Fix(
      Text(
        en: "Give subscribers of Redis a larger output buffer.", zh: "调大 Redis 订阅者的输出缓冲区。"),
      command: "redis-cli CONFIG SET client-output-buffer-limit 'pubsub 128mb 32mb 60'",
      undo: "redis-cli CONFIG SET client-output-buffer-limit 'pubsub 32mb 8mb 60'"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise net.ipv4.tcp_wmem", zh: "调大 net.ipv4.tcp_wmem"),
      why: Text(
        en: "A reader that does not read fills any buffer; it only takes longer.",
        zh: "不读取的一端能写满任何缓冲区，只是晚一点而已。")),
    WrongFix(
      Text(en: "Turn reset_timedout_connection off", zh: "关闭 reset_timedout_connection"),
      why: Text(
        en: "The connection is dropped all the same; its buffers only stay for longer.",
        zh: "连接照样被放弃，只是缓冲区占用得更久。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "linger-zero",
      Text(
        en: "The same abort, while the peer's window was open.", zh: "同样的中止，但对端窗口是打开的。")),
    LookAlike(
      "application-timeout",
      Text(
        en: "There the closer waited for the peer to send, not to read.",
        zh: "那种情况下关闭方等的是对端发送，而不是读取。")),
    LookAlike(
      "retransmission-timeout",
      Text(
        en: "There the peer acknowledged nothing; here it answers, with a window of zero.",
        zh: "那种情况下对端没有任何确认；这里对端有应答，只是窗口为零。")),
  ]

  public static let references = [
    "RFC 9293 section 3.8.6.1 (zero-window probing)",
    "nginx ngx_http_core_module: send_timeout, reset_timedout_connection",
    "Redis: client-output-buffer-limit", "tcp_chrono_start() in net/ipv4/tcp_output.c",
  ]

  static let get = "GET /large HTTP/1.1\r\nHost: lab\r\n\r\n"

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "The client reads nothing for 1.3 s, and the server aborts", zh: "客户端 1.3 秒不读取，服务端中止连接"),
      steps: .open + [
        .on(.server, .sendUntilFull(connection: 0)), .wait(.milliseconds(1300)),
        .on(.server, .setOption(connection: 0, .linger(seconds: 0))),
        .on(.server, .close(connection: 0)), .wait(.milliseconds(50)),
        .on(.client, .sendText(connection: 0, get, expecting: .error(.connectionReset))),
      ],
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
    Scenario(
      id: "slow-reader-limit/nginx",
      title: Text(
        en: "nginx gives up a download that stands still for 1.5 s", zh: "下载停滞 1.5 秒后被 nginx 放弃"),
      steps: [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 0, get, expecting: .success)),
        .wait(.milliseconds(3000)),
        .on(.client, .sendText(connection: 0, get, expecting: .error(.connectionReset))),
      ],
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset),
      server: .real(
        Scenario.RealServer(
          .nginx, port: 8080, ["send_timeout 1500ms;", "reset_timedout_connection on;"],
          standIn: Scenario.StandIn(stallLimit: .milliseconds(1500))))),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    if let socket = evidence.onlyReceiver { return matchReceiver(evidence, socket) }
    guard evidence.death == nil, let socket = evidence.senderSocket, let sent = evidence.sent,
      evidence.trigger?.flags.contains(.syn) != true, evidence.failure == nil,
      sent.trigger == nil || evidence.lateSegment != nil,
      socket.unacknowledgedBytes > 0, let stalled = socket.windowLimited,
      stalled >= Evidence.idleThreshold, !evidence.passed("tcp_abort"), !evidence.lackedMemory
    else { return nil }
    return Match(
      evidence.sentByProcess || evidence.orderlyClose?.by != nil ? .certain : .likely,
      because: [windowClosed(stalled), unsent(socket.unacknowledgedBytes)]
        + (evidence.senderProcess.map { [.closer($0)] } ?? []))
  }

  /// This end had much to read, and had not read for long.
  private static func matchReceiver(_ evidence: Evidence, _ socket: Socket) -> Match? {
    guard socket.state == .established, socket.unreadBytes >= 32768,
      let received = socket.lastReceived, evidence.time - received >= Evidence.idleThreshold
    else { return nil }
    return Match(
      .likely, because: [.unread(socket.unreadBytes), .receiverState(socket)],
      alternatives: ["process-died", "linger-zero"])
  }

  private static func windowClosed(_ duration: Duration) -> Reason {
    Reason(
      "window-closed", duration.text,
      Text(
        en: "The peer's window had kept this end from sending for \(duration.text)",
        zh: "对端窗口为零，本端已有 \(duration.text) 无法发送"))
  }

  private static func unsent(_ bytes: UInt32) -> Reason {
    Reason(
      "unsent-bytes", "\(bytes) bytes",
      Text(
        en: "\(bytes) bytes were not sent or not acknowledged when it closed",
        zh: "关闭时还有 \(bytes) 字节未发送或未被确认"))
  }

  private static func aborted(_ stalled: Duration?, exit: ExitStatus? = nil) -> SentReset {
    Sample.aborted(
      "TCP_STATE", ["tcp_disconnect", "__tcp_close"],
      Sample.socket(.closed, was: .established) {
        $0.linger = .zero
        $0.exchange(lastReceived: 62, lastSent: 61)
        $0.unacknowledgedBytes = 400_000
        $0.windowLimited = stalled
      }, exit: exit)
  }

  public static let examples: [Example] = [
    .hit("the window was closed for a minute", .certain, Evidence(sent: aborted(.seconds(60)))),
    .hit(
      "only the reader's half, with its buffer full", .likely,
      Evidence(
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 60, lastSent: 62)
          $0.unreadBytes = 200_000
        })),
    .miss("the window was open", Evidence(sent: aborted(nil))),
    .miss("a stall of 0.2 s is nothing", Evidence(sent: aborted(.milliseconds(200)))),
    .miss("killed", Evidence(sent: aborted(.seconds(60), exit: Sample.killed))),
  ]
}
