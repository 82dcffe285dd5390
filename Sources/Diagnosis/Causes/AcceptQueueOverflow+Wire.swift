public import Facts

extension AcceptQueueOverflow: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    if end.kind == .ignoredHandshake {
      return Match(
        .likely, because: [repeated(end)],
        alternatives: ["file-descriptor-exhaustion", "asymmetric-path"])
    }
    if end.kind == .lateAnswer {
      return Match(
        .possible, because: [late(end)],
        alternatives: ["syn-queue-overflow", "conntrack-table-full", "asymmetric-path"],
        harmless: nil)
    }
    guard end.isAnswer, end.senderRole == .server, end.neverServed else { return nil }
    // The server's kernel forgets nothing that it has acknowledged.
    let isRepeated = end.sender.handshakes >= 2
    return Match(
      .likely, because: isRepeated ? [repeated(end)] : [.handshakeOnly(end)],
      alternatives: ["file-descriptor-exhaustion", "syn-cookie-rejected", "listener-closed"]
        + (isRepeated ? [] : ["firewall-reject", "injected-reset"]))
  }

  private static func repeated(_ end: CapturedEnd) -> Reason {
    let count = end.sender.handshakes
    return .onWire(
      "repeated-syn-ack", "\(count) times",
      en: "The server sent its SYN-ACK \(count) times although the client had acknowledged it",
      zh: "客户端已确认，服务端仍把 SYN-ACK 发送了 \(count) 次")
  }

  private static func late(_ end: CapturedEnd) -> Reason {
    let count = end.sender.handshakes
    return .onWire(
      "repeated-syn", "\(count) times",
      en: "The client had to send its SYN \(count) times before it was answered",
      zh: "客户端的 SYN 发送了 \(count) 次才得到应答")
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "the SYN-ACK is repeated, then the request reset", .likely,
      WireSample.reset(.answer) {
        ($0.sender.packets, $0.sender.handshakes) = (4, 4)
        $0.receiver.speak(at: 3)
      }),
    .hit("the handshake's ACK is answered by a RST", .likely, WireSample.reset(.answer)),
    .hit(
      "the server goes on with its SYN-ACK", .likely,
      WireSample.failure(.ignoredHandshake, by: .server) { $0.sender.handshakes = 4 }),
    .miss(
      "the server had acknowledged the request",
      WireSample.reset(.answer) {
        $0.receiver.speak(at: 1)
        $0.sender.packets = 3
      }),
  ]
}
