public import Facts

extension ListenerClosed: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.isAct, end.senderRole == .server, end.handshake == .complete,
      end.sender.payload == 0, end.sender.fin == nil
    else { return nil }
    return Match(
      end.receiver.payload == 0 ? .likely : .possible, because: [.handshakeOnly(end)],
      alternatives: end.abortDoubts)
  }

  public static let wireExamples: [WireExample] = [
    .hit("an abort that nothing but the handshake preceded", .likely, WireSample.reset(.abort)),
    .hit(
      "a request was waiting", .possible,
      WireSample.reset(.abort) { $0.receiver.speak(at: 1) }),
    .miss(
      "the server had answered", WireSample.reset(.abort) { $0.exchange(request: 1, answer: 0.5) }),
  ]
}
