import Facts

/// connect() with AF_UNSPEC on a connected socket: the kernel aborts the connection.
public enum DisconnectCall: Cause {
  public static let id = "disconnect-call"
  public static let family = Family.closing
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel]

  public static let title = Text(
    en: "The program disconnected its socket: connect(AF_UNSPEC)",
    zh: "程序用 connect(AF_UNSPEC) 断开了连接")

  public static let explanation = Text(
    en: """
      The program called connect() with address family AF_UNSPEC on a socket that was connected. That \
      drops the connection, so that the socket can be used again, and the peer gets a RST. Some \
      libraries do it to reuse a descriptor, or by an address structure that was left zeroed.
      """,
    zh: """
      程序对已连接的套接字调用了地址族为 AF_UNSPEC 的 connect()。该调用会丢弃现有连接以便重用套接字，\
      对端收到 RST。有的库借此复用描述符，也可能是地址结构忘了填写（全为零）。
      """)

  public static let mechanism = Text(
    en: """
      __inet_stream_connect() calls tcp_disconnect() for AF_UNSPEC; where tcp_need_reset() holds, it \
      sends the RST with reason TCP_STATE. No TCPAbort counter moves.
      """,
    zh: """
      __inet_stream_connect() 遇到 AF_UNSPEC 时调用 tcp_disconnect()；若 tcp_need_reset() 成立，就以 \
      TCP_STATE 为原因发出 RST。TCPAbort* 计数器都不变。
      """)

  public static let fixes: [Fix] = fixes(by: nil)

  private static func fixes(by process: Process?) -> [Fix] {
    [
      Fix(
        Text(
          en: "End the connection with shutdown() and close(); open a new socket for the next one.",
          zh: "用 shutdown() 和 close() 结束连接，下一个连接使用新的套接字。")),
      Fix(
        Text(
          en: "If it was not meant, trace the program's connect() calls and their addresses.",
          zh: "如果并非有意，跟踪该程序的 connect() 调用及传入的地址。"),
        command: process.map { "strace -f -e trace=connect -p \($0.pid)" }),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Set SO_LINGER before it", zh: "在此之前设置 SO_LINGER"),
      why: Text(
        en: "connect(AF_UNSPEC) aborts whatever SO_LINGER says.",
        zh: "无论 SO_LINGER 如何设置，connect(AF_UNSPEC) 都会中止连接。")),
    WrongFix(
      Text(en: "Look for a firewall or a network fault", zh: "排查防火墙或网络故障"),
      why: Text(
        en: "The RST left the host in a system call of this program.",
        zh: "RST 是本机上该程序的系统调用发出的。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "linger-zero",
      Text(
        en: "The same reason, but from close() with SO_LINGER 0.",
        zh: "原因相同，但来自 SO_LINGER 为 0 时的 close()。")),
    LookAlike(
      "socket-destroyed",
      Text(
        en: "There another program ended the socket, which still shows its real state.",
        zh: "那种情况是别的程序销毁了套接字，事件里仍是它的真实状态。")),
  ]

  public static let references = [
    "connect(2): AF_UNSPEC", "__inet_stream_connect() in net/ipv4/af_inet.c",
    "tcp_disconnect() in net/ipv4/tcp.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "connect(AF_UNSPEC) on an open connection", zh: "对已建立的连接调用 connect(AF_UNSPEC)"),
      steps: .open + [.on(.server, .disconnect(connection: 0))] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let socket = evidence.socketDisconnected else { return nil }
    var reasons = [
      Reason(
        "system-call", "connect(AF_UNSPEC)",
        Text(
          en: "The RST went in connect() with AF_UNSPEC",
          zh: "RST 是在 AF_UNSPEC 的 connect() 调用中发出的"))
    ]
    if let process = evidence.senderProcess { reasons.append(.closer(process)) }
    if evidence.passed("inet_stream_connect", "__inet_stream_connect") {
      return Match(.certain, because: reasons, fixes: fixes(by: evidence.senderProcess))
    }
    // Without the stack, what is left when the other callers of tcp_disconnect() are excluded.
    guard evidence.closedByCall, !evidence.passed("__tcp_close"), socket.linger == nil,
      socket.wasAccepted != false, evidence.sentByProcess
    else { return nil }
    return Match(
      .likely, because: [.state(socket.lastOpenState)] + reasons.dropFirst(),
      alternatives: ["socket-destroyed", "listener-closed"])
  }

  private static let sites = ["tcp_disconnect", "__inet_stream_connect", "inet_stream_connect"]
  private static let open = Sample.socket(.closed, was: .established)

  public static let examples: [Example] = [
    .hit(
      "connect(AF_UNSPEC) by the server's program", .certain,
      Evidence(
        sent: Sample.aborted("TCP_STATE", sites, open),
        received: Sample.received(.established))),
    .hit(
      "a kernel without reasons", .certain, Evidence(sent: Sample.aborted(nil, sites, open))),
    .hit(
      "a reset whose call site was not recorded", .likely,
      Evidence(sent: Sample.aborted("TCP_STATE", [], open))),
    .miss(
      "close() with SO_LINGER 0",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "__tcp_close"],
          Sample.socket(.closed, was: .established) { $0.linger = .zero }))),
    .miss(
      "a connection of a listener that closes",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "inet_csk_listen_stop"],
          Sample.socket(.closed, was: .established) { $0.wasAccepted = false }))),
    .miss(
      "a socket that ss -K destroyed",
      Evidence(sent: Sample.aborted("TCP_STATE", ["tcp_abort"], Sample.socket(.established)))),
  ]
}
