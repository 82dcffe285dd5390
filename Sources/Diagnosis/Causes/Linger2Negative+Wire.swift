public import Facts

extension Linger2Negative: WireCause {
  /// A RST after the sender's own FIN that no late payload explains.
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, let closed = Reason.closedBefore(end), !end.isLate,
      end.receiver.fin == nil, end.sender.fin?.isAcknowledged == true
    else { return nil }
    return Match(
      .possible, because: [closed, noPayload],
      alternatives: ["orphan-limit", "tcp-memory-limit", "linger-zero", "process-died"])
  }

  private static let noPayload = Reason.onWire(
    "no-late-payload", "0 bytes",
    en: "The other end had sent nothing after that FIN, and had not closed",
    zh: "此后对端没有再发送数据，也没有关闭")

  public static let wireExamples: [WireExample] = [
    .hit(
      "a RST as soon as the FIN is acknowledged", .possible,
      WireSample.reset(.answer) { $0.sender.close(0.001) }),
    .miss(
      "payload came after the FIN",
      WireSample.reset(.answer) {
        $0.sender.close(0.2)
        $0.receiver.speak(at: 0.1)
      }),
  ]
}
