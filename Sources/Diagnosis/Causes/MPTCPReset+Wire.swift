public import Facts

extension MPTCPReset: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, end.isMultipath else { return nil }
    return Match(
      end.reset?.form == .refusal ? .likely : .possible,
      because: [
        .onWire(
          "multipath-option", "MPTCP",
          en: "The segments have options of Multipath TCP (RFC 8684)",
          zh: "报文带有 Multipath TCP 选项（RFC 8684）")
      ], alternatives: ["port-closed"])
  }

  public static let wireExamples: [WireExample] = [
    .hit(
      "a SYN with an option of Multipath TCP is refused", .likely,
      WireSample.reset(.refusal) {
        $0.isMultipath = true
        $0.handshake = .syn
        $0.sender.packets = 0
      }),
    .miss("plain TCP", WireSample.reset(.refusal) { $0.sender.packets = 0 }),
  ]
}
