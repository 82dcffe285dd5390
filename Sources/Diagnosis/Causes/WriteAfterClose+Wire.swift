public import Facts

extension WriteAfterClose: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.isLate else { return nil }
    return Match(
      .likely, because: [.closedBefore(end), .meeting(end)].compactMap(\.self),
      alternatives: ["process-died", "early-response-close", "linger2-negative"]
        + (end.senderRole == .server
          ? ["request-limit-close", "graceless-restart", "application-timeout", "shared-socket"]
          : []))
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "the answer comes after the client's FIN", .likely,
      WireSample.reset(.answer, by: .client) {
        $0.sender.speak(at: 2, .httpRequest)
        $0.sender.close(1)
        $0.receiver.speak(at: 0.01, .httpResponse)
      }),
    .miss(
      "nobody had closed",
      WireSample.reset(.answer) { $0.exchange(request: 1, answer: 0.5) }),
    .miss(
      "only the other end's FIN came after it",
      WireSample.reset(.answer) {
        $0.exchange(request: 1, answer: 0.5)
        $0.sender.close(0.2)
        $0.receiver.close(0.1)
      }),
  ]
}
