import Facts

/// A server closed an idle connection while the client's next request was on its way.
public enum KeepaliveRace: Cause {
  public static let id = "keepalive-race"
  public static let family = Family.idleAndReuse
  public static let precedence = Precedence.idle
  public static let needs: [Need] = [.senderKernel, .trigger, .closeMemory]
  public static let refines = ["unread-data-at-close", "write-after-close"]

  public static let title = Text(
    en: "The server closed an idle connection as the next request came",
    zh: "服务端关闭空闲连接时，客户端的下一个请求恰好到来")

  public static let explanation = Text(
    en: """
      A connection was kept open for reuse. The server's idle time-out ran out and it closed; the \
      client, which keeps idle connections for longer, sent its next request on it at that moment or \
      later. Reused connections fail, and more of them when traffic is low.
      """,
    zh: """
      连接保持打开以备复用。服务端的空闲超时先到并关闭了连接，而客户端保留空闲连接的时间更长，恰在此时\
      或之后又用它发送了下一个请求。只有复用的连接会失败，流量越低越常见。
      """)

  public static let mechanism = Text(
    en: """
      A request that is in the buffer at close() makes TCP_ABORT_ON_CLOSE; one that crosses the FIN \
      TCP_ABORT_ON_DATA; a later one TCP_TIMEWAIT_SOCKET, NO_SOCKET or TCP_FLAGS. Its ACK number, \
      compared with the FIN's sequence number, tells whether the client had the FIN.
      """,
    zh: """
      close() 时请求已在缓冲区：TCP_ABORT_ON_CLOSE；与 FIN 交错：TCP_ABORT_ON_DATA；更晚到达：\
      TCP_TIMEWAIT_SOCKET、NO_SOCKET 或 TCP_FLAGS。把请求的 ACK 号与 FIN 的序号比较，就知道客户端\
      当时是否已收到 FIN。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  /// With figures where the server's time-out is known.
  private static func fixes(for evidence: Evidence?) -> [Fix] {
    let idle = evidence?.idleAtClose?.roundedSeconds
    return [
      clientFirst(
        idle.map { $0 > 10 ? $0 - 5 : max($0 / 2, 1) }, at: evidence?.clientIdleLine?.place),
      serverLonger(
        evidence?.serverCommand == "nginx" ? idle : nil, at: evidence?.serverIdleLine?.place),
      Fix(
        Text(
          en: "Retry once, on a fresh connection, requests that may run twice (GET, PUT, DELETE).",
          zh: "对可重复执行的请求（GET、PUT、DELETE），在新连接上重试一次。")),
    ]
  }

  /// `place` is the line that is to change, where it is known.
  private static func clientFirst(_ seconds: Int?, at place: String?) -> Fix {
    if let place {
      let limit = seconds.map { "\($0) s" }
      return Fix(
        Text(
          en:
            "In \(place), have the client drop idle connections after \(limit ?? "less than the server's limit").",
          zh: "在 \(place) 让客户端在空闲 \(limit ?? "小于服务端的值")后放弃连接。"))
    }
    return Fix(
      Text(
        en: """
          Have clients drop idle connections first, after \
          \(seconds.map { "\($0) s" } ?? "less than the server's limit") \
          (Go: Transport.IdleConnTimeout; nginx to its upstream: keepalive_timeout).
          """,
        zh: """
          让客户端先放弃空闲连接，空闲上限设为\
          \(seconds.map { " \($0) 秒" } ?? "小于服务端的值")\
          （Go：Transport.IdleConnTimeout；nginx 到上游：upstream 块里的 keepalive_timeout）。
          """))
  }

  private static func serverLonger(_ seconds: Int?, at place: String?) -> Fix {
    Fix(
      Text(
        en: "Or have the server keep idle connections for longer than every client does"
          + (place.map { ", in \($0)." } ?? "."),
        zh: "或者让服务端的空闲超时大于所有客户端" + (place.map { "，修改 \($0)。" } ?? "。")),
      command: seconds.map { "keepalive_timeout \($0 * 2 + 10)s;" },
      undo: seconds.map { "keepalive_timeout \($0)s;" })
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Lower net.ipv4.tcp_keepalive_time", zh: "调小 net.ipv4.tcp_keepalive_time"),
      why: Text(
        en: "TCP probes do not reset the server's HTTP idle timer.",
        zh: "TCP 探测不会重置服务端的 HTTP 空闲计时器。")),
    WrongFix(
      Text(en: "Raise the client's idle time-out", zh: "调大客户端的空闲超时"),
      why: Text(
        en: "The client must give up first; this makes it worse.",
        zh: "必须让客户端先放弃，调大只会更糟。")),
    WrongFix(
      Text(en: "Retry every failed request", zh: "所有失败请求一律重试"),
      why: Text(
        en: "A POST may have been carried out; retry only what may run twice.",
        zh: "POST 可能已被执行，只能重试可重复执行的请求。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "request-limit-close",
      Text(
        en: "There the close follows a count of requests or an age, not a pause.",
        zh: "那种情况下关闭取决于请求数或连接寿命，而不是空闲时间。")),
    LookAlike(
      "middlebox-idle-expiry",
      Text(
        en: "There no FIN came: a device forgot the connection; the server still has it.",
        zh: "那种情况下没有 FIN：中间设备丢了会话，服务端仍保持连接。")),
    LookAlike(
      "write-after-close",
      Text(
        en: "There the connection was not idle, or the client closed it.",
        zh: "那种情况下连接并非空闲，或者是客户端关闭的。")),
    LookAlike(
      "stale-connection",
      Text(
        en: "There the server never closed: it restarted.", zh: "那种情况下服务端没有关闭过，而是重启了。")),
  ]

  public static let references = [
    "RFC 9112 section 9.5", "RFC 9110 section 9.2.2", "__tcp_close() in net/ipv4/tcp.c",
    "tcp_timewait_state_process() in net/ipv4/tcp_minisocks.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id, title: Text(en: "A request 0.2 s after the FIN", zh: "FIN 之后 0.2 秒才发请求"),
      steps: idle + [.on(.server, .close(connection: 0)), .wait(.milliseconds(200))]
        + .clientWritesAfterFIN,
      expected: .init(sender: .server, atLeast: .likely, error: .brokenPipe)),
    Scenario(
      id: "keepalive-race/unread",
      title: Text(en: "A request just before close()", zh: "请求恰在 close() 之前到达"),
      steps: idle + .unreadRequest + [.on(.server, .close(connection: 0))] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .likely, error: .connectionReset)),
    Scenario(
      id: "keepalive-race/crossing",
      title: Text(en: "The request crosses the FIN", zh: "请求与 FIN 在途中交错"),
      steps: idle + [
        .link(up: false), .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
        .wait(.milliseconds(100)), .on(.server, .close(connection: 0)), .link(up: true),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .likely, error: .connectionReset)),
    nginx, nat,
  ])

  static let idle = .open + .exchange + [Scenario.Step.wait(.milliseconds(1200))]

  public static func match(_ evidence: Evidence) -> Match? {
    matchIdle(evidence).flatMap { evidence.sessionProtocol == nil ? $0 : nil }
  }

  /// Of any protocol.
  static func matchIdle(_ evidence: Evidence) -> Match? {
    guard evidence.senderRole != .client, evidence.death == nil else { return nil }
    if let socket = evidence.onlyReceiver { return matchReceiver(evidence, socket) }
    if let socket = evidence.socketClosedUnread { return matchUnread(evidence, socket) }
    guard let segment = evidence.lateSegment, segment.payloadLength > 0,
      let closure = evidence.orderlyClose
    else { return nil }
    return matchLate(evidence, segment, closure)
  }

  private static func matchUnread(_ evidence: Evidence, _ socket: Socket) -> Match? {
    guard socket.hasExchanged, socket.bytesReceived > UInt64(socket.unreadBytes),
      let pause = socket.pauseBeforeLastReceived, pause >= Evidence.idleThreshold,
      let arrived = socket.lastReceived
    else { return nil }
    // A request that has waited for long was not met by an idle timer.
    let isFresh = evidence.time - arrived < Evidence.idleThreshold
    return Match(
      isFresh && evidence.senderRole != nil ? .likely : .possible,
      because: [evidence.idleReason(pause)] + evidence.idleLineReasons
        + [.unread(socket.unreadBytes)],
      alternatives: ["request-limit-close", "session-idle-timeout", "application-timeout"],
      fixes: fixes(for: evidence))
  }

  private static func matchLate(
    _ evidence: Evidence, _ segment: Segment, _ closure: Closure
  ) -> Match? {
    let unanswered = closure.socket.pauseBeforeLastReceived ?? .zero
    guard let idle = closure.idle, idle >= Evidence.idleThreshold, closure.socket.hasExchanged,
      unanswered < Evidence.idleThreshold
    else { return nil }
    let doubts = evidence.doubtsAboutIdleClose(closure, segment)
    let roleIsSeen = evidence.seenSenderRole == .server && closure.by != nil
    let confidence: Confidence =
      evidence.senderRole == nil ? .possible : doubts.isEmpty && roleIsSeen ? .certain : .likely
    let age = evidence.time - closure.time
    let how = closure.isAcknowledged(by: segment).map { meeting($0, age) }
    return Match(
      confidence,
      because: [evidence.idleReason(idle)] + evidence.idleLineReasons + [how].compactMap(\.self),
      alternatives: doubts, fixes: fixes(for: evidence))
  }

  /// How the request and the FIN met.
  private static func meeting(_ acknowledged: Bool, _ age: Duration) -> Reason {
    acknowledged
      ? Reason(
        "fin-age", age.text,
        Text(
          en: "The client had the FIN for \(age.text) when it sent the request",
          zh: "客户端发送请求时，FIN 已到达 \(age.text)"), source: .wire)
      : Reason(
        "crossing", "ACK below the FIN",
        Text(
          en: "The request and the FIN crossed: the client had not seen the FIN",
          zh: "请求与 FIN 在途中交错：客户端当时还没看到 FIN"), source: .wire)
  }

  private static func matchReceiver(_ evidence: Evidence, _ socket: Socket) -> Match? {
    guard socket.hasExchanged, let pause = socket.pauseBeforeLastSent,
      let sent = socket.lastSent, pause >= Evidence.idleThreshold,
      evidence.time - sent < Evidence.idleThreshold
    else { return nil }
    let others = ["process-died", "request-limit-close", "session-idle-timeout"]
    if socket.state == .closeWait, let answered = socket.lastReceived,
      let closed = socket.peerClosedAt, closed - answered >= Evidence.idleThreshold
    {
      return Match(
        evidence.senderRole == nil ? .possible : .likely,
        because: [.idle(closed - answered), .receiverState(socket)], alternatives: others)
    }
    guard socket.state == .established else { return nil }
    return Match(
      .possible, because: [.idle(pause), .receiverState(socket)],
      alternatives: ["stale-connection", "middlebox-idle-expiry", "unread-data-at-close"] + others)
  }
}
