public import Facts

extension KeepaliveProbeTimeout: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.isAct, end.sender.probes >= 2, end.sender.fin == nil else { return nil }
    let count = end.sender.probes
    return Match(
      .likely,
      because: [
        .onWire(
          "unanswered-probes", "\(count)",
          en: "\(count) keep-alive probes had got no answer when it reset",
          zh: "发出 RST 之前，\(count) 个保活探测都没有得到应答")
      ], alternatives: ["retransmission-timeout"])
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "three probes without an answer", .likely,
      WireSample.reset(.abort) {
        $0.exchange(request: 100, answer: 99)
        $0.sender.probes = 3
      }),
    .miss("none", WireSample.reset(.abort) { $0.exchange(request: 100, answer: 99) }),
  ]
}
