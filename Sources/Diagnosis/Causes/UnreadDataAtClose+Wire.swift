public import Facts

extension UnreadDataAtClose: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.isAct, end.isUnanswered, end.handshake != .syn, end.sender.fin == nil,
      end.sender.retransmissions < 3, end.sender.probes < 2
    else { return nil }
    // To close with bytes unread, to linger for no time and to die look alike on the wire.
    return Match(
      .likely, because: [.unansweredRequest(end)],
      alternatives: end.abortDoubts)
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "a request is met by an abort", .likely,
      WireSample.reset(.abort) {
        $0.receiver.speak(at: 0.1, .httpRequest)
        $0.sender.packets = 3
      }),
    .hit(
      "a client aborts in the middle of a download", .likely,
      WireSample.reset(.abort, by: .client) { $0.exchange(request: 1, answer: 0.01) }),
    .miss(
      "everything had been answered",
      WireSample.reset(.abort) { $0.exchange(request: 1, answer: 0.5) }),
    .miss(
      "it answers late payload",
      WireSample.reset(.answer) {
        $0.exchange(request: 1, answer: 0.5)
        $0.sender.close(0.2)
        $0.receiver.speak(at: 0.1)
      }),
  ]
}
