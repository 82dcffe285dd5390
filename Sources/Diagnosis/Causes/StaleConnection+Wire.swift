public import Facts

extension StaleConnection: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.isAnswer, end.sender.fin == nil, end.handshake != .syn, !end.neverServed,
      end.handshake != .synACK, end.sender.retransmissions < 3, let trigger = end.trigger,
      !trigger.flags.contains(.syn)
    else { return nil }
    // A farewell to a connection that is long gone breaks nothing.
    let isFarewell = end.receiver.fin != nil && !end.isUnanswered
    let others = [
      "middlebox-idle-expiry", "backend-moved", "ipvs-idle-expiry", "injected-reset",
      "firewall-reject",
      "conntrack-invalid", "tw-recycle-paws",
    ]
    return Match(
      isFarewell || end.senderRole == .client ? .possible : .likely,
      because: [midStream] + (end.pauseBeforeRequest.map { [.pause($0)] } ?? []),
      alternatives: others)
  }

  private static let midStream = Reason.onWire(
    "unknown-segment", "no FIN before",
    en:
      "The RST answers a segment in mid-stream, and its sender had never closed: it has no such connection",
    zh: "RST 应答的是连接中途的报文，而它的发送方从未关闭过：它没有这个连接")

  public static let wireExamples: [WireExample] = [
    .hit(
      "a request meets a server that was restarted", .likely,
      WireSample.reset(.answer) {
        $0.exchange(request: 40, answer: 39)
        $0.receiver.speak(at: 0.001)
        $0.trigger = Sample.segment(bytes: 100)
      }),
    .miss(
      "the server had closed before",
      WireSample.reset(.answer) {
        $0.exchange(request: 40, answer: 39)
        $0.sender.close(1)
        $0.receiver.speak(at: 0.001)
        $0.trigger = Sample.segment(bytes: 100)
      }),
  ]
}
