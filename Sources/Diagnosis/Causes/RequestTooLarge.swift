import Facts

/// The server refused a request for its size, and closed with the rest of it unread.
public enum RequestTooLarge: Cause {
  public static let id = "request-too-large"
  public static let family = Family.admission
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .receiverKernel]
  public static let refines = ["unread-data-at-close", "early-response-close", "write-after-close"]

  public static let title = Text(
    en: "The server refused the request because of its size", zh: "请求过大，被服务端拒绝")

  public static let explanation = Text(
    en: """
      A body, a URL or header fields were larger than the server takes. It answered 413, 414 or 431 \
      and closed while the rest was still coming; the client sees a reset, often in place of the \
      answer. It happens each time with the same request, and never with a small one.
      """,
    zh: """
      请求体、URL 或请求头超过了服务端的限制。服务端返回 413、414 或 431 后关闭连接，而剩余数据还在到达；\
      客户端看到的是连接被重置，往往收不到响应。同样的请求每次都失败，小请求从不失败。
      """)

  public static let mechanism = Text(
    en: """
      The answer goes out after the header alone; __tcp_close() finds the body in sk_receive_queue and \
      sends a RST (TCP_ABORT_ON_CLOSE), or a FIN, and then a RST for what still arrives.
      """,
    zh: """
      服务端只读完请求头就返回响应；__tcp_close() 发现 sk_receive_queue 里还有请求体，发送 RST\
      （TCP_ABORT_ON_CLOSE）；或先发 FIN，再对继续到达的数据回 RST。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Raise the limit, if such requests are meant to be taken (nginx shown).",
        zh: "如果本应接受这样的请求，调大限制（以 nginx 为例）。"),
      command: "client_max_body_size 20m;", undo: "client_max_body_size 1m;"),
    Fix(
      Text(
        en: "For 414 and 431: send less in URL and cookies, or give headers more room.",
        zh: "对于 414 和 431：减少 URL 和 Cookie 的内容，或放宽请求头的限制。"),
      command: "large_client_header_buffers 4 32k;", undo: "large_client_header_buffers 4 8k;"),
    Fix(
      Text(
        en: "Have clients send Expect: 100-continue with large bodies: they get the answer first.",
        zh: "让客户端上传大请求体时使用 Expect: 100-continue，先得到答复再发送。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Have the client send the same request again", zh: "让客户端原样重发请求"),
      why: Text(en: "It is as large as before.", zh: "请求还是一样大。")),
    WrongFix(
      Text(en: "Raise time-outs", zh: "调大各种超时"),
      why: Text(en: "No timer had run out; the size decided.", zh: "没有计时器超时，起作用的是大小。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "early-response-close",
      Text(
        en: "There the answer had another status: not authorised, not found.",
        zh: "那种情况下响应是别的状态码：未授权、不存在等。")),
    LookAlike(
      "unread-data-at-close",
      Text(en: "There the server did not answer at all.", zh: "那种情况下服务端没有任何响应。")),
    LookAlike(
      "application-timeout",
      Text(
        en: "There the time decides: the same request may pass when it is fast.",
        zh: "那种情况下取决于时间：同样的请求够快就能成功。")),
  ]

  public static let references = [
    "RFC 9110 section 15.5.14 (413)", "RFC 6585 section 5 (431)",
    "nginx ngx_http_core_module: client_max_body_size, lingering_close",
  ]

  private static let body = String(repeating: "a", count: 600)
  static let post =
    "POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 100000\r\n\r\n" + body

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "413 after the header, and close", zh: "读完请求头就返回 413 并关闭"),
      steps: .open + [
        .on(.client, .sendText(connection: 0, post, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 60, expecting: .success)),
        .on(
          .server,
          .sendText(
            connection: 0, "HTTP/1.1 413 Content Too Large\r\n\r\n", expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 12, expecting: .success)),
        .on(.server, .close(connection: 0)), .wait(.milliseconds(100)),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .error(.connectionReset))),
      ],
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
    Scenario(
      id: "request-too-large/nginx",
      title: Text(
        en: "A slow upload of 100 kB to an nginx that takes 1 kB",
        zh: "向只接受 1 kB 的 nginx 慢速上传 100 kB"),
      steps: [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 0, post, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 12, expecting: .success)),
        // Longer than nginx waits for more of a body that it discards.
        .wait(.milliseconds(500)),
        .on(.client, .send(connection: 0, bytes: 9000, expecting: .success)),
        .wait(.milliseconds(100)),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .error(.brokenPipe))),
      ],
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe),
      server: .real(
        Scenario.RealServer(
          .nginx, port: 8080, ["client_max_body_size 1k;", "lingering_timeout 200ms;"],
          standIn: Scenario.StandIn(bodyLimit: 1024)))),
  ])

  /// The statuses that name a size: body, URL, header.
  static let statuses: Set<Int> = [413, 414, 431]

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.senderRole == .server, evidence.death == nil,
      let status = evidence.answer?.httpStatus, statuses.contains(status)
    else { return nil }
    if let socket = evidence.onlyReceiver {
      return Match(.likely, because: [said(status), .receiverState(socket)])
    }
    guard evidence.socketClosedUnread != nil || isRest(evidence.lateSegment) else { return nil }
    let isSeen = evidence.seenSenderRole == .server && evidence.senderProcess != nil
    let unread = evidence.socketClosedUnread.map { [Reason.unread($0.unreadBytes)] } ?? []
    let closer = evidence.senderProcess.map { [Reason.closer($0)] } ?? []
    return Match(isSeen ? .certain : .likely, because: [said(status)] + unread + closer)
  }

  /// Whether the data may be more of the request that was refused.
  private static func isRest(_ segment: Segment?) -> Bool {
    segment.map { $0.payloadLength > 0 && !$0.beginsHTTPRequest } ?? false
  }

  private static func said(_ status: Int) -> Reason {
    Reason(
      "http-status", "\(status)",
      Text(
        en: "The server had answered with the HTTP status \(status), which is about size",
        zh: "服务端已返回 HTTP 状态码 \(status)，表示请求过大"), source: .wire)
  }

  private static func upload(_ status: String) -> Socket {
    Sample.socket(.closed, was: .established) {
      $0.unreadBytes = 900
      $0.exchange(lastReceived: 0.1, lastSent: 0.1)
      $0.bytesReceived = 1000
      $0.dialogue = Dialogue(
        heardMessages: 1, heard: Array("POST / HTTP/1.1".utf8), said: Array(status.utf8),
        seesSaid: true, announcesClose: true)
    }
  }

  private static func aborted(_ status: String, exit: ExitStatus? = nil) -> SentReset {
    Sample.aborted("TCP_ABORT_ON_CLOSE", ["__tcp_close"], upload(status), exit: exit)
  }

  public static let examples: [Example] = [
    .hit("413, with 900 bytes unread", .certain, Evidence(sent: aborted("HTTP/1.1 413"))),
    .hit(
      "431, and more of the request after the FIN", .certain,
      Evidence(
        sent: Sample.sent("TCP_TIMEWAIT_SOCKET") {
          $0.fromTimeWait = true
          $0.trigger = Sample.segment(bytes: 500, "cookie=a")
          $0.closure = Sample.closure(ago: 0.1) { $0 = upload("HTTP/1.1 431") }
        })),
    .hit(
      "only the client's half, which got the answer", .likely,
      Evidence(
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 0.01, lastSent: 0.02)
          $0.unacknowledgedBytes = 40_000
          $0.dialogue = Dialogue(heardMessages: 1, heard: Array("HTTP/1.1 413".utf8))
        })),
    .miss("another status", Evidence(sent: aborted("HTTP/1.1 401"))),
    .miss("killed after the answer", Evidence(sent: aborted("HTTP/1.1 413", exit: Sample.killed))),
  ]
}
