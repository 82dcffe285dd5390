public import Facts

extension PortClosed: WireCause {
  /// Whether the end refuses a SYN.
  static func refuses(_ end: CapturedEnd) -> Bool {
    end.kind == .reset && end.reset?.form == .refusal && !end.sender.wasSeen
      && end.receiver.payload == 0
  }

  public static func match(onWire end: CapturedEnd) -> Match? {
    guard refuses(end), !end.isMultipath, end.refusedPorts < PortScan.certain
    else { return nil }
    let tries = end.aftermath.resets
    return Match(
      .likely,
      because: [
        .onWire(
          "refused-syn", "\(tries) RST",
          en: "The SYN was answered by a RST, and nothing else ever came from that port",
          zh: "SYN 得到的应答是 RST，该端口再没有发出过别的报文")
      ], alternatives: ["firewall-reject", "admission-limit"])
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "a SYN is refused", .likely,
      WireSample.reset(.refusal) {
        $0.sender.packets = 0
        $0.handshake = .syn
      }),
    .miss(
      "the server had answered the SYN",
      WireSample.reset(.answer) { $0.receiver.speak(at: 0.1) }),
  ]
}
