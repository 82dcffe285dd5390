/// A message of ICMP or ICMPv6 about a TCP segment that could not go on; it quotes the segment's beginning.
public struct ICMPError: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Too long for the next link, and not to be fragmented.
    case tooBig
    /// Forbidden by somebody's rules.
    case prohibited
    /// Nobody listens there, says its host.
    case portUnreachable
    /// No way to the host or its network.
    case unreachable
    /// It had passed as many hops as its TTL allowed.
    case timeExceeded
  }

  public var kind: Kind
  /// The longest packet that the next link takes, in bytes; 0 where that is not said.
  public var mtu: UInt32
  /// Who says so, as in `IPHeader`.
  public var reporter: UInt128
  /// The ends of the segment, as it was when it could not go on.
  public var ends: PacketEnds
  public var sequence: UInt32

  private static let protocol4: UInt8 = 1
  private static let protocol6: UInt8 = 58

  /// Nil where the packet is no such message; `start` is where what `ip` carries begins.
  init?(_ bytes: RawSpan, _ ip: IPHeader, at start: Int) throws(WireError) {
    guard ip.protocolNumber == (ip.isIPv4 ? Self.protocol4 : Self.protocol6) else { return nil }
    var reader = ByteReader(bytes, at: start, ip.isIPv4 ? .ipv4 : .ipv6)
    let type: UInt8 = try reader.read()
    let code: UInt8 = try reader.read()
    try reader.skip(2)
    let rest: UInt32 = try reader.read()
    let kind = ip.isIPv4 ? Self.kind4(type, code) : Self.kind6(type, code)
    guard let kind else { return nil }
    let quoted = try IPHeader.parse(bytes, at: start + 8, ip.isIPv4 ? .ipv4 : .ipv6)
    guard quoted.protocolNumber == IPHeader.tcp, quoted.fragmentOffset == 0 else { return nil }
    var segment = ByteReader(bytes, at: start + 8 + quoted.length, .tcp)
    self.kind = kind
    // RFC 1191 section 4: the lower half; RFC 4443 section 3.2: all of it.
    mtu = kind != .tooBig ? 0 : ip.isIPv4 ? rest & 0xffff : rest
    reporter = ip.source
    ends = PacketEnds(
      source: quoted.source, destination: quoted.destination, sourcePort: try segment.read(),
      destinationPort: try segment.read())
    sequence = try segment.read()
  }

  /// RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1.
  private static func kind4(_ type: UInt8, _ code: UInt8) -> Kind? {
    switch (type, code) {
    case (3, 4): .tooBig
    case (3, 9), (3, 10), (3, 13): .prohibited
    case (3, 3): .portUnreachable
    case (3, _): .unreachable
    case (11, 0): .timeExceeded
    default: nil
    }
  }

  /// RFC 4443 section 3.
  private static func kind6(_ type: UInt8, _ code: UInt8) -> Kind? {
    switch (type, code) {
    case (1, 1), (1, 5), (1, 6): .prohibited
    case (1, 4): .portUnreachable
    case (1, _): .unreachable
    case (2, _): .tooBig
    case (3, 0): .timeExceeded
    default: nil
    }
  }
}
