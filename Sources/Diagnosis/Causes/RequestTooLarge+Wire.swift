public import Facts

extension RequestTooLarge: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, end.senderRole == .server, statuses.contains(Int(end.sender.status)),
      let asked = end.receiver.turnBegan, let answered = end.sender.turnBegan, answered >= asked
    else { return nil }
    let status = end.sender.status
    return Match(
      .likely,
      because: [
        .onWire(
          "refused-with", "\(status)",
          en: "The server answered \(status), that the request is too large, and closed",
          zh: "服务端返回 \(status)（请求过大）后关闭")
      ], alternatives: ["early-response-close"])
  }

  private static func upload(_ status: UInt16) -> CapturedEnd {
    WireSample.reset(.abort) {
      $0.receiver.speak(at: 1, .httpRequest)
      $0.receiver.outstandingBody = 100_000
      $0.sender.speak(at: 0.5, .httpResponse)
      $0.sender.status = status
    }
  }

  public static let wireExamples: [WireExample] = [
    .hit("413 in the middle of an upload", .likely, upload(413)),
    .miss("it refused for another reason", upload(403)),
  ]
}
