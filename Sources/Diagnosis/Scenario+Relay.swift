extension Scenario {
  /// What whyreset's own relay between the hosts does to the packets that pass.
  public struct Relay: Hashable, Sendable {
    /// How long a packet is on its way, in one direction.
    public var delay = Duration.zero
    /// How much longer it may be, at random; the order stays.
    public var jitter = Duration.zero
    /// How many of 1000 packets are lost.
    public var lossPerMille = 0
    /// How many of 1000 packets are overtaken by those behind them.
    public var reorderPerMille = 0
    /// The host whose segments without payload, flags and options aside, are held back.
    public var holdsACKs: Host?
    /// The longest IP packet that passes, in bytes; a longer one is lost, and no ICMP message tells of it.
    public var mtu: Int?
    /// Whether the client is hidden behind the relay's address (source NAT).
    public var translates = false
    /// How long a connection may be idle before it is forgotten; nil: none is.
    public var memory: Duration?
    /// What a segment of a connection that is not known, or was forgotten, comes to.
    public var stranger = Stranger.dropped
    /// The port of the server that connections to `port` go to, those that are open too.
    public var backend: Backend?

    public init(_ change: (inout Relay) -> Void = { _ in }) { change(&self) }

    public enum Stranger: Hashable, Sendable {
      case dropped
      /// Its sender gets a RST, with this TTL or hop limit.
      case reset(hopLimit: UInt8)
    }

    public struct Backend: Hashable, Sendable {
      public var port: UInt16
      public var to: UInt16

      public init(port: UInt16, to: UInt16) {
        self.port = port
        self.to = to
      }
    }
  }

  /// What the relay is told during a run.
  public enum RelayChange: Hashable, Sendable {
    /// From now on it does this; what it knows of connections stays.
    case set(Relay)
    /// A RST in the name of the other end of the connection that last saw a segment.
    case inject(InjectedReset)
    /// It forgets every connection, as a device that was restarted.
    case forget
  }

  /// A RST made by a device on the path.
  public struct InjectedReset: Hashable, Sendable {
    public var toward: Host
    /// TTL or hop limit, as its receiver gets it.
    public var hopLimit: UInt8
    /// Of an IPv4 header.
    public var identification: UInt16
    /// How far its sequence number is from the one that its receiver expects next.
    public var sequenceOffset: Int32
    /// Whether it has the ACK flag and number of the connection.
    public var acknowledges: Bool

    public init(
      toward host: Host, hopLimit: UInt8, identification: UInt16 = 0, sequenceOffset: Int32 = 0,
      acknowledges: Bool = false
    ) {
      toward = host
      self.hopLimit = hopLimit
      self.identification = identification
      self.sequenceOffset = sequenceOffset
      self.acknowledges = acknowledges
    }
  }
}
