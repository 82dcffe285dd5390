/// The TCP segment that a reset answers.
public struct Segment: Hashable, Sendable {
  /// The flags of RFC 9293 section 3.1.
  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let fin = Flags(rawValue: 1)
    public static let syn = Flags(rawValue: 2)
    public static let rst = Flags(rawValue: 4)
    public static let psh = Flags(rawValue: 8)
    public static let ack = Flags(rawValue: 16)
  }

  public var sequence: UInt32
  public var acknowledgment: UInt32
  public var flags: Flags
  /// Bytes of payload.
  public var payloadLength: UInt32
  /// The first bytes of the payload, at most eight: enough to tell a protocol, never printed.
  public var firstBytes: [UInt8]

  public init(
    sequence: UInt32, acknowledgment: UInt32, flags: Flags, payloadLength: UInt32,
    firstBytes: [UInt8] = []
  ) {
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.flags = flags
    self.payloadLength = payloadLength
    self.firstBytes = firstBytes
  }

  /// A segment that opens a connection: SYN without ACK.
  public var isSYN: Bool { flags.contains(.syn) && !flags.contains(.ack) }
  /// The answer to a SYN.
  public var isSYNACK: Bool { flags.contains(.syn) && flags.contains(.ack) }
}
