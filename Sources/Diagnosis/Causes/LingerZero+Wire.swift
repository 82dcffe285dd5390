public import Facts

extension LingerZero: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.isAct, end.handshake != .syn, end.sender.retransmissions < 3, end.sender.probes < 2,
      !end.neverServed || end.senderRole == .client
    else { return nil }
    let others = end.abortDoubts
    // After a FIN of its own a Linux socket is not the program's to abort any more.
    guard !end.isUnanswered, end.sender.fin == nil else {
      return Match(.possible, because: [form], alternatives: others)
    }
    return Match(.likely, because: [form, answered], alternatives: others, harmless: nil)
  }

  private static let form = Reason.onWire(
    "reset-form", "abort",
    en:
      "The RST has an ACK and a sequence number of its own: its sender ended the connection itself",
    zh: "RST 带 ACK 且有自己的序列号：是发送方主动终止了连接")

  private static let answered = Reason.onWire(
    "nothing-pending", "0 bytes",
    en: "Nothing of the other end was waiting for an answer, so nothing lay unread",
    zh: "对端没有等待应答的数据，因此不存在未读的数据")

  public static let wireExamples: [WireExample] = [
    .hit(
      "an abort after a whole exchange", .likely,
      WireSample.reset(.abort, by: .client) {
        $0.sender.speak(at: 0.5)
        $0.receiver.speak(at: 0.8)
      }),
    .hit(
      "the other end had just sent something", .possible,
      WireSample.reset(.abort, by: .client) { $0.exchange(request: 1, answer: 0.01) }),
    .miss(
      "an answer to a segment", WireSample.reset(.answer) { $0.exchange(request: 1, answer: 0.5) }),
  ]
}
