import Facts

/// The server gave up a request after a fixed time, without an answer.
public enum ApplicationTimeout: Cause {
  public static let id = "application-timeout"
  public static let family = Family.admission
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .closeMemory]
  public static let refines = ["unread-data-at-close", "write-after-close", "linger-zero"]

  public static let title = Text(
    en: "The server gave the request up: a time limit of its own", zh: "请求超过服务端自身的时间上限，被放弃")

  public static let explanation = Text(
    en: """
      The server closed in the middle of an exchange, without an answer, and always after the same time: \
      a limit on reading the request or on working on it (nginx client_header_timeout, gunicorn timeout, \
      Go ReadTimeout, uWSGI harakiri, php request_terminate_timeout).
      """,
    zh: """
      服务端在交互中途、没有返回响应就关闭连接，而且每次经过的时间都相同：读取请求或处理请求的时间上限（nginx \
      client_header_timeout、gunicorn timeout、Go ReadTimeout、uWSGI harakiri、php request_terminate_timeout）。
      """)

  public static let mechanism = Text(
    en: """
      A timer in the program runs out and it calls close(): a FIN where all was read, a RST \
      (TCP_ABORT_ON_CLOSE) where not. What the client sends after the FIN is reset.
      """,
    zh: """
      程序里的计时器到期后调用 close()：数据已读完则发 FIN，否则发 RST（TCP_ABORT_ON_CLOSE）。客户端在 FIN 之后\
      发送的数据会被重置。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Find what takes so long: the slow request, or the client that sends so slowly.",
        zh: "查明慢在哪里：是请求处理慢，还是客户端发送慢。")),
    Fix(
      Text(
        en: "Order the limits: each outer one longer than the inner one that it waits for.",
        zh: "理顺各层超时：外层必须大于它所等待的内层。")),
    Fix(
      Text(
        en: "Raise this one, if such requests are meant to take so long (nginx shown).",
        zh: "如果请求本来就需要这么久，调大该上限（以 nginx 为例）。"),
      command: "client_header_timeout 120s; client_body_timeout 120s;",
      undo: "client_header_timeout 60s; client_body_timeout 60s;"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Tune keep-alive time-outs", zh: "调整 keep-alive 超时"),
      why: Text(
        en: "They count between requests; this one had begun.",
        zh: "它们只在两个请求之间计时，而这个请求已经开始。")),
    WrongFix(
      Text(en: "Retry at once", zh: "立即重试"),
      why: Text(
        en: "It takes as long again, and adds to the load that made it slow.",
        zh: "还是一样慢，而且会加重导致变慢的负载。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "keepalive-race",
      Text(
        en: "There the last request had its answer.", zh: "那种情况下上一个请求已经得到响应。")),
    LookAlike(
      "process-died",
      Text(
        en: "There the worker was killed, which its exit status tells.",
        zh: "那种情况下是工作进程被杀死，看退出状态即可。")),
    LookAlike(
      "slow-reader-limit",
      Text(
        en: "There the server waited for the client to read.", zh: "那种情况下服务端在等客户端读取。")),
  ]

  public static let references = [
    "nginx ngx_http_core_module: client_header_timeout, client_body_timeout",
    "Go net/http: Server.ReadTimeout, WriteTimeout", "RFC 9110 section 15.5.9 (408)",
  ]

  /// The first part of a request, and what comes too late.
  static let part = "POST / HTTP/1.1\r\nHost: lab\r\n"

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "Four requests, each given up after 1.2 s", zh: "四个请求，都在 1.2 秒后被放弃"),
      steps: [.on(.server, .listen(port: 8080, backlog: 16))]
        + (0..<4).flatMap { connection -> [Scenario.Step] in
          [
            .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
            .on(.client, .sendText(connection: connection, part, expecting: .success)),
            .on(
              .server,
              .receive(connection: connection, bytes: part.utf8.count, expecting: .success)),
          ]
        } + [.wait(.milliseconds(1200))]
        + (0..<4).map { .on(.server, .close(connection: $0)) } + late,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe)),
    Scenario(
      id: "application-timeout/nginx",
      title: Text(
        en: "nginx waits 1 s for the header of four slow requests",
        zh: "nginx 只等 1 秒请求头，四个请求都很慢"),
      steps: (0..<4).flatMap { connection -> [Scenario.Step] in
        [
          .on(.client, .connect(port: 8080, expecting: .success)),
          .on(.client, .sendText(connection: connection, part, expecting: .success)),
        ]
      } + [.wait(.milliseconds(1500))] + late,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe),
      server: .real(
        Scenario.RealServer(
          .nginx, port: 8080, ["client_header_timeout 1s;"],
          standIn: Scenario.StandIn(idleTimeout: .seconds(1))))),
  ])

  private static let late: [Scenario.Step] =
    [.wait(.milliseconds(100))]
    + [
      .on(.client, .sendText(connection: 3, "Content-Length: 0\r\n", expecting: .success)),
      .wait(.milliseconds(100)),
      .on(.client, .sendText(connection: 3, "\r\n", expecting: .error(.brokenPipe))),
    ]

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.death == nil, evidence.senderRole == .server,
      let agreeing = evidence.agreeingWait,
      agreeing.wait >= .milliseconds(500), evidence.orderlyClose?.exit == nil,
      evidence.socketClosedUnread != nil || (evidence.lateSegment?.payloadLength ?? 0) > 0
    else { return nil }
    let isSeen = evidence.seenSenderRole == .server && evidence.senderProcess != nil
    return Match(
      isSeen ? .certain : .likely,
      because: [waited(agreeing)] + (evidence.senderProcess.map { [.closer($0)] } ?? []))
  }

  private static func waited(_ agreeing: (wait: Duration, closes: Int)) -> Reason {
    Reason(
      "same-wait", agreeing.wait.text,
      Text(
        en: """
          The server closed \(agreeing.wait.text) after the client's last bytes, without an answer; \
          \(agreeing.closes) closes agree
          """,
        zh: """
          服务端在收到客户端最后的数据 \(agreeing.wait.text) 之后关闭，没有响应；\(agreeing.closes) 次关闭的等待\
          时间一致
          """), source: .history)
  }

  private static func closed(after wait: Double, answered: Bool = false) -> SentReset {
    Sample.sent("TCP_TIMEWAIT_SOCKET") {
      $0.fromTimeWait = true
      $0.trigger = Sample.segment(bytes: 80)
      $0.closure = Sample.closure(ago: 0.1) {
        $0.bytesReceived = 100
        $0.lastReceived = Sample.ago(wait + 0.1)
        $0.lastSent = answered ? Sample.ago(wait + 0.05) : nil
      }
    }
  }

  private static func earlier(_ waits: Double...) -> [ServerClose] {
    waits.map {
      ServerClose(
        time: Sample.ago(60), netns: 1, server: Sample.server, idle: .milliseconds(Int($0 * 1000)),
        messages: 1, isUnanswered: true)
    }
  }

  public static let examples: [Example] = [
    .hit(
      "the fourth request that is given up after 30 s", .certain,
      Evidence(sent: closed(after: 30), serverCloses: earlier(30, 30.1, 29.9))),
    .miss("the first of its kind", Evidence(sent: closed(after: 30))),
    .miss(
      "each after another time",
      Evidence(sent: closed(after: 30), serverCloses: earlier(3, 12, 21, 30))),
    .miss(
      "the request had its answer",
      Evidence(
        sent: closed(after: 30, answered: true), serverCloses: earlier(30, 30, 30))),
  ]
}
