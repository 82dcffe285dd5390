public import Facts

extension InjectedReset: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, let reset = end.reset else { return nil }
    let marks = marks(end, reset)
    // Who goes on answering has not reset; a packet or two may have been on their way.
    let lives = end.aftermath.fromSender >= 3
    guard lives || marks.count >= 2 || cameOnTheWay(end, reset) else { return nil }
    return Match(
      .likely,
      because: (lives ? [life(end)] : []) + (cameOnTheWay(end, reset) ? [onTheWay] : []) + marks,
      alternatives: lives
        ? ["firewall-reject"] : ["firewall-reject", "backend-moved", "stale-connection"],
      sender: .middlebox)
  }

  /// Whether captures of both ends show it at the receiver only: its distance is not that of a packet just sent.
  private static func cameOnTheWay(_ end: CapturedEnd, _ reset: WireReset) -> Bool {
    let missing = end.senderFiles & ~end.resetFiles
    return missing != 0 && ![64, 128, 255].contains(reset.hopLimit)
  }

  private static let onTheWay = Reason.onWire(
    "missing-at-sender", "0 packets",
    en: "The capture at the end that seems to have reset has its other packets, but not this RST",
    zh: "在看似发出 RST 的一端的抓包里有它的其他报文，却没有这个 RST")

  private static func life(_ end: CapturedEnd) -> Reason {
    let count = end.aftermath.fromSender
    return .onWire(
      "sender-lives", "\(count) packets",
      en: "The end that seems to have reset went on with \(count) packets of this connection",
      zh: "看似发出 RST 的一端随后仍在该连接上发出 \(count) 个报文")
  }

  /// What tells the packet from those of its alleged sender.
  private static func marks(_ end: CapturedEnd, _ reset: WireReset) -> [Reason] {
    var marks: [Reason] = []
    if let usual = end.sender.hopLimit, end.sender.packets >= 2, usual != reset.hopLimit {
      marks.append(hopLimit(reset.hopLimit, otherwise: usual))
    }
    guard reset.form == .abort else { return marks }
    if end.aftermath.shifted > 0 { marks.append(shifted(end.aftermath.shifted)) }
    if end.sender.usesTimestamps, end.receiver.usesTimestamps, reset.timestampOption == nil {
      marks.append(noTimestamp)
    }
    return marks
  }

  private static func hopLimit(_ limit: UInt8, otherwise usual: UInt8) -> Reason {
    .onWire(
      "hop-limit", "\(limit), otherwise \(usual)",
      en: "The RST came with a TTL of \(limit), the sender's other packets with \(usual)",
      zh: "RST 的 TTL 为 \(limit)，而该端其他报文为 \(usual)")
  }

  private static func shifted(_ count: Int) -> Reason {
    .onWire(
      "shifted-resets", "\(count)", en: "\(count) more RSTs came with other sequence numbers",
      zh: "另有 \(count) 个 RST 使用了不同的序列号")
  }

  private static let noTimestamp = Reason.onWire(
    "no-timestamp", "none",
    en: "The RST has no timestamp option, as every packet of this connection has",
    zh: "该连接的报文都带时间戳选项，RST 却没有")

  public static let wireExamples: [WireExample] = [
    .hit(
      "the server goes on answering after its reset", .likely,
      WireSample.reset(.abort) {
        $0.exchange(request: 1, answer: 0.5)
        ($0.aftermath.fromSender, $0.aftermath.fromReceiver) = (3, 2)
      }),
    .hit(
      "another TTL and no timestamps", .likely,
      WireSample.reset(.abort) {
        $0.exchange(request: 1, answer: 0.5)
        $0.reset?.hopLimit = 47
        ($0.sender.usesTimestamps, $0.receiver.usesTimestamps) = (true, true)
      }),
    .hit(
      "the server's own capture does not have it", .likely,
      WireSample.reset(.abort) {
        $0.exchange(request: 1, answer: 0.5)
        ($0.senderFiles, $0.resetFiles) = (3, 1)
        $0.reset?.hopLimit = 61
      }),
    .miss(
      "it was lost on its way to the client",
      WireSample.reset(.abort) {
        $0.exchange(request: 1, answer: 0.5)
        ($0.senderFiles, $0.resetFiles) = (3, 2)
      }),
    .miss(
      "only another TTL: paths change",
      WireSample.reset(.abort) {
        $0.exchange(request: 1, answer: 0.5)
        $0.reset?.hopLimit = 63
      }),
  ]
}
