import CLinux

/// Reads the expressions of one rule in order: each loads a register, compares one, or decides.
struct NftablesExpressions {
  /// A part of the headers.
  private enum Field { case sourcePort, destinationPort, sourceAddress, destinationAddress }

  let isIPv6: Bool
  private(set) var conditions: [Nftables.Condition] = []
  private(set) var rejectsWithReset = false
  private(set) var mayDrop = false
  private var registers: [UInt32: Field] = [:]

  init(isIPv6: Bool) { self.isIPv6 = isIPv6 }

  typealias Attributes = [UInt16: ArraySlice<UInt8>]

  /// Takes in one expression: its name and what belongs to it.
  mutating func read(_ expression: Attributes) {
    let content = expression[UInt16(NFTA_EXPR_DATA.rawValue)]?.attributes ?? [:]
    switch expression[UInt16(NFTA_EXPR_NAME.rawValue)]?.text {
    case "payload": load(content)
    case "cmp": compare(content)
    case "reject": reject(content)
    case "immediate": decide(content)
    case "target": target(content)
    case "match": match(content)
    case "queue", "synproxy", "vmap": mayDrop = true
    case "lookup":
      // A verdict map has a destination register, the verdict's.
      if content[UInt16(NFTA_LOOKUP_DREG.rawValue)] != nil { mayDrop = true }
    // `bitwise`, `meta`, `ct` … change a register: what was known of any is not relied on.
    default: registers.removeAll()
    }
  }

  private mutating func load(_ content: Attributes) {
    guard let register = content[UInt16(NFTA_PAYLOAD_DREG.rawValue)]?.bigEndian(UInt32.self),
      let base = content[UInt16(NFTA_PAYLOAD_BASE.rawValue)]?.bigEndian(UInt32.self),
      let offset = content[UInt16(NFTA_PAYLOAD_OFFSET.rawValue)]?.bigEndian(UInt32.self),
      let length = content[UInt16(NFTA_PAYLOAD_LEN.rawValue)]?.bigEndian(UInt32.self)
    else { return registers.removeAll() }
    registers[register] =
      base == NFT_PAYLOAD_TRANSPORT_HEADER.rawValue
      ? Self.port(offset, length)
      : base == NFT_PAYLOAD_NETWORK_HEADER.rawValue ? Self.address(offset, length) : nil
  }

  /// RFC 9293 section 3.1.
  private static func port(_ offset: UInt32, _ length: UInt32) -> Field? {
    switch (offset, length) {
    case (0, 2): .sourcePort
    case (2, 2): .destinationPort
    default: nil
    }
  }

  /// RFC 791 section 3.1, RFC 8200 section 3.
  private static func address(_ offset: UInt32, _ length: UInt32) -> Field? {
    switch (offset, length) {
    case (12, 4), (8, 16): .sourceAddress
    case (16, 4), (24, 16): .destinationAddress
    default: nil
    }
  }

  private mutating func compare(_ content: Attributes) {
    guard let register = content[UInt16(NFTA_CMP_SREG.rawValue)]?.bigEndian(UInt32.self),
      let field = registers[register],
      content[UInt16(NFTA_CMP_OP.rawValue)]?.bigEndian(UInt32.self) == NFT_CMP_EQ.rawValue,
      let value = content[UInt16(NFTA_CMP_DATA.rawValue)]?
        .attributes[UInt16(NFTA_DATA_VALUE.rawValue)]
    else { return }
    switch field {
    case .sourcePort: value.bigEndian(UInt16.self).map { conditions.append(.sourcePort($0)) }
    case .destinationPort:
      value.bigEndian(UInt16.self).map { conditions.append(.destinationPort($0)) }
    case .sourceAddress where [4, 16].contains(value.count):
      conditions.append(.sourceAddress(Array(value)))
    case .destinationAddress where [4, 16].contains(value.count):
      conditions.append(.destinationAddress(Array(value)))
    default: break
    }
  }

  private mutating func reject(_ content: Attributes) {
    let type = content[UInt16(NFTA_REJECT_TYPE.rawValue)]?.bigEndian(UInt32.self)
    if type == NFT_REJECT_TCP_RST.rawValue { rejectsWithReset = true }
  }

  /// A verdict, which is data for the register of verdicts.
  private mutating func decide(_ content: Attributes) {
    let verdict = content[UInt16(NFTA_IMMEDIATE_DATA.rawValue)]?
      .attributes[UInt16(NFTA_DATA_VERDICT.rawValue)]?.attributes
    let code = verdict?[UInt16(NFTA_VERDICT_CODE.rawValue)]?.bigEndian(UInt32.self)
    // The lower half is the verdict itself (NF_VERDICT_MASK); jumps are negative.
    if code.map({ $0 & 0xff }) == Nftables.drop { mayDrop = true }
    registers.removeAll()
  }

  /// What iptables-nft(8) puts into a rule: a target of x_tables.
  private mutating func target(_ content: Attributes) {
    let name = content[UInt16(NFTA_TARGET_NAME.rawValue)]?.text
    let kind = content[UInt16(NFTA_TARGET_INFO.rawValue)]?.load(UInt32.self)
    guard name == "REJECT" else { return mayDrop = true }
    let reset = isIPv6 ? IP6T_TCP_RESET.rawValue : IPT_TCP_RESET.rawValue
    if kind == reset { rejectsWithReset = true }
  }

  /// Likewise a match: of `struct xt_tcp` the range of destination ports, in the host's byte order.
  private mutating func match(_ content: Attributes) {
    guard content[UInt16(NFTA_MATCH_NAME.rawValue)]?.text == "tcp",
      let match = content[UInt16(NFTA_MATCH_INFO.rawValue)],
      let low = match.dropFirst(4).load(UInt16.self),
      let high = match.dropFirst(6).load(UInt16.self), low == high,
      match.dropFirst(11).first == 0
    else { return }
    conditions.append(.destinationPort(low))
  }
}
