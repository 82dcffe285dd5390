import CLinux
import Glibc

/// One step of a packet filter's rule: a condition, or what happens to what meets all conditions.
public enum FilterExpression: Sendable {
  /// The packet came in over the link of this name.
  case comesFrom(link: String)
  /// The packet is TCP, to this port.
  case toPort(UInt16)
  case to(SocketAddress)
  /// Connection tracking says that the packet belongs to no connection it can have.
  case invalid
  /// Connection tracking has seen packets of the connection both ways.
  case established
  /// The TCP segment has RST set; it comes after a condition that says it is TCP.
  case resets
  case tcp
  case accept
  case drop
  /// Out of connection tracking.
  case untrack
  /// A RST in its name to whoever sent it.
  case rejectWithReset
  /// The source becomes the router's own address.
  case masquerade
  /// The destination becomes this address, whose port counts unless it is 0.
  case redirect(to: SocketAddress)

  func append(to list: inout NetlinkMessage) {
    switch self {
    case .comesFrom(let link): Self.compareLink(link, &list)
    case .toPort(let port): Self.comparePort(port, &list)
    case .to(let address): Self.compareAddress(address, &list)
    // NF_CT_STATE_INVALID_BIT and NF_CT_STATE_BIT(IP_CT_ESTABLISHED), nf_conntrack_common.h.
    case .invalid: Self.testState(1, &list)
    case .established: Self.testState(2, &list)
    case .resets: Self.testFlags(0x04, &list)
    case .tcp: Self.compareProtocol(&list)
    // NF_DROP and NF_ACCEPT, linux/netfilter.h.
    case .drop: Self.decide(0, &list)
    case .accept: Self.decide(1, &list)
    case .untrack: Self.expression("notrack", &list) { _ in }
    case .masquerade: Self.expression("masq", &list) { _ in }
    case .rejectWithReset:
      Self.expression("reject", &list) {
        $0.number(NFTA_REJECT_TYPE.rawValue, NFT_REJECT_TCP_RST.rawValue)
      }
    case .redirect(let address): Self.redirect(address, &list)
    }
  }

  private static func expression(
    _ name: String, _ list: inout NetlinkMessage, _ body: (inout NetlinkMessage) -> Void
  ) {
    list.nest(PacketFilter.nested(NFTA_LIST_ELEM.rawValue)) { element in
      element.attribute(Int(NFTA_EXPR_NAME.rawValue), text: name)
      element.nest(PacketFilter.nested(NFTA_EXPR_DATA.rawValue), body)
    }
  }

  /// Whether the register holds these bytes, or with `negated` others.
  private static func compare(
    _ bytes: [UInt8], negated: Bool = false, _ list: inout NetlinkMessage
  ) {
    expression("cmp", &list) {
      $0.number(NFTA_CMP_SREG.rawValue, NFT_REG_1.rawValue)
      $0.number(NFTA_CMP_OP.rawValue, negated ? NFT_CMP_NEQ.rawValue : NFT_CMP_EQ.rawValue)
      $0.value(NFTA_CMP_DATA.rawValue, bytes)
    }
  }

  private static func load(meta key: nft_meta_keys, _ list: inout NetlinkMessage) {
    expression("meta", &list) {
      $0.number(NFTA_META_DREG.rawValue, NFT_REG_1.rawValue)
      $0.number(NFTA_META_KEY.rawValue, key.rawValue)
    }
  }

  private static func load(
    _ base: nft_payload_bases, _ offset: UInt32, length: UInt32, _ list: inout NetlinkMessage
  ) {
    expression("payload", &list) {
      $0.number(NFTA_PAYLOAD_DREG.rawValue, NFT_REG_1.rawValue)
      $0.number(NFTA_PAYLOAD_BASE.rawValue, base.rawValue)
      $0.number(NFTA_PAYLOAD_OFFSET.rawValue, offset)
      $0.number(NFTA_PAYLOAD_LEN.rawValue, length)
    }
  }

  private static func compareLink(_ name: String, _ list: inout NetlinkMessage) {
    load(meta: NFT_META_IIFNAME, &list)
    // IFNAMSIZ bytes, the rest zero.
    compare(
      Array(name.utf8.prefix(15)) + Array(repeating: 0, count: max(1, 16 - name.utf8.count)), &list)
  }

  private static func comparePort(_ port: UInt16, _ list: inout NetlinkMessage) {
    compareProtocol(&list)
    load(NFT_PAYLOAD_TRANSPORT_HEADER, 2, length: 2, &list)
    compare([UInt8(port >> 8), UInt8(port & 0xff)], &list)
  }

  private static func compareProtocol(_ list: inout NetlinkMessage) {
    load(meta: NFT_META_L4PROTO, &list)
    compare([UInt8(IPPROTO_TCP)], &list)
  }

  /// The flags stand in the 14th byte of the header (RFC 9293 section 3.1).
  private static func testFlags(_ mask: UInt8, _ list: inout NetlinkMessage) {
    load(NFT_PAYLOAD_TRANSPORT_HEADER, 13, length: 1, &list)
    test([mask], &list)
  }

  private static func compareAddress(_ address: SocketAddress, _ list: inout NetlinkMessage) {
    let isIPv4 = address.family == .ipv4
    load(meta: NFT_META_NFPROTO, &list)
    // NFPROTO_IPV4, NFPROTO_IPV6.
    compare([address.family.rawValue], &list)
    load(
      NFT_PAYLOAD_NETWORK_HEADER, isIPv4 ? 16 : 24, length: UInt32(address.family.addressLength),
      &list)
    compare(address.addressBytes, &list)
  }

  private static func testState(_ mask: UInt32, _ list: inout NetlinkMessage) {
    expression("ct", &list) {
      $0.number(NFTA_CT_DREG.rawValue, NFT_REG_1.rawValue)
      $0.number(NFTA_CT_KEY.rawValue, NFT_CT_STATE.rawValue)
    }
    test(withUnsafeBytes(of: mask) { Array($0) }, &list)
  }

  /// Whether the register has any of these bits.
  private static func test(_ mask: [UInt8], _ list: inout NetlinkMessage) {
    let zero = [UInt8](repeating: 0, count: mask.count)
    expression("bitwise", &list) {
      $0.number(NFTA_BITWISE_SREG.rawValue, NFT_REG_1.rawValue)
      $0.number(NFTA_BITWISE_DREG.rawValue, NFT_REG_1.rawValue)
      $0.number(NFTA_BITWISE_LEN.rawValue, UInt32(mask.count))
      $0.value(NFTA_BITWISE_MASK.rawValue, mask)
      $0.value(NFTA_BITWISE_XOR.rawValue, zero)
    }
    compare(zero, negated: true, &list)
  }

  private static func decide(_ verdict: UInt32, _ list: inout NetlinkMessage) {
    expression("immediate", &list) {
      $0.number(NFTA_IMMEDIATE_DREG.rawValue, NFT_REG_VERDICT.rawValue)
      $0.nest(PacketFilter.nested(NFTA_IMMEDIATE_DATA.rawValue)) { data in
        data.nest(PacketFilter.nested(NFTA_DATA_VERDICT.rawValue)) {
          $0.number(NFTA_VERDICT_CODE.rawValue, verdict)
        }
      }
    }
  }

  private static func load(_ bytes: [UInt8], into register: UInt32, _ list: inout NetlinkMessage) {
    expression("immediate", &list) {
      $0.number(NFTA_IMMEDIATE_DREG.rawValue, register)
      $0.value(NFTA_IMMEDIATE_DATA.rawValue, bytes)
    }
  }

  private static func redirect(_ address: SocketAddress, _ list: inout NetlinkMessage) {
    load(address.addressBytes, into: NFT_REG_1.rawValue, &list)
    if address.port != 0 {
      load(
        [UInt8(address.port >> 8), UInt8(address.port & 0xff)], into: NFT_REG_2.rawValue, &list)
    }
    expression("nat", &list) {
      $0.number(NFTA_NAT_TYPE.rawValue, NFT_NAT_DNAT.rawValue)
      $0.number(NFTA_NAT_FAMILY.rawValue, UInt32(address.family.rawValue))
      $0.number(NFTA_NAT_REG_ADDR_MIN.rawValue, NFT_REG_1.rawValue)
      if address.port != 0 { $0.number(NFTA_NAT_REG_PROTO_MIN.rawValue, NFT_REG_2.rawValue) }
    }
  }
}

extension NetlinkMessage {
  /// An attribute of nftables that is a number.
  fileprivate mutating func number(_ type: UInt32, _ value: UInt32) {
    attribute(Int(type), value.bigEndian)
  }

  /// An attribute of nftables that is what a register is compared with, or gets.
  fileprivate mutating func value(_ type: UInt32, _ bytes: [UInt8]) {
    nest(PacketFilter.nested(type)) { $0.attribute(Int(NFTA_DATA_VALUE.rawValue), bytes: bytes) }
  }
}
