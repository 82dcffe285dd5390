public import Facts

extension EarlyResponseClose: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, end.senderRole == .server, end.sender.status >= 200,
      end.receiver.outstandingBody > 0, let began = end.receiver.turnBegan,
      let answered = end.sender.turnBegan, answered >= began
    else { return nil }
    if RequestTooLarge.statuses.contains(Int(end.sender.status)) { return nil }
    let (status, left) = (end.sender.status, end.receiver.outstandingBody)
    return Match(
      .likely,
      because: [
        .onWire(
          "early-response", "\(status), \(left) bytes to come",
          en: "The server answered \(status) while \(left) bytes of the request were still to come",
          zh: "请求还有 \(left) 字节没有发完，服务端就返回了 \(status)")
      ], alternatives: ["request-too-large"])
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "403 in the middle of an upload", .likely,
      WireSample.reset(.abort) {
        $0.receiver.speak(at: 1, .httpRequest)
        $0.receiver.outstandingBody = 100_000
        $0.sender.speak(at: 0.5, .httpResponse)
        $0.sender.status = 403
      }),
    .miss(
      "the body was whole",
      WireSample.reset(.abort) { $0.exchange(request: 1, answer: 0.5) }),
  ]
}
