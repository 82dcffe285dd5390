/// The header of TCP (RFC 9293 section 3.1).
public struct TCPHeader: Hashable, Sendable {
  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public static var fin: Flags { Flags(rawValue: 0x001) }
    public static var syn: Flags { Flags(rawValue: 0x002) }
    public static var rst: Flags { Flags(rawValue: 0x004) }
    public static var psh: Flags { Flags(rawValue: 0x008) }
    public static var ack: Flags { Flags(rawValue: 0x010) }
    public static var urg: Flags { Flags(rawValue: 0x020) }
    public static var ece: Flags { Flags(rawValue: 0x040) }
    public static var cwr: Flags { Flags(rawValue: 0x080) }
    /// Accurate ECN, in what were reserved bits.
    public static var ae: Flags { Flags(rawValue: 0x100) }
  }

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  public var sequence: UInt32
  public var acknowledgment: UInt32
  public var flags: Flags
  /// As it stands in the header, without the scale that the handshake agreed on.
  public var window: UInt16
  public var checksum: UInt16
  /// Bytes of this header with its options.
  public var length: Int { Int(storedLength) }
  var storedLength: UInt8

  static func parse(_ bytes: RawSpan, at offset: Int) throws(WireError) -> TCPHeader {
    var reader = ByteReader(bytes, at: offset, .tcp)
    try reader.require(20)
    let sourcePort = try reader.read(UInt16.self)
    let destinationPort = try reader.read(UInt16.self)
    let sequence = try reader.read(UInt32.self)
    let acknowledgment = try reader.read(UInt32.self)
    let word = try reader.read(UInt16.self)
    let length = Int(word >> 12) * 4
    guard length >= 20 else { throw WireError(.tcp, .badLength(length)) }
    return TCPHeader(
      sourcePort: sourcePort, destinationPort: destinationPort, sequence: sequence,
      acknowledgment: acknowledgment, flags: Flags(rawValue: word & 0x1ff),
      window: try reader.read(), checksum: try reader.read(), storedLength: UInt8(length))
  }
}
