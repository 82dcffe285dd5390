import Facts

/// Two processes held one connection, and one of them shut it down under the other.
public enum SharedSocket: Cause {
  public static let id = "shared-socket"
  public static let family = Family.mismatch
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .closeMemory]
  public static let refines = ["write-after-close", "unread-data-at-close", "keepalive-race"]

  public static let title = Text(
    en: "Another process shut down a connection that it shared", zh: "另一个进程关闭了共享的连接")

  public static let explanation = Text(
    en: """
      A connection was open when its process forked, and so both have it (a pool made before the \
      workers, a database handle in a forked child). One of them shut it down, or said goodbye on it, \
      and the other's exchange broke: what the peer still sends is reset.
      """,
    zh: """
      进程在 fork 时连接处于打开状态，于是父子进程都持有它（在 fork 工作进程之前创建的连接池、子进程里的数据库\
      句柄）。其中一个把它关闭或发送了结束消息，另一个的交互因此中断：对端之后发来的数据会被重置。
      """)

  public static let mechanism = Text(
    en: """
      fork() shares the open file: shutdown(2) by one process acts on the connection itself, however \
      many descriptors refer to it. Data for a socket that was shut down makes TCP_ABORT_ON_DATA.
      """,
    zh: """
      fork() 共享同一个打开的文件：任何一个进程调用 shutdown(2) 都作用于连接本身，无论还有多少描述符引用它。数据\
      到达已 shutdown 的套接字时触发 TCP_ABORT_ON_DATA。
      """)

  public static let fixes = [
    Fix(
      Text(
        en:
          "Connect after fork(), in each process for itself (gunicorn: post_fork; Ruby: on_worker_boot).",
        zh: "fork() 之后由各进程各自建立连接（gunicorn：post_fork；Ruby：on_worker_boot）。")),
    Fix(
      Text(
        en: """
          In a child that must not use it, close() the descriptor only: no shutdown(), no TLS \
          close_notify, no QUIT.
          """,
        zh: "子进程不使用它时只 close() 描述符：不要 shutdown()，不要发 TLS close_notify 或 QUIT。")),
    Fix(
      Text(
        en: "Open sockets with SOCK_CLOEXEC, and exec children.",
        zh: "用 SOCK_CLOEXEC 打开套接字，并让子进程 exec。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Lock around the connection", zh: "给连接加锁"),
      why: Text(
        en: "A lock of one process does not bind the other.", zh: "一个进程里的锁约束不了另一个进程。")),
    WrongFix(
      Text(en: "Reconnect on every error", zh: "每次出错就重连"),
      why: Text(
        en: "Bytes of two processes may have been mixed before; answers then go astray.",
        zh: "在此之前两个进程的字节可能已经混在一起，响应会错乱。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "write-after-close",
      Text(
        en: "There the process that opened the connection closed it itself.",
        zh: "那种情况下是打开连接的进程自己关闭的。")),
    LookAlike(
      "process-died",
      Text(
        en: "There the process ended, and no other held the connection.",
        zh: "那种情况下进程退出，没有其他进程持有该连接。")),
  ]

  public static let references = [
    "fork(2)", "shutdown(2)", "tcp_rcv_state_process() in net/ipv4/tcp_input.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "A child shuts down the connection of its parent", zh: "子进程关闭了父进程的连接"),
      steps: .open + [
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
        .on(.client, .shutdownInChild(connection: 0)),
        .on(.server, .receive(connection: 0, bytes: 1, expecting: .endOfFile)),
        .on(.server, .send(connection: 0, bytes: 200, expecting: .success)),
        .wait(.milliseconds(100)),
        .on(.server, .send(connection: 0, bytes: 200, expecting: .error(.brokenPipe))),
      ],
      expected: .init(sender: .client, atLeast: .certain, error: .brokenPipe))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let segment = evidence.lateSegment, segment.payloadLength > 0,
      let closure = evidence.orderlyClose, let closer = closure.by,
      let owner = closure.socket.owner, owner.pid != closer.pid,
      evidence.sent?.socket?.hasDescriptor == true
    else { return nil }
    // One that was handed over is held by the new owner alone.
    let holders = closure.socket.holders
    guard holders.map({ $0 >= 2 }) ?? true else { return nil }
    return Match(
      holders == nil ? .likely : .certain,
      because: [shared(owner, closer), .earlierClose(closure, before: evidence.time)],
      alternatives: holders == nil ? ["write-after-close"] : [])
  }

  private static func shared(_ owner: Process, _ closer: Process) -> Reason {
    Reason(
      "shared-by", "\(owner.command)[\(owner.pid)], \(closer.command)[\(closer.pid)]",
      Text(
        en:
          "\(owner.named.en) had opened the connection and held it; \(closer.named.en) shut it down",
        zh: "\(owner.named.zh)打开并持有该连接，\(closer.named.zh)将其关闭"), source: .process)
  }

  private static func shutDown(
    by closer: Process, holders: Int?, hasDescriptor: Bool = true
  ) -> Evidence {
    Evidence(
      sent: Sample.sent("TCP_ABORT_ON_DATA", ["tcp_rcv_state_process"], by: .client) {
        $0.trigger = Sample.segment(bytes: 200)
        $0.socket = Sample.socket(.finWait2, of: .client) { $0.hasDescriptor = hasDescriptor }
        var closure = Sample.closure(ago: 0.1, by: .client) {
          $0.bytesAcknowledged = 100
          $0.lastSent = Sample.ago(0.2)
          $0.holders = holders
        }
        closure.by = closer
        $0.closure = closure
      })
  }

  private static let child = Process(pid: 4322, command: "curl")

  public static let examples: [Example] = [
    .hit("a child shuts it down; two descriptors", .certain, shutDown(by: child, holders: 2)),
    .hit("how many hold it is unknown", .likely, shutDown(by: child, holders: nil)),
    .miss("its own process shuts it down", shutDown(by: Sample.curl, holders: 1)),
    .miss("it was handed over, and its new owner shuts it down", shutDown(by: child, holders: 1)),
    .miss(
      "nobody holds it any more", shutDown(by: child, holders: 2, hasDescriptor: false)),
  ]
}
