public import Facts

extension KeepaliveRace: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, end.senderRole == .server, end.hasExchanged,
      !SessionIdleTimeout.isSession(end)
    else { return nil }
    return end.sender.fin == nil ? matchUnread(end) : matchLate(end)
  }

  /// The next request came after the FIN of an idle connection, or crossed it.
  static func matchLate(_ end: CapturedEnd) -> Match? {
    guard end.isLate, let idle = end.idleAtClose, idle >= Evidence.idleThreshold,
      let asked = end.receiver.turnBegan, let fin = end.sender.fin,
      // A request that had waited for an answer when the server closed is no idle connection.
      asked >= fin.time || end.crossedFIN == true, fin.time - asked < Evidence.idleThreshold
    else { return nil }
    let agreeing = end.agreeingIdleCloses
    return Match(
      .likely,
      because: [idleReason(idle, agreeing)]
        + [.meeting(end), .closedBefore(end)].compactMap(\.self),
      alternatives: (agreeing == nil ? ["request-limit-close"] : [])
        + (end.receiver.firstPayload == .httpRequest ? [] : ["session-idle-timeout"])
        + ["process-died", "graceless-restart"])
  }

  /// The next request lay unread at close().
  static func matchUnread(_ end: CapturedEnd) -> Match? {
    guard end.isAct, end.isUnanswered, let pause = end.pauseBeforeRequest,
      pause >= Evidence.idleThreshold, let asked = end.receiver.turnBegan,
      end.time - asked < Evidence.idleThreshold
    else { return nil }
    return Match(
      .likely, because: [.pause(pause), .unansweredRequest(end)],
      alternatives: [
        "request-limit-close", "session-idle-timeout", "process-died", "linger-zero",
      ])
  }

  private static func idleReason(_ idle: Duration, _ agreeing: [Duration]?) -> Reason {
    guard let agreeing else { return .pause(idle) }
    return .onWire(
      "idle-timeout", idle.text,
      en:
        "The server closed after \(idle.text) idle; \(agreeing.count) closes in this capture agree",
      zh: "服务端在空闲 \(idle.text) 后关闭连接，抓包中有 \(agreeing.count) 次关闭的空闲时间一致")
  }

  private static func late(_ request: Double, fin: Double, answer: Double = 65) -> CapturedEnd {
    WireSample.reset(.answer) {
      $0.exchange(request: answer + 0.1, answer: answer)
      $0.sender.close(fin)
      $0.receiver.speak(at: request, .httpRequest)
    }
  }

  public static let wireExamples: [WireExample] = [
    .hit("a request 20 ms after the FIN of an idle connection", .likely, late(0.001, fin: 0.02)),
    .hit(
      "a request that lay unread when the server closed", .likely,
      WireSample.reset(.abort) {
        $0.exchange(request: 65.1, answer: 65)
        $0.receiver.speak(at: 0.01, .httpRequest)
      }),
    .miss("the connection was busy", late(0.001, fin: 0.02, answer: 0.3)),
    .miss(
      "the server never closed",
      WireSample.reset(.answer) {
        $0.exchange(request: 65.1, answer: 65)
        $0.receiver.speak(at: 0.01, .httpRequest)
      }),
    .miss("the request had waited for half a minute", late(30, fin: 0.1)),
  ]
}
