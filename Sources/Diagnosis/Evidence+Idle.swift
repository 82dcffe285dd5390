import Facts

/// How long the connection had been quiet.
extension Evidence {
  /// From here on a pause between exchanges counts as idle.
  static let idleThreshold: Duration = .seconds(1)

  /// How exact the kernel's times of payload are: they come from jiffies.
  static let clockSlack: Duration = .milliseconds(8)

  /// How long a handshake that met a full accept queue can be remembered by its client: five
  /// SYN-ACK retries and the client's own retransmissions.
  static let overflowMemory: Duration = .seconds(130)

  /// How long a server's idle timer had run when it closed; nil where the close was not seen.
  var idleAtClose: Duration? {
    if let closure = orderlyClose { return closure.idle }
    guard let sent, let lastSent = sent.socket?.lastSent, sent.trigger == nil else { return nil }
    return sent.time - lastSent
  }

  /// The pauses at which this server closed, with this one, where they agree within 2 % or 150 ms.
  var agreeingIdleCloses: [Duration]? {
    guard let idle = idleAtClose else { return nil }
    let tolerance = Self.tolerance(of: idle)
    let idleCloses = serverCloses.filter { $0.idle >= Self.idleThreshold && !$0.isUnanswered }
    let closes = idleCloses.map(\.idle).filter { abs($0 - idle) <= tolerance }
    // A server with several virtual hosts may have several time-outs: most must agree, not all.
    guard closes.count >= 2, closes.count * 2 > idleCloses.count else { return nil }
    return closes + [idle]
  }

  /// How old this event was when the RST went, or nil where it lies further back than `limit`.
  func age(of event: Timestamp?, within limit: Duration) -> Duration? {
    event.map { time - $0 }.flatMap { $0 <= limit ? max($0, .zero) : nil }
  }
}

extension Socket {
  /// How long no payload had come or gone; empty where none ever did.
  func quietSince(_ time: Timestamp) -> [Reason] {
    [lastReceived, lastSent].compactMap(\.self).max().map { [.idle(time - $0)] } ?? []
  }

  /// How long this end had been silent when the peer's last payload came.
  var pauseBeforeLastReceived: Duration? {
    guard let lastReceived, let lastSent else { return nil }
    return lastReceived - lastSent
  }

  /// How long the peer had been silent when this end last sent.
  var pauseBeforeLastSent: Duration? {
    guard let lastReceived, let lastSent else { return nil }
    return lastSent - lastReceived
  }
}

extension Duration {
  /// The nearest whole number of seconds.
  var roundedSeconds: Int { Int((self + .milliseconds(500)).components.seconds) }

  /// `65.0 s`, or `250 ms` below one second: the same in all languages.
  var text: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    guard milliseconds >= 1000 else { return "\(milliseconds) ms" }
    let tenths = (milliseconds + 50) / 100
    return "\(tenths / 10).\(tenths % 10) s"
  }
}

extension Evidence {
  /// The pause before the close and, where they agree, how many earlier closes came after the same.
  func idleReason(_ pause: Duration) -> Reason {
    guard let closes = agreeingIdleCloses else { return .idle(pause) }
    let count = closes.count
    return Reason(
      "idle-timeout", pause.text,
      Text(
        en: "The server closed after \(pause.text) idle; \(count) closes agree",
        zh: "服务端在空闲 \(pause.text) 后关闭连接，\(count) 次关闭的空闲时间一致"),
      source: .history)
  }

  /// The causes other than an idle time-out of HTTP that could have closed the connection.
  func doubtsAboutIdleClose(_ closure: Closure, _ request: Segment) -> [String] {
    var doubts: [String] = []
    let age = closure.socket.openedAt.map { closure.time - $0 }
    // One exchange, and that at the start, leaves a limit on age as likely as one on idleness.
    let ageDiffers = age.map { $0 - (closure.idle ?? .zero) > Self.idleThreshold } ?? false
    if agreeingIdleCloses == nil || !ageDiffers { doubts.append("request-limit-close") }
    if !request.beginsHTTPRequest, sessionProtocol == nil { doubts.append("session-idle-timeout") }
    if closure.exit != nil { doubts.append("graceless-restart") }
    let unanswered = closure.socket.pauseBeforeLastReceived ?? .zero
    if unanswered > Self.clockSlack { doubts.append("application-timeout") }
    return doubts
  }
}

extension Segment {
  /// Whether the payload begins as an HTTP/1 request.
  var beginsHTTPRequest: Bool { MessageBeginning(firstBytes)?.isHTTPRequest == true }
}
