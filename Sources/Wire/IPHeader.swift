/// The header of IPv4 or IPv6, extension headers included.
public struct IPHeader: Hashable, Sendable {
  /// 128 bits, most significant first; IPv4 as its IPv4-mapped form (RFC 4291 section 2.5.5.2).
  public var source: UInt128
  public var destination: UInt128
  public var isIPv4: Bool
  /// TTL, or the hop limit.
  public var hopLimit: UInt8
  /// The protocol inside (IANA protocol numbers).
  public var protocolNumber: UInt8
  /// IPv4's identification; IPv6 has one only in a fragment header.
  public var identification: UInt32?
  public var dontFragment: Bool
  /// Where this fragment lies in the whole packet, in bytes; 0 for the first or only one.
  public var fragmentOffset: UInt16
  public var moreFragments: Bool
  /// Bytes of this header with its options or extension headers.
  public var length: Int { Int(storedLength) }
  /// Bytes after this header as the header itself says; nil where it does not (segmentation offload
  /// leaves 0 there, jumbograms too).
  public var payloadLength: UInt16?
  var storedLength: UInt16

  public static let tcp: UInt8 = 6

  static let mappedPrefix: UInt128 = 0xffff << 32
}

extension IPHeader {
  static func parse(
    _ bytes: RawSpan, at offset: Int, _ etherType: EtherType
  ) throws(WireError) -> IPHeader {
    etherType == .ipv6 ? try ipv6(bytes, at: offset) : try ipv4(bytes, at: offset)
  }

  /// RFC 791 section 3.1.
  private static func ipv4(_ bytes: RawSpan, at offset: Int) throws(WireError) -> IPHeader {
    var reader = ByteReader(bytes, at: offset, .ipv4)
    let first = try reader.read(UInt8.self)
    guard first >> 4 == 4 else { throw WireError(.ipv4, .wrongVersion(first >> 4)) }
    let length = Int(first & 15) * 4
    guard length >= 20 else { throw WireError(.ipv4, .badLength(length)) }
    try reader.require(length - 1)
    try reader.skip(1)
    let total = Int(try reader.read(UInt16.self))
    guard total == 0 || total >= length else { throw WireError(.ipv4, .badLength(total)) }
    let identification = try reader.read(UInt16.self)
    let fragment = try reader.read(UInt16.self)
    let hopLimit = try reader.read(UInt8.self)
    let protocolNumber = try reader.read(UInt8.self)
    try reader.skip(2)
    let source = mappedPrefix | UInt128(try reader.read(UInt32.self))
    let destination = mappedPrefix | UInt128(try reader.read(UInt32.self))
    return IPHeader(
      source: source, destination: destination, isIPv4: true, hopLimit: hopLimit,
      protocolNumber: protocolNumber, identification: UInt32(identification),
      dontFragment: fragment & 0x4000 != 0, fragmentOffset: fragment << 3,
      moreFragments: fragment & 0x2000 != 0,
      payloadLength: total == 0 ? nil : UInt16(total - length), storedLength: UInt16(length))
  }
}
