public import Facts

extension SequenceMismatch: WireCause {
  /// A SYN-ACK that acknowledges another SYN than the client had sent.
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.isAnswer, end.senderRole == .client, end.receiver.answeredOddly,
      end.sender.payload == 0
    else { return nil }
    return Match(
      .likely,
      because: [
        .onWire(
          "odd-syn-ack", "SYN-ACK",
          en: "The SYN-ACK acknowledged a sequence number that the client had not sent",
          zh: "SYN-ACK 确认的序列号并不是客户端发送的")
      ], alternatives: ["port-reuse-collision", "injected-reset"])
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "a SYN-ACK for another SYN", .likely,
      WireSample.reset(.answer, by: .client) {
        $0.handshake = .synACK
        $0.receiver.answeredOddly = true
      }),
    .miss("one for this", WireSample.reset(.answer, by: .client) { $0.handshake = .synACK }),
  ]
}
