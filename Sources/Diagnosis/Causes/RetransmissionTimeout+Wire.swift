public import Facts

extension RetransmissionTimeout: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    switch end.kind {
    case .unansweredSYN:
      Match(
        .likely, because: [unansweredSYN(end)],
        alternatives: [
          "accept-queue-overflow", "syn-queue-overflow", "file-descriptor-exhaustion",
          "conntrack-table-full", "asymmetric-path",
        ])
    case .unansweredData:
      Match(
        .likely, because: [unansweredData(end)],
        alternatives: ["path-mtu", "middlebox-idle-expiry", "slow-reader-limit"])
    case .reset where end.isAct && end.sender.retransmissions >= 3:
      Match(.likely, because: [unansweredData(end)], alternatives: ["process-died", "linger-zero"])
    case .reset where end.isAnswer && end.sender.retransmissions >= 3 && end.sender.fin == nil:
      Match(.likely, because: [unansweredData(end)], alternatives: ["stale-connection"])
    default: nil
    }
  }

  private static func unansweredSYN(_ end: CapturedEnd) -> Reason {
    let (count, span) = (end.sender.handshakes, (end.time - end.began).text)
    return .onWire(
      "unanswered-syn", "\(span), \(count) times",
      en: "The SYN was sent \(count) times in \(span), and nothing answered it",
      zh: "SYN 在 \(span) 内共发送 \(count) 次，没有任何应答")
  }

  private static func unansweredData(_ end: CapturedEnd) -> Reason {
    let (count, bytes) = (end.sender.retransmissions + 1, end.sender.unacknowledged)
    let span = (end.sender.unansweredSince.map { end.time - $0 } ?? .zero).text
    return .onWire(
      "unanswered-data", "\(bytes) bytes, \(span), \(count) times",
      en:
        "\(bytes) bytes were not acknowledged; packets of them were sent \(count) times in \(span)",
      zh: "有 \(bytes) 字节未被确认，相关报文在 \(span) 内共发送 \(count) 次")
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "SYNs without an answer", .likely,
      WireSample.failure(.unansweredSYN, by: .client) { $0.sender.handshakes = 5 }),
    .hit(
      "data without an answer", .likely,
      WireSample.failure(.unansweredData, by: .client) { $0.sender.retransmissions = 6 }),
    .miss("an abort at once", WireSample.reset(.abort) { $0.sender.speak(at: 0.01) }),
  ]
}
