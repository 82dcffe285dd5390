public import Facts

extension PathMTU: WireCause {
  /// The least payload that a segment of a path without a narrow link has room for (RFC 8200 section 5: 1280 bytes with
  /// headers).
  private static let small: UInt32 = 1200

  /// Long segments are sent again and again, though the other end still speaks, or a router said why.
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .unansweredData || end.isAct && end.sender.retransmissions >= 3 else {
      return nil
    }
    if let notice = end.notice, notice.kind == .tooBig, notice.isOfSender {
      return Match(.likely, because: [.notice(notice), long(end)])
    }
    guard end.sender.lastLength >= small, let since = end.sender.unansweredSince,
      let heard = end.receiver.lastPacket, heard > since, !end.receiver.isShut
    else { return nil }
    return Match(
      .likely, because: [long(end), alive],
      alternatives: ["retransmission-timeout", "slow-reader-limit"])
  }

  private static func long(_ end: CapturedEnd) -> Reason {
    let (length, count) = (end.sender.lastLength, end.sender.retransmissions + 1)
    return .onWire(
      "long-segment", "\(length) bytes, \(count) times",
      en: "A segment of \(length) bytes was sent \(count) times and not acknowledged",
      zh: "一个 \(length) 字节的报文段共发送 \(count) 次，始终未被确认")
  }

  private static let alive = Reason.onWire(
    "receiver-lives", "later packets",
    en: "The other end still sent packets after the first time: short ones pass",
    zh: "首次发送之后对端仍有报文到达：短报文可以通过")

  private static func stuck(
    _ length: UInt32, heard: Double, _ notice: PathNotice? = nil
  ) -> CapturedEnd {
    WireSample.failure(.unansweredData, by: .client) {
      $0.sender.retransmissions = 5
      $0.sender.lastLength = length
      $0.sender.unansweredSince = Sample.ago(10)
      $0.receiver.lastPacket = Sample.ago(heard)
      $0.notice = notice
    }
  }

  public static let wireExamples: [WireExample] = [
    .hit("the other end still speaks", .likely, stuck(1448, heard: 8)),
    .hit(
      "a router said so", .likely,
      stuck(
        1448, heard: 20,
        PathNotice(.tooBig, mtu: 1400, reporter: IPAddress(v4: 0x0a00_0009), frame: 7))),
    .miss("short segments are lost as well", stuck(100, heard: 8)),
    .miss("the other end says nothing more", stuck(1448, heard: 20)),
  ]
}
