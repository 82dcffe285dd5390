/// One RST as a packet: what is in its headers, and no more.
public struct WireReset: Hashable, Sendable {
  /// How the packet passed the place where it was seen (packet(7)).
  public enum Direction: Hashable, Sendable { case incoming, outgoing, passing }

  /// The timestamp option (RFC 7323 section 3.2).
  public struct TimestampOption: Hashable, Sendable {
    public var value: UInt32
    public var echo: UInt32

    public init(value: UInt32, echo: UInt32) {
      self.value = value
      self.echo = echo
    }
  }

  public var time: Timestamp
  /// The direction of the RST.
  public var flow: Flow
  /// The inode number of the network namespace that it was seen in.
  public var netns: UInt64
  /// The number of the interface, in that namespace.
  public var interface: Int32
  public var direction: Direction
  public var segment: Segment
  /// As it stands in the header, without scaling.
  public var window: UInt16
  /// TTL, or the hop limit, where it was seen.
  public var hopLimit: UInt8
  /// IPv4's identification; nil for IPv6.
  public var identification: UInt16?
  public var dontFragment: Bool
  public var timestampOption: TimestampOption?
  public var vlan: UInt16?
  /// The station that sent it here over Ethernet, the RST's sender or a router; nil where that is not known.
  public var linkSource: LinkAddress?
  /// How the other packets of this direction look; nil where none was looked at.
  public var habit: PacketHabit?

  public init(
    time: Timestamp, flow: Flow, netns: UInt64, interface: Int32, direction: Direction,
    segment: Segment, window: UInt16, hopLimit: UInt8, identification: UInt16? = nil,
    dontFragment: Bool = true, timestampOption: TimestampOption? = nil, vlan: UInt16? = nil,
    habit: PacketHabit? = nil
  ) {
    self.time = time
    self.flow = flow
    self.netns = netns
    self.interface = interface
    self.direction = direction
    self.segment = segment
    self.window = window
    self.hopLimit = hopLimit
    self.identification = identification
    self.dontFragment = dontFragment
    self.timestampOption = timestampOption
    self.vlan = vlan
    self.habit = habit
  }

  /// What the form of the RST says about why it was sent (RFC 9293 section 3.10.7.1).
  public var form: Form {
    guard segment.flags.contains(.ack) else { return .answer }
    return segment.sequence == 0 ? .refusal : .abort
  }

  public enum Form: Hashable, Sendable {
    /// Without ACK, its sequence number taken from the segment that it answers.
    case answer
    /// With ACK and sequence number 0: it answers a segment without ACK, a SYN.
    case refusal
    /// With ACK and a sequence number of its own: its sender ended the connection by itself.
    case abort
  }
}
