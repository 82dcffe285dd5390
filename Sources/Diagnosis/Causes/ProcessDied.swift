import Facts

/// A process was killed, or ended with an error; the kernel closed its connections for it.
public enum ProcessDied: Cause {
  public static let id = "process-died"
  public static let family = Family.closing
  public static let precedence = Precedence.process
  public static let needs: [Need] = [.senderKernel, .processExit, .closeMemory]
  public static let refines = [
    "unread-data-at-close", "write-after-close", "linger-zero", "linger2-negative",
    "listener-closed",
  ]

  public static let title = Text(
    en: "The process that held the connection died", zh: "持有该连接的进程异常退出")

  public static let explanation = Text(
    en: """
      The process was ended by a signal, or ended itself with an error. The kernel closed its \
      connections: with a RST where data was unread, else with a FIN, and then with a RST to whatever \
      the peer still sent. All of its connections fail at the same moment.
      """,
    zh: """
      进程被信号终止，或以错误码退出，内核替它关闭了所有连接：有未读数据的直接发 RST，其余先发 FIN，\
      对端若继续发送再回 RST。该进程的所有连接会在同一时刻失败。
      """)

  public static let mechanism = Text(
    en: """
      do_exit() releases the descriptors; the last reference to a socket runs __tcp_close() in the \
      dying task (PF_EXITING), which resets or sends a FIN. signal->group_exit_code has the status.
      """,
    zh: """
      do_exit() 释放所有描述符；套接字的最后一个引用在正在退出的任务（PF_EXITING）里执行 \
      __tcp_close()，发出 RST 或 FIN。退出状态记录在 signal->group_exit_code 中。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Find out why it ended: out of memory, a segmentation fault, a supervisor's kill.",
        zh: "查明退出原因：内存不足（OOM）、段错误，或被管理进程杀死。"),
      command: "journalctl -k | grep -iE 'oom|killed process|segfault'"),
    Fix(
      Text(
        en: "Where it is stopped on purpose, drain first: stop accepting, finish, then exit(0).",
        zh: "如果是主动停止，应先排空：停止接受新连接、处理完现有请求，再以 0 退出。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Tune kernel TCP parameters", zh: "调整内核 TCP 参数"),
      why: Text(
        en: "The kernel did what a dead process needs; no parameter keeps its sockets.",
        zh: "内核只是在替已死的进程善后，没有参数能保住它的套接字。")),
    WrongFix(
      Text(en: "Only restart it automatically", zh: "只配置自动重启"),
      why: Text(
        en: "Each death still resets every connection that was open.",
        zh: "每次退出仍会重置当时的所有连接。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "unread-data-at-close",
      Text(
        en: "The same RST, but the process lives on, or left with exit(0).",
        zh: "RST 相同，但进程仍在运行，或以 0 正常退出。")),
    LookAlike(
      "graceless-restart",
      Text(
        en: "There it was asked to stop, and a new process listens within seconds.",
        zh: "那种情况下进程是被要求停止的，几秒内有新进程开始监听。")),
    LookAlike(
      "keepalive-race",
      Text(
        en: "A live server closes idle connections, one at a time.",
        zh: "正常运行的服务端会逐个关闭空闲连接。")),
  ]

  public static let references = [
    "do_exit() in kernel/exit.c", "__tcp_close() in net/ipv4/tcp.c", "signal(7)", "wait(2)",
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    guard let exit = evidence.death, let sent = evidence.sent, !opens(evidence.trigger) else {
      return nil
    }
    let process = evidence.senderProcess
    var reasons = [exitReason(exit, process)]
    if let socket = sent.socket, evidence.sentByProcess, socket.unreadBytes > 0 {
      reasons.append(.unread(socket.unreadBytes))
    } else if let closure = sent.closure, let segment = evidence.trigger {
      reasons += [.earlierClose(closure, before: sent.time), .trigger(segment)]
    }
    // Asked to stop, it may be followed by another, which was not seen.
    return Match(
      .certain, because: reasons, alternatives: exit.isStop ? ["graceless-restart"] : [])
  }

  private static func opens(_ segment: Segment?) -> Bool {
    segment?.flags.contains(.syn) ?? false
  }

  private static func exitReason(_ exit: ExitStatus, _ process: Process?) -> Reason {
    let who = process?.named
    if let signal = exit.signal {
      let name = SignalName.of(signal)
      return Reason(
        "process-killed", name,
        Text(
          en: "\(who?.en ?? "The process") was being ended by \(name) when its socket was closed",
          zh: "套接字关闭时，\(who?.zh ?? "该进程")正被 \(name) 终止"), source: .process)
    }
    let code = exit.code ?? 0
    return Reason(
      "process-exit", "\(code)",
      Text(
        en:
          "\(who?.en ?? "The process") was ending with exit status \(code) when its socket was closed",
        zh: "套接字关闭时，\(who?.zh ?? "该进程")正以状态码 \(code) 退出"), source: .process)
  }

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id, title: Text(en: "SIGKILL with a request unread", zh: "请求未读时被 SIGKILL"),
      steps: .open + .unreadRequest + [.kill(.server, signal: 9)] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
    Scenario(
      id: "process-died/exit-status",
      title: Text(en: "exit(3) with a request unread", zh: "请求未读时以状态码 3 退出"),
      steps: .open + .unreadRequest + [.on(.server, .exit(code: 3))] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
    Scenario(
      id: "process-died/late-data",
      title: Text(en: "Data for a process that was killed", zh: "向已被杀死的进程发送数据"),
      steps: .open + .exchange + [.kill(.server, signal: 9), .wait(.milliseconds(100))]
        + .clientWritesAfterFIN,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe)),
  ])

  private static let unread = Sample.socket(.closed, was: .established) { $0.unreadBytes = 80 }

  public static let examples: [Example] = [
    .hit(
      "SIGKILL with a request unread", .certain,
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_CLOSE", ["__tcp_close", "do_exit"], unread, exit: Sample.killed),
        received: Sample.received(.established))),
    .hit(
      "exit(3) with SO_LINGER 0 set", .certain,
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "__tcp_close", "do_exit"],
          Sample.socket(.closed, was: .established) { $0.linger = .zero },
          exit: Sample.exitedWith3))),
    .hit(
      "killed after its FIN; the peer's data came later", .certain,
      Evidence(
        sent: Sample.sent("TCP_TIMEWAIT_SOCKET", ["tcp_v4_rcv"]) {
          $0.trigger = Sample.segment(bytes: 80)
          $0.fromTimeWait = true
          $0.closure = Sample.closure(ago: 2, exit: Sample.killed) {
            $0.exchange(lastReceived: 30, lastSent: 30)
          }
        })),
    .miss(
      "exit(0) with unread data",
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_CLOSE", ["__tcp_close", "do_exit"], unread, exit: Sample.exitedWith0))),
    .miss(
      "close() by a live process",
      Evidence(sent: Sample.aborted("TCP_ABORT_ON_CLOSE", ["__tcp_close"], unread))),
    .miss(
      "a new connection to the port of a process that was killed",
      Evidence(
        sent: Sample.sent("NO_SOCKET") {
          $0.trigger = Sample.syn
          $0.closure = Sample.closure(ago: 2, exit: Sample.killed)
        })),
  ]
}
