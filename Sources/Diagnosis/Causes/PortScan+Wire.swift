public import Facts

extension PortScan: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard PortClosed.refuses(end), end.refusedPorts >= suspicious else { return nil }
    let (count, address) = (end.refusedPorts, end.receiver.endpoint.address)
    return Match(
      .likely,
      because: [
        .onWire(
          "refused-ports", "\(count) ports",
          en: "\(address) was refused on \(count) ports within a minute",
          zh: "\(address) 在一分钟内被 \(count) 个端口拒绝")
      ], alternatives: ["firewall-reject"], harmless: nil)
  }

  private static func refused(_ count: Int) -> CapturedEnd {
    WireSample.reset(.refusal) {
      $0.sender.packets = 0
      $0.handshake = .syn
      $0.refusedPorts = count
    }
  }

  public static let wireExamples: [WireExample] = [
    .hit("the tenth port in a minute", .likely, refused(10)),
    .miss("the second", refused(2)),
  ]
}
