import Facts

/// accept() failed because the process had no descriptor left, and the accept queue filled up behind it.
public enum FileDescriptorExhaustion: Cause {
  public static let id = "file-descriptor-exhaustion"
  public static let family = Family.admission
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .listenerState]
  public static let refines = ["accept-queue-overflow", "syn-cookie-rejected"]

  public static let title = Text(
    en: "The server had no free file descriptor to accept with", zh: "服务端没有空闲的文件描述符可供 accept")

  public static let explanation = Text(
    en: """
      Every connection takes a descriptor, and the process had as many open as its limit allows. \
      accept() fails with EMFILE; the kernel goes on completing handshakes until the accept queue is \
      full, and then drops or resets. The full queue is only what shows.
      """,
    zh: """
      每个连接占用一个描述符，而进程打开的数量已达上限。accept() 返回 EMFILE，内核仍继续完成握手，直到全连接\
      队列被填满，然后丢弃或重置。队列满只是表象。
      """)

  public static let mechanism = Text(
    en: """
      accept4() gets no number from __alloc_fd() (RLIMIT_NOFILE) and leaves the connection in the queue; \
      from then on all is as with a full accept queue.
      """,
    zh: """
      accept4() 无法从 __alloc_fd() 得到描述符（RLIMIT_NOFILE），连接留在队列里；之后的过程与全连接队列已满相同。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  private static func fixes(for use: OpenDescriptors?) -> [Fix] {
    let pid = use.map { "\($0.process.pid)" } ?? "PID"
    let limit = use?.limit ?? 1024
    return [
      Fix(
        Text(
          en: "See what the descriptors are: a leak shows as many of one kind.",
          zh: "查看这些描述符是什么：如果有泄漏，会大量出现同一类。"),
        command: "ls -l /proc/\(pid)/fd | awk '{print $NF}' | sed 's/[0-9]//g' | sort | uniq -c"),
      Fix(
        Text(
          en: "Raise the limit of the running process; it holds until it ends.",
          zh: "调大运行中进程的上限，进程退出前一直有效。"),
        command: "prlimit --pid \(pid) --nofile=\(max(65536, limit * 4))",
        undo: "prlimit --pid \(pid) --nofile=\(limit)"),
      Fix(
        Text(
          en: "Raise it for good in the unit (systemd), and in the program (nginx shown).",
          zh: "在服务单元（systemd）和程序配置（以 nginx 为例）里永久调大。"),
        command: "LimitNOFILE=65536", undo: "LimitNOFILE=\(limit)"),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise net.core.somaxconn or the backlog", zh: "调大 net.core.somaxconn 或 backlog"),
      why: Text(
        en: "The queue only takes longer to fill; nothing takes connections out of it.",
        zh: "队列只是晚一点满，并没有进程从中取走连接。")),
    WrongFix(
      Text(en: "Restart the server every night", zh: "每晚重启服务"),
      why: Text(
        en: "A leak comes back, and each restart resets what is open.",
        zh: "泄漏会再次出现，而每次重启都会重置正在使用的连接。")),
    WrongFix(
      Text(en: "Raise fs.file-max", zh: "调大 fs.file-max"),
      why: Text(
        en: "That is the limit of the host (ENFILE); the process has its own.",
        zh: "那是整机的上限（ENFILE），进程另有自己的上限。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "accept-queue-overflow",
      Text(
        en: "There the process has descriptors left and is only too slow.",
        zh: "那种情况下进程还有描述符，只是 accept 太慢。")),
    LookAlike(
      "admission-limit",
      Text(
        en: "There the program accepts, and closes at once.", zh: "那种情况下程序接受了连接，随即关闭。")),
    LookAlike(
      "connection-leak",
      Text(
        en: "That is often why: sockets in CLOSE_WAIT that nobody closes.",
        zh: "常常就是它的根源：CLOSE_WAIT 状态的套接字没有人关闭。")),
  ]

  public static let references = [
    "accept(2): EMFILE, ENFILE", "getrlimit(2): RLIMIT_NOFILE", "systemd.exec(5): LimitNOFILE",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "accept() fails with EMFILE, and the queue behind it overflows",
        zh: "accept() 因 EMFILE 失败，后面的队列溢出"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 1)),
        .on(.server, .limitDescriptors(spare: 0)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.server, .acceptInVain),
        .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(1200)),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .certain, error: nil, harmless: nil,
        blind: [.client]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let use = evidence.descriptors, use.isExhausted, !ConnectionLeak.explains(use),
      let queue = AcceptQueueOverflow.matchQueue(evidence), queue.confidence > .possible
    else { return nil }
    return Match(
      queue.confidence, because: [exhausted(use)] + queue.reasons, fixes: fixes(for: use),
      harmless: queue.harmless)
  }

  private static func exhausted(_ use: OpenDescriptors) -> Reason {
    Reason(
      "descriptors", "\(use.open) of \(use.limit)",
      Text(
        en: "\(use.process.named.en) had \(use.open) of \(use.limit) descriptors open",
        zh: "\(use.process.named.zh)已打开 \(use.open) 个描述符，上限为 \(use.limit)"), source: .process)
  }

  private static func full(_ use: OpenDescriptors?) -> Evidence {
    var evidence = Evidence(
      drops: Sample.drops([.listenOverflows: 3, .listenDrops: 3], drops: 3) { $0.queueLength = 2 })
    evidence.descriptors = use
    return evidence
  }

  private static let none = OpenDescriptors(process: Sample.nginx, open: 1024, limit: 1024)

  public static let examples: [Example] = [
    .hit("SYNs are dropped while 1024 of 1024 are open", .certain, full(none)),
    .hit(
      "a late reset of a handshake that found the queue full", .certain,
      {
        var evidence = Evidence(
          sent: Sample.sent("TCP_FLAGS") {
            $0.trigger = Sample.segment(bytes: 10)
            $0.listener = Listener(owner: Sample.nginx, queueLength: 2, queueLimit: 1)
            $0.overflow = Sample.ago(63)
          })
        evidence.descriptors = none
        return evidence
      }()),
    .miss(
      "nearly all of them are connections that their peers have closed",
      full(OpenDescriptors(process: Sample.nginx, open: 1024, limit: 1024, unclosed: 1000))),
    .miss("descriptors are left", full(Sample.room)),
    .miss("they were not looked at", full(nil)),
  ]
}
