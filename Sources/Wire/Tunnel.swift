/// Packets inside of packets: what stands before the inner IP header.
enum Tunnel {
  private static let udp: UInt8 = 17

  /// The header of what the packet carries, which begins at `start`; nil where it is no tunnel, or not one of IP.
  static func inner(
    _ bytes: RawSpan, _ ip: IPHeader, at start: Int
  ) throws(WireError) -> LinkHeader? {
    switch ip.protocolNumber {
    // IPv4 and IPv6 inside of either (RFC 2003, RFC 4213).
    case 4, 41: return try LinkHeader.bare(bytes, at: start)
    case 47: return try routing(bytes, at: start)
    case udp: return try datagram(bytes, at: start)
    default: return nil
    }
  }

  /// Generic Routing Encapsulation (RFC 2784, RFC 2890).
  private static func routing(_ bytes: RawSpan, at start: Int) throws(WireError) -> LinkHeader? {
    var reader = ByteReader(bytes, at: start, .ethernet)
    guard reader.remaining >= 4 else { return nil }
    let flags: UInt16 = try reader.read()
    guard flags & 7 == 0 else { return nil }
    let type = EtherType(rawValue: try reader.read())
    // Checksum, key and sequence number: four bytes each.
    let options =
      (flags & 0x8000 != 0 ? 4 : 0) + (flags & 0x2000 != 0 ? 4 : 0)
      + (flags & 0x1000 != 0 ? 4 : 0)
    return try header(type, bytes, at: start + 4 + options)
  }

  private static func datagram(_ bytes: RawSpan, at start: Int) throws(WireError) -> LinkHeader? {
    var reader = ByteReader(bytes, at: start + 2, .ethernet)
    // Too short to carry a packet.
    guard reader.remaining >= 14 else { return nil }
    let port: UInt16 = try reader.read()
    guard [4789, 8472, 6081, 2152].contains(port) else { return nil }
    try reader.skip(4)
    let first: UInt8 = try reader.read()
    let second: UInt8 = try reader.read()
    switch port {
    // VXLAN (RFC 7348 section 5): the flag that says that the identifier is valid.
    case 4789, 8472: return first == 0x08 ? try LinkHeader.ethernet(bytes, at: start + 16) : nil
    // Geneve (RFC 8926 section 3.4): version 0, the options' length in words.
    case 6081:
      guard first >> 6 == 0 else { return nil }
      let type = EtherType(rawValue: try reader.read())
      return try header(type, bytes, at: start + 16 + Int(first & 0x3f) * 4)
    // GTP-U (3GPP TS 29.281 section 5.1): version 1, a packet of a user, no extension headers.
    default:
      guard first >> 5 == 1, second == 255, first & 4 == 0 else { return nil }
      return try LinkHeader.bare(bytes, at: start + (first & 3 == 0 ? 16 : 20))
    }
  }

  private static func header(
    _ type: EtherType, _ bytes: RawSpan, at start: Int
  ) throws(WireError) -> LinkHeader? {
    if type == .bridged { return try LinkHeader.ethernet(bytes, at: start) }
    return type.isIP ? try LinkHeader.bare(bytes, at: start) : nil
  }
}
