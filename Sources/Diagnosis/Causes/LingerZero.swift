import Facts

/// The program set SO_LINGER with time 0 and closed: an abort by request.
public enum LingerZero: Cause {
  public static let id = "linger-zero"
  public static let family = Family.closing
  public static let precedence = Precedence.mechanism
  public static let needs: [Need] = [.senderKernel]

  public static let title = Text(
    en: "The program asked for a reset: SO_LINGER 0", zh: "程序主动要求发送 RST：SO_LINGER 为 0")

  public static let explanation = Text(
    en: """
      The program, or a library or proxy in it, set SO_LINGER with a time of 0. close() then throws \
      away what was not sent and resets the connection instead of ending it with a FIN. It is done to \
      avoid TIME_WAIT, to drop a client at once, or by load tools and health checks.
      """,
    zh: """
      程序（或其中的库、代理）设置了时间为 0 的 SO_LINGER。这样 close() 会丢弃未发送的数据，用 RST \
      而不是 FIN 结束连接。这样做的目的通常是避开 TIME_WAIT、立即甩掉客户端，或见于压测和健康检查工具。
      """)

  public static let mechanism = Text(
    en: """
      __tcp_close() sees SOCK_LINGER with sk_lingertime 0 and calls tcp_disconnect(), which sends the \
      RST with reason TCP_STATE. The counter that grows is TCPAbortOnData, not TCPAbortOnLinger.
      """,
    zh: """
      __tcp_close() 发现 SOCK_LINGER 且 sk_lingertime 为 0，调用 tcp_disconnect() 发出 RST，原因为 \
      TCP_STATE。此时增加的计数器是 TCPAbortOnData，而不是 TCPAbortOnLinger。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Remove SO_LINGER {1, 0} from the program, or set it only on sockets to be given up.",
        zh: "去掉程序里的 SO_LINGER {1, 0}，或只对确实要放弃的连接设置。")),
    Fix(
      Text(
        en: "In nginx, do not reset connections that time out.", zh: "在 nginx 中，不要用 RST 结束超时连接。"),
      command: "reset_timedout_connection off;", undo: "reset_timedout_connection on;"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Keep SO_LINGER 0 to save TIME_WAIT sockets", zh: "为了减少 TIME_WAIT 而保留 SO_LINGER 0"),
      why: Text(
        en: "TIME_WAIT costs little; this costs the peer its last data.",
        zh: "TIME_WAIT 代价很小，而这样做会让对端丢掉最后的数据。")),
    WrongFix(
      Text(en: "Change tcp_fin_timeout", zh: "修改 tcp_fin_timeout"),
      why: Text(
        en: "An abort passes through no FIN_WAIT state.", zh: "中止连接不经过任何 FIN_WAIT 状态。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "disconnect-call",
      Text(
        en: "The same reason, from connect(AF_UNSPEC); the linger option is off.",
        zh: "原因相同，但来自 connect(AF_UNSPEC)，linger 选项没有打开。")),
    LookAlike(
      "listener-closed",
      Text(
        en: "The same reason, for connections that were never accepted.",
        zh: "原因相同，但针对的是从未被 accept 的连接。")),
    LookAlike(
      "unread-data-at-close",
      Text(
        en: "Without the option, only unread data turns a close() into a RST.",
        zh: "没有该选项时，只有未读数据才会让 close() 变成 RST。")),
  ]

  public static let references = [
    "socket(7): SO_LINGER", "RFC 9293 section 3.9.1.5 (ABORT)",
    "tcp_disconnect() in net/ipv4/tcp.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id, title: Text(en: "close() with SO_LINGER 0", zh: "SO_LINGER 为 0 时 close()"),
      steps: .open + [
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
        .on(.server, .setOption(connection: 0, .linger(seconds: 0))),
        .on(.server, .close(connection: 0)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    if let socket = evidence.socketDisconnected {
      return socket.linger == .zero && evidence.closedByCall
        ? matchSender(evidence, socket) : nil
    }
    guard let socket = evidence.onlyReceiver, socket.state == .established, socket.isDrained,
      let pause = socket.pauseBeforeLastReceived, pause >= .zero
    else { return nil }
    return Match(
      .possible, because: [.receiverState(socket)],
      alternatives: ["socket-destroyed", "disconnect-call", "process-died"])
  }

  /// Certain unless all had been exchanged and the peer, which was not seen, may have been closing.
  private static func matchSender(_ evidence: Evidence, _ socket: Socket) -> Match {
    var reasons = [
      Reason(
        "linger", "0 s",
        Text(en: "SO_LINGER was on with a time of 0", zh: "SO_LINGER 已打开，时间为 0")),
      Reason.callSite("tcp_disconnect"),
    ]
    if let process = evidence.senderProcess { reasons.append(.closer(process)) }
    let maybeOver = evidence.received == nil && socket.isDrained && socket.hasExchanged
    return Match(
      evidence.sentByProcess ? .certain : .likely, because: reasons,
      alternatives: maybeOver ? ["expected-close"] : [])
  }

  private static let close = ["tcp_disconnect", "__tcp_close"]

  private static func socket(_ change: (inout Socket) -> Void = { _ in }) -> Socket {
    Sample.socket(.closed, was: .established) {
      $0.linger = .zero
      $0.bytesReceived = 100
      change(&$0)
    }
  }

  public static let examples: [Example] = [
    .hit(
      "a request is dropped by SO_LINGER 0", .certain,
      Evidence(
        sent: Sample.aborted("TCP_STATE", close, socket()),
        received: Sample.received(.established))),
    .hit(
      "Linux 6.10, which gives no reason for it", .certain,
      Evidence(sent: Sample.aborted("NOT_SPECIFIED", close, socket()))),
    .hit(
      "only the client's half, with all answered", .possible,
      Evidence(
        received: Sample.received(.established) { $0.exchange(lastReceived: 3, lastSent: 4) })),
    .miss(
      "connect(AF_UNSPEC) with the option off",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "__inet_stream_connect"],
          socket { $0.linger = nil }))),
    .miss(
      "a listener closes with the option inherited by its queued connections",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "inet_csk_listen_stop"],
          socket { $0.wasAccepted = false }))),
    .miss(
      "SO_LINGER with 5 seconds and unread data",
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_CLOSE", ["__tcp_close"],
          socket {
            $0.linger = .seconds(5)
            $0.unreadBytes = 4
          }))),
  ]
}
