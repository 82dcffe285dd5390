import Facts

/// The process keeps connections that its peers have closed, until it has no descriptor left.
public enum ConnectionLeak: Cause {
  public static let id = "connection-leak"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .listenerState]
  public static let refines = ["file-descriptor-exhaustion", "accept-queue-overflow"]

  public static let title = Text(
    en: "The process does not close connections that its peers have closed",
    zh: "进程没有关闭对端已经关闭的连接，连接泄漏")

  public static let explanation = Text(
    en: """
      The peer has closed, the kernel has told the program with an end of file, and the program never calls \
      close(): a response body that is not read to its end, an error path without a close, a connection that \
      is taken out of a pool and not given back. Each stays in CLOSE_WAIT, which has no time-out, and keeps its \
      descriptor. Nothing fails until the descriptors or the pool run out; then all new work does.
      """,
    zh: """
      对端已关闭，内核以 EOF 通知了程序，但程序一直没有调用 close()：响应体没有读完、出错分支没有关闭、从连接池取出后没有\
      归还。这些连接停在 CLOSE_WAIT（没有超时），一直占着描述符。起初一切正常，直到描述符或连接池耗尽，新的请求全部失败。
      """)

  public static let mechanism = Text(
    en: """
      tcp_fin() sets CLOSE_WAIT, which only the program's own close() or shutdown() ends. accept4() then gets \
      no number from __alloc_fd() (RLIMIT_NOFILE, EMFILE), and the accept queue fills up.
      """,
    zh: """
      tcp_fin() 把状态设为 CLOSE_WAIT，只有程序自己调用 close() 或 shutdown() 才会离开。之后 accept4() 无法从 \
      __alloc_fd() 得到描述符（RLIMIT_NOFILE，EMFILE），全连接队列随之填满。
      """)

  public static let fixes: [Fix] = fixes(of: nil)

  private static func fixes(of pid: Int32?) -> [Fix] {
    [
      Fix(
        Text(
          en: "See which peers they are of: it names the code that does not close.",
          zh: "查看是哪些对端的连接，由此找到没有关闭连接的代码。"),
        command: "ss -Htnp state close-wait | grep 'pid=\(pid.map { "\($0)" } ?? "PID"),'"),
      Fix(
        Text(
          en: "Close after end of file: read each body to its end and close it, also after errors.",
          zh: "读到 EOF 后要关闭连接：把每个响应体读完并关闭，出错时也一样。")),
      Fix(
        Text(
          en: "Until that is out, restart the process in turns before it runs out.",
          zh: "修复上线之前，在耗尽之前分批重启进程。")),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise the limit of descriptors", zh: "调大描述符上限"),
      why: Text(en: "A leak fills every limit, only later.", zh: "泄漏会占满任何上限，只是晚一点。")),
    WrongFix(
      Text(
        en: "Lower net.ipv4.tcp_fin_timeout or tcp_keepalive_time",
        zh: "调小 net.ipv4.tcp_fin_timeout 或 tcp_keepalive_time"),
      why: Text(
        en: "CLOSE_WAIT waits for this program, and no parameter ends it.",
        zh: "CLOSE_WAIT 等的是本机程序，没有任何参数能结束它。")),
    WrongFix(
      Text(en: "Enlarge the connection pool", zh: "扩大连接池"),
      why: Text(
        en: "What is not given back is missing from a large pool, too.",
        zh: "不归还的连接，池再大也会用尽。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "file-descriptor-exhaustion",
      Text(
        en: "There the descriptors are in use: open connections, or files.",
        zh: "那种情况下描述符确实在用：打开的连接或文件。")),
    LookAlike(
      "port-exhaustion",
      Text(
        en: "There TIME_WAIT holds the ports; it ends by itself after 60 s.",
        zh: "那种情况下占用端口的是 TIME_WAIT，60 秒后自行消失。")),
    LookAlike(
      "accept-queue-overflow",
      Text(
        en: "There the process has descriptors left and is only too slow.",
        zh: "那种情况下进程还有描述符，只是 accept 太慢。")),
  ]

  public static let references = [
    "RFC 9293 section 3.3.2 (CLOSE-WAIT)", "tcp_fin() in net/ipv4/tcp_input.c",
    "accept(2): EMFILE", "getrlimit(2): RLIMIT_NOFILE",
  ]

  static let leaked = 24

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "The server keeps what its clients have closed, and runs out of descriptors",
        zh: "服务端不关闭客户端已关闭的连接，描述符耗尽"),
      steps: [.on(.server, .listen(port: 8080, backlog: 1))] + (0..<leaked).flatMap(Self.leak) + [
        .on(.server, .limitDescriptors(spare: 0)), .wait(.milliseconds(1200)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.server, .acceptInVain),
        .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(1200)),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .likely, error: nil, harmless: nil,
        blind: [.client]))
  ])

  static func leak(_ connection: Int) -> [Scenario.Step] {
    [
      .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
      .on(.client, .close(connection: connection)),
    ]
  }

  /// Half of what is open; a peer that only closed its own direction may still wait for an answer, so that it is never
  /// certain.
  static func explains(_ use: OpenDescriptors) -> Bool {
    use.isExhausted && (use.unclosed ?? 0) * 2 >= use.open
  }

  public static func match(_ evidence: Evidence) -> Match? {
    guard let use = evidence.descriptors, explains(use), let unclosed = use.unclosed,
      let queue = AcceptQueueOverflow.matchQueue(evidence), queue.confidence > .possible
    else { return nil }
    return Match(
      .likely, because: [left(unclosed, of: use)] + queue.reasons,
      alternatives: ["file-descriptor-exhaustion"], fixes: fixes(of: use.process.pid),
      harmless: queue.harmless)
  }

  private static func left(_ unclosed: Int, of use: OpenDescriptors) -> Reason {
    Reason(
      "close-wait", "\(unclosed) of \(use.open)",
      Text(
        en: """
          \(use.process.named.en) had no descriptor left: \(unclosed) of its \(use.open) were connections that \
          the peer had closed
          """,
        zh: """
          \(use.process.named.zh)的描述符已用尽：打开的 \(use.open) 个中有 \(unclosed) 个是对端已关闭的连接
          """), source: .process)
  }

  private static func full(open: Int, unclosed: Int?) -> Evidence {
    var evidence = Evidence(
      drops: Sample.drops([.listenOverflows: 3, .listenDrops: 3], drops: 3) { $0.queueLength = 2 })
    evidence.descriptors = OpenDescriptors(
      process: Sample.nginx, open: open, limit: 1024, unclosed: unclosed)
    return evidence
  }

  public static let examples: [Example] = [
    .hit("1000 of 1024 wait to be closed", .likely, full(open: 1024, unclosed: 1000)),
    .miss("they are connections in use", full(open: 1024, unclosed: 3)),
    .miss("descriptors are left", full(open: 700, unclosed: 600)),
    .miss("they were not looked at", full(open: 1024, unclosed: nil)),
  ]
}
