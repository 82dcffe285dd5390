public import Facts

extension SlowReaderLimit: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.isAct || end.isLate, end.receiver.isShut, end.sender.payload > 0 else { return nil }
    let age = end.sender.lastPayload.map { end.time - $0 } ?? .zero
    guard age >= Evidence.idleThreshold else { return nil }
    return Match(
      .likely,
      because: [
        .onWire(
          "zero-window", age.text,
          en: "The other end's receive window was zero, and nothing could be sent for \(age.text)",
          zh: "对端的接收窗口为零，已有 \(age.text) 无法发送数据")
      ], alternatives: ["process-died", "linger-zero", "retransmission-timeout"])
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "an abort after two seconds of a zero window", .likely,
      WireSample.reset(.abort) {
        $0.receiver.speak(at: 3, .httpRequest)
        $0.sender.speak(at: 2, .httpResponse)
        $0.receiver.isShut = true
      }),
    .miss(
      "the window was open",
      WireSample.reset(.abort) {
        $0.receiver.speak(at: 3, .httpRequest)
        $0.sender.speak(at: 2, .httpResponse)
      }),
  ]
}
