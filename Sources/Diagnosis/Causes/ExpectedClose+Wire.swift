public import Facts

extension ExpectedClose: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, let fin = end.receiver.fin, end.handshake != .syn,
      end.receiver.unacknowledged == 0, end.sender.unacknowledged == 0,
      end.receiver.lastPayload.map({ $0 <= fin.time }) ?? true, hadAnswer(end)
    else { return nil }
    return Match(
      end.hasGaps ? .possible : .likely,
      because: [
        .peerFIN(),
        .onWire(
          "all-acknowledged", "0 bytes",
          en: "All payload had been acknowledged in both directions", zh: "双方的数据都已全部确认"),
      ], harmless: nil)
  }

  /// Whether the client's last request had its answer before the client closed, if the client it was.
  private static func hadAnswer(_ end: CapturedEnd) -> Bool {
    guard let client = end.client, let server = end.server else { return false }
    guard let asked = client.lastPayload else { return true }
    return server.lastPayload.map { $0 >= asked } ?? false
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "an abort after a whole exchange and the other end's FIN", .likely,
      WireSample.reset(.abort) {
        $0.exchange(request: 1, answer: 0.9)
        $0.receiver.close(0.5)
      }),
    .miss(
      "the request had no answer",
      WireSample.reset(.abort) {
        $0.receiver.speak(at: 1)
        $0.receiver.close(0.5)
      }),
    .miss("nobody had closed", WireSample.reset(.abort) { $0.exchange(request: 1, answer: 0.9) }),
  ]
}
