public import Facts

extension AdmissionLimit: WireCause {
  /// The server turned the connection away within a second, before it had answered anything.
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, end.senderRole == .server, end.handshake == .complete,
      end.isAct || end.isLate, (end.sender.fin?.time ?? end.time) - end.began < .seconds(1),
      end.sender.turns <= 1, end.sender.firstPayload != .tlsAlert
    else { return nil }
    if [503, 429].contains(end.sender.status) { return Match(.likely, because: [refused(end)]) }
    guard spokeFirst(end) || end.sender.firstPayload == .refusal else { return nil }
    return Match(
      .likely,
      because: [
        .onWire(
          "turned-away", "\(end.sender.payload) bytes",
          en: "The server refused the connection in \(end.sender.payload) bytes and closed at once",
          zh: "服务端用 \(end.sender.payload) 字节拒绝了该连接，随即关闭")
      ], alternatives: ["protocol-mismatch", "process-died"])
  }

  private static func refused(_ end: CapturedEnd) -> Reason {
    .onWire(
      "refused-with", "\(end.sender.status)",
      en: "The server answered \(end.sender.status) and closed",
      zh: "服务端返回 \(end.sender.status) 后关闭")
  }

  private static func spokeFirst(_ end: CapturedEnd) -> Bool {
    guard let spoke = end.sender.turnBegan, end.receiver.turns <= 1 else { return false }
    return end.receiver.turnBegan.map { spoke < $0 } ?? true
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "an unasked word, then the end", .likely,
      WireSample.reset(.answer) {
        $0.began = Sample.ago(0.3)
        $0.sender.speak(at: 0.2)
        $0.sender.close(0.19)
        $0.receiver.speak(at: 0.01)
      }),
    .miss(
      "it answered a request", WireSample.reset(.abort) { $0.exchange(request: 0.2, answer: 0.1) }),
  ]
}
