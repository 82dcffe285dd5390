import Facts

/// A listener was closed while finished handshakes waited in its accept queue.
public enum ListenerClosed: Cause {
  public static let id = "listener-closed"
  public static let family = Family.closing
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .listenerState]

  public static let title = Text(
    en: "The listener was closed before it accepted the connection",
    zh: "连接还没被 accept，监听套接字就关闭了")

  public static let explanation = Text(
    en: """
      The handshake was complete and the connection waited in the accept queue when the server closed \
      the listening socket: in a stop, a restart or a reload, or when one of several SO_REUSEPORT \
      workers left. The kernel resets every connection that was still waiting.
      """,
    zh: """
      三次握手已完成，连接正在全连接队列里等待 accept，服务端却关闭了监听套接字：停止、重启、重新加载\
      配置，或者多个 SO_REUSEPORT 工作进程之一退出。内核会重置所有还在排队的连接。
      """)

  public static let mechanism = Text(
    en: """
      inet_csk_listen_stop() walks the accept queue; inet_child_forget() calls tcp_disconnect() for \
      each child, reason TCP_STATE. With tcp_migrate_req 1 it moves them to another SO_REUSEPORT listener.
      """,
    zh: """
      inet_csk_listen_stop() 遍历全连接队列，由 inet_child_forget() 对每个子连接调用 \
      tcp_disconnect()，原因为 TCP_STATE。tcp_migrate_req 为 1 时会改为迁移到同组的其他 \
      SO_REUSEPORT 监听套接字。
      """)

  public static let fixes: [Fix] = fixes(was: nil)

  private static func fixes(was migrate: Int?) -> [Fix] {
    [
      Fix(
        Text(
          en: "Hand the listening socket over to the new process (systemd socket activation).",
          zh: "把监听套接字交给新进程（如 systemd socket activation），而不是关闭再打开。")),
      Fix(
        Text(
          en: "With several SO_REUSEPORT listeners, let the kernel move waiting connections.",
          zh: "有多个 SO_REUSEPORT 监听者时，让内核迁移排队中的连接。"),
        command: "sysctl -w net.ipv4.tcp_migrate_req=1",
        undo: "sysctl -w net.ipv4.tcp_migrate_req=\(migrate ?? 0)"),
      Fix(
        Text(
          en: "Stop sending new clients first, accept what waits, and only then close.",
          zh: "先摘除流量，把排队的连接都 accept 完，再关闭监听。")),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Drop SYNs with iptables during a reload", zh: "重载期间用 iptables 丢弃 SYN"),
      why: Text(
        en: "It delays every new client by a second and leaves those that wait.",
        zh: "会让每个新客户端多等一秒，而已在排队的连接照样被重置。")),
    WrongFix(
      Text(en: "Raise the backlog", zh: "调大 backlog"),
      why: Text(
        en: "A longer queue has more connections to lose.", zh: "队列越长，关闭时丢失的连接越多。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "accept-queue-overflow",
      Text(
        en: "There the listener lives on, and was full.", zh: "那种情况下监听套接字还在，只是队列满了。")),
    LookAlike(
      "process-died",
      Text(
        en: "The listener is closed as well, by the death of its process.",
        zh: "监听套接字同样被关闭，但起因是进程死亡。")),
    LookAlike(
      "linger-zero",
      Text(
        en: "The same reason, for a connection that was accepted.", zh: "原因相同，但连接已经被 accept。")),
  ]

  public static let references = [
    "inet_csk_listen_stop() in net/ipv4/inet_connection_sock.c",
    "ip-sysctl: tcp_migrate_req (Linux 5.14)", "listen(2)",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "The listener closes with a connection waiting", zh: "有连接排队时关闭监听套接字"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)), .wait(.milliseconds(100)),
        .on(.server, .closeListener),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    if let socket = evidence.socketDisconnected { return matchSender(evidence, socket) }
    // Nothing ever came: the server's program may never have seen the connection.
    guard let socket = evidence.onlyReceiver, socket.state == .established,
      socket.role != .server, socket.bytesReceived == 0, socket.unacknowledgedBytes == 0
    else { return nil }
    return Match(
      .possible, because: [.receiverState(socket)],
      alternatives: ["accept-queue-overflow", "linger-zero", "admission-limit", "firewall-reject"])
  }

  private static func matchSender(_ evidence: Evidence, _ socket: Socket) -> Match? {
    let certain = evidence.passed("inet_csk_listen_stop")
    guard certain || (socket.wasAccepted == false && evidence.closedByCall) else { return nil }
    var reasons = [waiting]
    if certain { reasons.append(.callSite("inet_csk_listen_stop")) }
    if let restart = evidence.restart {
      reasons.append(.restarted(restart, after: evidence.time))
    }
    if let owner = evidence.sent?.listener?.owner {
      reasons.append(
        Reason(
          "listener-owner", "\(owner.command)[\(owner.pid)]",
          Text(
            en: "\(owner.named.en) closed its listening socket",
            zh: "\(owner.named.zh)关闭了监听套接字"), source: .process))
    }
    return Match(
      certain ? .certain : .likely, because: reasons,
      alternatives: certain ? [] : ["linger-zero"],
      fixes: fixes(was: evidence.sysctls[.migrateRequests]))
  }

  private static let waiting = Reason(
    "never-accepted", "accept queue",
    Text(
      en: "The connection still waited in the accept queue", zh: "连接还在全连接队列中等待 accept"))

  private static let sites = ["tcp_disconnect", "inet_csk_listen_stop", "__tcp_close"]

  private static let queued = Sample.socket(.closed, was: .established) {
    $0.wasAccepted = false
    $0.hasDescriptor = false
    $0.owner = nil
  }

  public static let examples: [Example] = [
    .hit(
      "one connection waiting", .certain,
      Evidence(
        sent: Sample.sent("TCP_STATE", sites) {
          $0.socket = queued
          $0.actor = Sample.nginx
          $0.listener = Listener(owner: Sample.nginx, queueLength: 1, queueLimit: 16)
        },
        received: Sample.received(.established))),
    .hit(
      "a reset whose call site was not recorded", .likely,
      Evidence(sent: Sample.aborted("TCP_STATE", [], queued))),
    .hit(
      "only the client's half, before any data", .possible,
      Evidence(received: Sample.received(.established))),
    .miss(
      "the process of an accepted connection sets SO_LINGER 0",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "__tcp_close"],
          Sample.socket(.closed, was: .established) { $0.linger = .zero }))),
    .miss(
      "the accept queue is full",
      Evidence(
        sent: Sample.sent("INVALID_SYN", ["tcp_check_req"]) {
          $0.trigger = Sample.segment()
          $0.listener = Listener(queueLength: 2, queueLimit: 1)
        })),
  ]
}
