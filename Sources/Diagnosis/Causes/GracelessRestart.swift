import Facts

/// A server was restarted, and the old process closed connections that were in use.
public enum GracelessRestart: Cause {
  public static let id = "graceless-restart"
  public static let family = Family.closing
  public static let precedence = Precedence.process
  public static let needs: [Need] = [.senderKernel, .processExit, .closeMemory, .listenerState]
  public static let refines = [
    "process-died", "unread-data-at-close", "write-after-close", "keepalive-race",
    "session-idle-timeout", "request-limit-close", "linger-zero", "early-response-close",
  ]

  public static let title = Text(
    en: "The server was restarted without draining its connections", zh: "服务端重启时没有排空连接")

  public static let explanation = Text(
    en: """
      The old process was asked to stop and ended with connections open, and a new one took over the \
      port within seconds. Requests that were running are reset; connections that clients kept for reuse \
      are closed under them, and their next request fails. It comes in a burst with each deployment.
      """,
    zh: """
      旧进程被要求停止，退出时仍有打开的连接，几秒内新进程接管了端口。正在处理的请求被重置；客户端保留以备复用的\
      连接也被关闭，下一个请求失败。每次发布时集中出现。
      """)

  public static let mechanism = Text(
    en: """
      The end of the process (a signal, or exit(0) after one) runs __tcp_close() for each socket: a RST \
      where something was unread, else a FIN and a RST to what comes later. inet_csk_listen_start() of \
      the new process follows within 10 s, or came just before.
      """,
    zh: """
      进程退出（被信号终止，或收到信号后 exit(0)）时，对每个套接字执行 __tcp_close()：有未读数据则发 RST，否则发 \
      FIN，并对之后到达的数据回 RST。新进程在 10 秒内（或在此之前不久）执行 inet_csk_listen_start()。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: """
          Drain before the end: leave the balancer, stop accepting, answer what runs with \
          Connection: close, then exit.
          """,
        zh: "退出前先排空：从负载均衡摘除、停止接受新连接、对处理中的请求返回 Connection: close，然后退出。")),
    Fix(
      Text(
        en: "Reload in place of a restart, where the server can (nginx shown).",
        zh: "能平滑重载的就不要重启（以 nginx 为例）。"),
      command: "nginx -s reload"),
    Fix(
      Text(
        en: "In Kubernetes, wait in preStop until the endpoint is gone from all nodes.",
        zh: "在 Kubernetes 中，用 preStop 等待端点从所有节点摘除。"),
      command: "lifecycle: {preStop: {exec: {command: [sleep, '15']}}}"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Only lengthen the grace period", zh: "只延长优雅退出时间"),
      why: Text(
        en: "New requests still arrive until the balancer knows; it must know first.",
        zh: "在负载均衡知道之前，新请求仍会到达，必须先摘除。")),
    WrongFix(
      Text(en: "Tune kernel TCP parameters", zh: "调整内核 TCP 参数"),
      why: Text(
        en: "The kernel closes what an ended process leaves; no parameter keeps it.",
        zh: "内核会关闭退出进程留下的一切，没有参数能保留它们。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "process-died",
      Text(
        en: "There nobody asked it to stop, or nobody took the port over.",
        zh: "那种情况下没有人要求它停止，或者没有新进程接管端口。")),
    LookAlike(
      "listener-closed",
      Text(
        en: "There the connections still waited to be accepted.", zh: "那种情况下连接还在排队等待 accept。")),
    LookAlike(
      "keepalive-race",
      Text(
        en: "There the server lives on and closes idle connections one by one.",
        zh: "那种情况下服务端仍在运行，逐个关闭空闲连接。")),
  ]

  public static let references = [
    "signal(7)", "nginx(8): signals QUIT and HUP", "RFC 9112 section 9.6",
    "do_exit() in kernel/exit.c",
  ]

  static let get = "GET / HTTP/1.1\r\nHost: lab\r\n\r\n"

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "SIGTERM with a request running, and a new process on the port",
        zh: "处理请求时收到 SIGTERM，新进程接管端口"),
      steps: .open + .unreadRequest + [
        .kill(.server, signal: 15), .on(.server, .listen(port: 8080, backlog: 16)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
    Scenario(
      id: "graceless-restart/nginx",
      title: Text(
        en: "nginx is stopped under a connection that its client keeps",
        zh: "nginx 被停止，而客户端还保留着连接"),
      steps: [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 0, get, expecting: .success)),
        .on(.client, .receiveResponse(connection: 0, expecting: .success)),
        .kill(.server, signal: 15), .on(.server, .startServerAgain), .wait(.milliseconds(100)),
      ] + .clientWritesAfterFIN,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe),
      server: .nginx(port: 8080, keepaliveTimeout: .seconds(60))),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let stop = evidence.stopOfServer, let restart = evidence.restart,
      evidence.trigger?.flags.contains(.syn) != true, evidence.sent?.socket?.wasAccepted != false,
      evidence.sentByProcess || (evidence.lateSegment?.payloadLength ?? 0) > 0
    else { return nil }
    return Match(
      evidence.seenSenderRole == .server ? .certain : .likely,
      because: [ended(stop), .restarted(restart, after: stop.time)])
  }

  private static func ended(_ stop: ServerStop) -> Reason {
    let how = stop.exit.signal.map(SignalName.of) ?? "exit(\(stop.exit.code ?? 0))"
    return Reason(
      "process-stopped", how,
      Text(
        en: "\(stop.process.named.en) closed the connection by its end: \(how)",
        zh: "\(stop.process.named.zh)退出（\(how)）时关闭了连接"), source: .process)
  }

  private static let terminated = ExitStatus(waitStatus: 15)

  private static func restarted(
    _ exit: ExitStatus, ago seconds: Double?,
    by process: Process = Process(pid: 999, command: "nginx")
  ) -> Evidence {
    var evidence = Evidence(
      sent: Sample.aborted(
        "TCP_ABORT_ON_CLOSE", ["__tcp_close", "do_exit"],
        Sample.socket(.closed, was: .established) { $0.unreadBytes = 80 }, exit: exit))
    evidence.restart = seconds.map {
      ListeningPort(netns: 1, port: 8080, owner: process, openedAt: Sample.ago($0))
    }
    return evidence
  }

  public static let examples: [Example] = [
    .hit("SIGTERM, and another listens 2 s later", .certain, restarted(terminated, ago: -2)),
    .hit(
      "exit(0) with a request unread, and another listens already", .certain,
      restarted(Sample.exitedWith0, ago: 1)),
    .hit(
      "a request for a connection that the old process closed by its end", .certain,
      {
        var evidence = Evidence(
          sent: Sample.sent("TCP_TIMEWAIT_SOCKET") {
            $0.fromTimeWait = true
            $0.trigger = Sample.segment(bytes: 80, "GET / HTTP/1.1")
            $0.closure = Sample.closure(ago: 5, exit: terminated) {
              $0.exchange(lastReceived: 30, lastSent: 30)
            }
          })
        evidence.restart = ListeningPort(
          netns: 1, port: 8080, owner: Process(pid: 999, command: "nginx"),
          openedAt: Sample.ago(4))
        return evidence
      }()),
    .miss("nobody took the port over", restarted(terminated, ago: nil)),
    .miss("killed with SIGKILL, and restarted", restarted(Sample.killed, ago: -2)),
    .miss("it failed, and was restarted", restarted(Sample.exitedWith3, ago: -2)),
  ]
}

extension Reason {
  /// That another process listens on the port of the one that stopped.
  static func restarted(_ port: ListeningPort, after time: Timestamp) -> Reason {
    let passed = (port.openedAt ?? time) - time
    let text = max(passed, .zero - passed).text
    let isLater = passed >= .zero
    return Reason(
      "restarted", "\(port.owner.command)[\(port.owner.pid)]",
      Text(
        en: """
          \(port.owner.named.en) began to listen on port \(port.port) \(text) \
          \(isLater ? "later" : "before")
          """,
        zh: "\(port.owner.named.zh)在其\(isLater ? "后" : "前") \(text) 开始监听端口 \(port.port)"),
      source: .history)
  }
}
