public import Facts

extension PortReuseCollision: WireCause {
  /// A SYN that is answered by the ACK of an older connection makes its client reset that one.
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, end.senderRole == .client, end.handshake == .syn,
      end.receiver.packets > 0, end.receiver.handshakes == 0, end.sender.payload == 0
    else { return nil }
    return Match(
      .likely,
      because: [
        .onWire(
          "ack-for-syn", "ACK",
          en:
            "The SYN was answered by a plain ACK: the server still had an older connection of this port",
          zh: "SYN 得到的应答是普通 ACK：服务端仍保留着该端口的旧连接")
      ], alternatives: ["stale-connection"])
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "a SYN meets an old connection", .likely,
      WireSample.reset(.answer, by: .client) {
        $0.handshake = .syn
        $0.receiver.handshakes = 0
        $0.receiver.packets = 1
      }),
    .miss(
      "nothing answered the SYN",
      WireSample.reset(.answer, by: .client) {
        $0.handshake = .syn
        $0.receiver.handshakes = 0
        $0.receiver.packets = 0
      }),
  ]
}
