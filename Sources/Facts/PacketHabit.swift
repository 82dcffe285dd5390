/// What the packets of a connection's peer usually look like where they arrive.
public struct PacketHabit: Hashable, Sendable {
  /// TTL, or the hop limit; nil where none was looked at.
  public var hopLimit: UInt8?
  /// Whether the connection agreed on timestamps (RFC 7323 section 3.2).
  public var usesTimestamps: Bool
  /// The sequence number that the peer's next byte has; nil where that is not known.
  public var nextSequence: UInt32?
  /// The station that sends them here over Ethernet, the peer or a router; nil where that is not known.
  public var linkSource: LinkAddress?

  public init(hopLimit: UInt8? = nil, usesTimestamps: Bool, nextSequence: UInt32? = nil) {
    self.hopLimit = hopLimit
    self.usesTimestamps = usesTimestamps
    self.nextSequence = nextSequence
  }
}
