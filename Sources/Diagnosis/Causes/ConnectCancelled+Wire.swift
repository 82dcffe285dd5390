public import Facts

extension ConnectCancelled: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, end.senderRole == .client, end.handshake == .synACK,
      end.sender.payload == 0, end.receiver.payload == 0, end.sender.handshakes > 0,
      !end.receiver.answeredOddly
    else { return nil }
    return Match(
      .likely,
      because: [
        .onWire(
          "reset-after-syn-ack", "RST",
          en: "The client sent a SYN, and answered the SYN-ACK with a RST: it no longer wanted it",
          zh: "客户端发出 SYN 之后，对 SYN-ACK 回了 RST：它已经不再需要这个连接")
      ], alternatives: ["no-kernel-socket", "port-scan", "asymmetric-path"], harmless: nil)
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "the SYN-ACK comes too late", .likely,
      WireSample.reset(.answer, by: .client) {
        $0.handshake = .synACK
        $0.sender.packets = 1
      }),
    .miss(
      "the handshake was completed",
      WireSample.reset(.answer, by: .client) { $0.exchange(request: 1, answer: 0.5) }),
  ]
}
