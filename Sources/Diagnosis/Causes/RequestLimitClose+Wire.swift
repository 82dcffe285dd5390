public import Facts

extension RequestLimitClose: WireCause {
  /// The server closed right after an answer, and the next request met that.
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.senderRole == .server, end.hasExchanged, end.isLate, let idle = end.idleAtClose,
      let fin = end.sender.fin, let asked = end.receiver.turnBegan,
      asked >= fin.time || end.crossedFIN == true
    else { return nil }
    let announced = end.sender.announcedClose
    guard announced || idle < Evidence.idleThreshold else { return nil }
    let count = end.sender.turns
    let answers = Reason.onWire(
      "answers-before-close", "\(count)",
      en: "The server closed \(idle.text) after the answer to request \(count) of this connection",
      zh: "服务端在应答该连接的第 \(count) 个请求 \(idle.text) 后关闭")
    return Match(
      announced ? .likely : .possible,
      because: (announced ? [announcement] : []) + [answers]
        + [.closedBefore(end), .meeting(end)].compactMap(\.self),
      alternatives: ["write-after-close", "process-died", "graceless-restart"])
  }

  private static let announcement = Reason.onWire(
    "announced-close", "Connection: close",
    en: "Its last answer had said that it would close (Connection: close)",
    zh: "它的最后一个应答已声明将关闭连接（Connection: close）")

  private static func late(announced: Bool) -> CapturedEnd {
    WireSample.reset(.answer) {
      $0.exchange(request: 0.5, answer: 0.4)
      $0.sender.announcedClose = announced
      $0.sender.close(0.3)
      $0.receiver.speak(at: 0.01, .httpRequest)
    }
  }

  public static let wireExamples: [WireExample] = [
    .hit("the answer announced the close", .likely, late(announced: true)),
    .hit("it did not", .possible, late(announced: false)),
    .miss(
      "the server closed a quiet connection",
      WireSample.reset(.answer) {
        $0.exchange(request: 65, answer: 64)
        $0.sender.close(0.3)
        $0.receiver.speak(at: 0.01, .httpRequest)
      }),
  ]
}
