public import Facts

extension FirewallReject: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    end.kind == .turnedAway ? matchMessage(end) : matchReset(end)
  }

  /// A SYN turned away by ICMP: Linux, the BSDs and Windows answer for a closed port with a RST (RFC 9293 section 3.10.7.1).
  private static func matchMessage(_ end: CapturedEnd) -> Match? {
    guard let notice = end.notice, notice.isOfSender else { return nil }
    return Match(
      .likely, because: [.notice(notice)], alternatives: ["port-closed"], sender: .firewall)
  }

  /// A RST for a SYN that has another distance than the same host's other packets.
  private static func matchReset(_ end: CapturedEnd) -> Match? {
    guard PortClosed.refuses(end), let reset = end.reset, let usual = end.hostHopLimit,
      usual != reset.hopLimit
    else { return nil }
    return Match(
      .likely,
      because: [
        .onWire(
          "hop-limit", "\(reset.hopLimit), otherwise \(usual)",
          en:
            "The RST came with a TTL of \(reset.hopLimit), other packets of that address with \(usual)",
          zh: "RST 的 TTL 为 \(reset.hopLimit)，而该地址的其他报文为 \(usual)")
      ], alternatives: ["port-closed", "injected-reset"], sender: .firewall)
  }

  private static func refused(otherwise usual: UInt8?) -> CapturedEnd {
    WireSample.reset(.refusal) {
      ($0.sender.packets, $0.handshake) = (0, .syn)
      $0.hostHopLimit = usual
    }
  }

  public static let wireExamples: [WireExample] = [
    .hit("the host is farther away than the RST", .likely, refused(otherwise: 57)),
    .hit(
      "a SYN is answered by ICMP", .likely,
      WireSample.failure(.turnedAway, by: .client) {
        $0.handshake = .syn
        $0.notice = PathNotice(
          .portUnreachable, reporter: $0.receiver.endpoint.address, frame: 2)
      }),
    .miss("the host's own TTL", refused(otherwise: 64)),
    .miss("nothing else is known of the host", refused(otherwise: nil)),
  ]
}
