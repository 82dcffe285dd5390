import Facts

/// The server closed after a number of requests or at an age, and the client sent one more.
public enum RequestLimitClose: Cause {
  public static let id = "request-limit-close"
  public static let family = Family.idleAndReuse
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger, .closeMemory]
  public static let refines = [
    "unread-data-at-close", "write-after-close", "early-response-close", "keepalive-race",
  ]

  public static let title = Text(
    en: "The server had reached its limit of requests or age for this connection",
    zh: "该连接已达到服务端的请求数或寿命上限")

  public static let explanation = Text(
    en: """
      The server closes a connection after so many requests (nginx keepalive_requests, 1000) or at some \
      age (gRPC MaxConnectionAge). It may announce that with Connection: close. The client did not see \
      or not honour that and sent its next request on the closed connection. It happens under load, not \
      after a pause.
      """,
    zh: """
      服务端在处理一定数量的请求后（nginx keepalive_requests，默认 1000）或达到一定寿命时（gRPC \
      MaxConnectionAge）关闭连接，并可能用 Connection: close 提前告知。客户端没有看到或没有遵守，又在已关闭的\
      连接上发送了下一个请求。它出现在流量高的时候，与空闲无关。
      """)

  public static let mechanism = Text(
    en: """
      The last response goes out and close() sends a FIN; a request that comes after it meets FIN_WAIT2 \
      or TIME_WAIT (TCP_TIMEWAIT_SOCKET, TCP_ABORT_ON_DATA), one that came before close() makes \
      TCP_ABORT_ON_CLOSE.
      """,
    zh: """
      最后一个响应发出后，close() 发送 FIN；之后到达的请求遇到 FIN_WAIT2 或 TIME_WAIT（TCP_TIMEWAIT_SOCKET、\
      TCP_ABORT_ON_DATA），close() 之前已到达的请求触发 TCP_ABORT_ON_CLOSE。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  private static func fixes(for evidence: Evidence?) -> [Fix] {
    let limit = evidence?.agreeingMessageCount?.messages ?? 1000
    return [
      Fix(
        Text(
          en: "Have the client honour Connection: close (HTTP/2: GOAWAY) and drop the connection.",
          zh: "让客户端遵守 Connection: close（HTTP/2 为 GOAWAY），收到后弃用该连接。")),
      Fix(
        Text(
          en: "Raise the server's limit (nginx shown), so that it is seldom reached.",
          zh: "调大服务端的上限（以 nginx 为例），让它很少被触发。"),
        command: "keepalive_requests \(limit * 100);", undo: "keepalive_requests \(limit);"),
      Fix(
        Text(
          en: "Retry once, on a fresh connection, requests that may run twice (GET, PUT, DELETE).",
          zh: "对可重复执行的请求（GET、PUT、DELETE），在新连接上重试一次。")),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise idle time-outs", zh: "调大空闲超时"),
      why: Text(
        en: "The connection was not idle: a count or an age ended it.",
        zh: "连接并不空闲，结束它的是次数或寿命。")),
    WrongFix(
      Text(en: "Turn keep-alive off", zh: "关闭 keep-alive"),
      why: Text(
        en: "Each request then costs a connection, up to the last free port.",
        zh: "那样每个请求都要新建连接，最终耗尽端口。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "keepalive-race",
      Text(
        en: "There the close follows a pause of the same length each time, whatever the count.",
        zh: "那种情况下每次关闭前的空闲时间相同，与请求数无关。")),
    LookAlike(
      "graceless-restart",
      Text(
        en: "There the process ended, and all its connections with it.",
        zh: "那种情况下进程退出，它的所有连接一同关闭。")),
    LookAlike(
      "early-response-close",
      Text(
        en: "There the answer came before the request's end, and mostly as an error.",
        zh: "那种情况下请求还没收完就返回了响应，而且多半是错误响应。")),
  ]

  public static let references = [
    "RFC 9112 section 9.6", "RFC 9113 section 6.8 (GOAWAY)",
    "nginx ngx_http_core_module: keepalive_requests, keepalive_time",
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.senderRole == .server, evidence.death == nil else { return nil }
    if let socket = evidence.onlyReceiver { return matchReceiver(evidence, socket) }
    if let socket = evidence.socketClosedUnread {
      return matchClose(evidence, socket, evidence.time)
    }
    guard let segment = evidence.lateSegment, segment.payloadLength > 0,
      let closure = evidence.orderlyClose, closure.exit == nil
    else { return nil }
    return matchClose(evidence, closure.socket, closure.time)
  }

  /// The server closed as soon as it had answered.
  private static func matchClose(
    _ evidence: Evidence, _ socket: Socket, _ closed: Timestamp
  ) -> Match? {
    guard socket.hasExchanged, let answered = socket.lastSent,
      (evidence.answer?.httpStatus ?? 200) < 400
    else { return nil }
    let isAtOnce = closed - answered < Evidence.idleThreshold
    let isHTTP = evidence.answer?.httpStatus != nil
    var reasons: [Reason] = []
    if evidence.closeWasAnnounced, isAtOnce { reasons.append(announced) }
    if let count = evidence.agreeingMessageCount, isAtOnce { reasons.append(counted(count)) }
    if let age = evidence.agreeingAge, evidence.agreeingIdleCloses == nil {
      reasons.append(aged(age))
    }
    guard let first = reasons.first else { return nil }
    let roleIsSeen = evidence.seenSenderRole == .server && evidence.senderProcess != nil
    let isSure = isHTTP && roleIsSeen && first.fact != "same-age"
    return Match(
      isSure ? .certain : .likely, because: reasons,
      alternatives: isSure ? [] : ["graceless-restart"], fixes: fixes(for: evidence))
  }

  private static func matchReceiver(_ evidence: Evidence, _ socket: Socket) -> Match? {
    guard socket.dialogue.announcesClose, socket.hasExchanged,
      let status = evidence.answer?.httpStatus,
      status < 400, socket.wroteAfterFIN != false
    else { return nil }
    return Match(
      socket.state == .closeWait ? .likely : .possible,
      because: [announced, .receiverState(socket)], alternatives: ["process-died"])
  }

  private static let announced = Reason(
    "close-announced", "Connection: close",
    Text(
      en: "The last response said Connection: close, and the client sent another request",
      zh: "上一个响应带有 Connection: close，客户端却又发了一个请求"), source: .wire)

  private static func counted(_ count: (messages: Int, closes: Int)) -> Reason {
    Reason(
      "same-count", "\(count.messages) requests",
      Text(
        en: "The server closed after \(count.messages) requests; \(count.closes) closes agree",
        zh: "服务端在第 \(count.messages) 个请求之后关闭连接，\(count.closes) 次关闭的请求数一致"),
      source: .history)
  }

  private static func aged(_ age: (age: Duration, closes: Int)) -> Reason {
    Reason(
      "same-age", age.age.text,
      Text(
        en: "The server closed at an age of \(age.age.text); \(age.closes) closes agree",
        zh: "服务端在连接存续 \(age.age.text) 时关闭，\(age.closes) 次关闭的寿命一致"), source: .history)
  }
}
