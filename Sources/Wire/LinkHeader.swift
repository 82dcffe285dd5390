/// What captures and sockets put before the IP header, by its number in the pcap registry (LINKTYPE_…).
public enum LinkType: UInt32, Sendable, CaseIterable {
  /// BSD loopback: the family in the capturing host's byte order.
  case null = 0
  case ethernet = 1
  /// The Point-to-Point Protocol (RFC 1661), and the same framed as HDLC (RFC 1662) and over Ethernet (RFC 2516).
  case ppp = 9
  case serialPPP = 50
  case pppOverEthernet = 51
  /// IPv4 or IPv6 with nothing before it, as two BSDs number it.
  case rawBSD = 12
  case rawOpenBSD = 14
  /// IPv4 or IPv6 with nothing before it.
  case raw = 101
  /// OpenBSD loopback: the family in network byte order.
  case loop = 108
  /// Linux cooked capture, what `tcpdump -i any` writes.
  case cooked = 113
  case ipv4 = 228
  case ipv6 = 229
  /// Linux cooked capture version 2, with the number of the interface.
  case cooked2 = 276
}

/// The protocol inside a frame (IEEE 802 EtherType).
public struct EtherType: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let ipv4 = EtherType(rawValue: 0x0800)
  public static let ipv6 = EtherType(rawValue: 0x86dd)
  /// IEEE 802.1Q.
  public static let vlan = EtherType(rawValue: 0x8100)
  /// IEEE 802.1ad, the outer tag of QinQ.
  public static let serviceVLAN = EtherType(rawValue: 0x88a8)
  /// The outer tag of QinQ as it was before IEEE 802.1ad.
  public static let legacyServiceVLAN = EtherType(rawValue: 0x9100)

  public static let ppp = EtherType(rawValue: 0x8864)
  public static let labels = EtherType(rawValue: 0x8847)
  /// Ethernet inside of GRE or Geneve (RFC 1701, RFC 8926).
  static let bridged = EtherType(rawValue: 0x6558)

  var isIP: Bool { self == .ipv4 || self == .ipv6 }
  var isTag: Bool { self == .vlan || self == .serviceVLAN || self == .legacyServiceVLAN }
}

/// All that stands before the IP header.
public struct LinkHeader: Hashable, Sendable {
  public var etherType: EtherType
  /// Bytes up to the IP header.
  public var length: Int {
    get { Int(storedLength) }
    set { storedLength = UInt16(newValue) }
  }
  private var storedLength: UInt16
  /// The number of the outermost VLAN, 1 to 4094; nil without a tag.
  public var vlan: UInt16?
  /// How the capturing host saw the frame; nil where the format does not say.
  public var direction: Direction?
  /// The number of the interface, where the format has it.
  public var interface: UInt32?

  /// The packet type of packet(7); raw values are the kernel's (linux/if_packet.h).
  public enum Direction: UInt16, Sendable {
    case toThisHost = 0
    case broadcast, multicast, toOtherHost, outgoing
  }

  public init(
    etherType: EtherType, length: Int, vlan: UInt16? = nil, direction: Direction? = nil,
    interface: UInt32? = nil
  ) {
    self.etherType = etherType
    storedLength = UInt16(length)
    self.vlan = vlan
    self.direction = direction
    self.interface = interface
  }
}

extension LinkHeader {
  /// No packet has more bytes of headers before its innermost IP header.
  static let longest = 4096

  /// The header at the start of `bytes`; nil where what follows it is not IP.
  static func parse(_ bytes: RawSpan, _ type: LinkType) throws(WireError) -> LinkHeader? {
    switch type {
    case .ethernet: return try ethernet(bytes, at: 0)
    case .ppp, .serialPPP: return try pointToPoint(bytes, at: 0)
    case .pppOverEthernet: return try pointToPoint(bytes, at: 6)
    case .cooked: return try cooked(bytes)
    case .cooked2: return try cooked2(bytes)
    case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6: return try bare(bytes, at: 0)
    case .null, .loop: return try bare(bytes, at: 4)
    }
  }

  /// Nothing names the protocol but the version in the IP header itself.
  ///
  /// The family that LINKTYPE_NULL has there is in one of two byte orders and, for IPv6, one of four values.
  static func bare(_ bytes: RawSpan, at offset: Int) throws(WireError) -> LinkHeader? {
    var reader = ByteReader(bytes, .ipv4)
    guard offset <= longest else { throw WireError(.ipv4, .tooManyHeaders) }
    try reader.skip(offset)
    switch try reader.read(UInt8.self) >> 4 {
    case 4: return LinkHeader(etherType: .ipv4, length: offset)
    case 6: return LinkHeader(etherType: .ipv6, length: offset)
    case let version: throw WireError(.ipv4, .wrongVersion(version))
    }
  }
}
