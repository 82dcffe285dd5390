/// How one connection ended, or failed, as a capture shows it.
public struct CapturedEnd: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case reset
    /// SYNs that nothing answered.
    case unansweredSYN
    /// SYN-ACKs sent again although the client had acknowledged them.
    case ignoredHandshake
    /// A SYN that was answered only when it was sent again.
    case lateAnswer
    /// Data sent again and again, to no avail.
    case unansweredData
    /// A SYN that somebody on the way, or its target, turned away by a message.
    case turnedAway
  }

  /// How far the handshake came, as far as it was seen.
  public enum Handshake: UInt8, Hashable, Sendable, BitwiseCopyable {
    case unseen, syn, synACK, complete
  }

  /// What the capture has of the connection after the reset.
  public struct Aftermath: Hashable, Sendable {
    /// Resets of the same direction, the first among them.
    public var resets = 1
    /// Those of them with another sequence number.
    public var shifted = 0
    /// Resets of the other direction.
    public var opposite = 0
    /// Packets with new payload or acknowledgments from the side that is said to have reset.
    public var fromSender = 0
    /// Packets with new payload from the other side.
    public var fromReceiver = 0

    public init() {}
  }

  public var kind: Kind
  public var time: Timestamp
  /// The fatal packet, or the last one where there is none, by its number in its file.
  public var frame: UInt64
  /// The file's place among those that were read.
  public var file: Int
  /// Who sent the reset, or failed.
  public var sender: CapturedSide
  public var receiver: CapturedSide
  /// Nil where neither the handshake nor what was sent tells it.
  public var senderRole: Socket.Role?
  public var roleIsSeen: Bool
  public var handshake: Handshake
  /// The first packet of the connection in the capture.
  public var began: Timestamp
  public var reset: WireReset?
  /// The latest segment of the receiver before the reset.
  public var trigger: Segment?
  public var aftermath = Aftermath()
  /// Whether the capture misses packets of the connection: sequence numbers that nobody sent were acknowledged.
  public var hasGaps = false
  /// The files, one bit each, that have packets of the sender, and those that have the reset.
  public var senderFiles: UInt8 = 1
  public var resetFiles: UInt8 = 1
  /// Whether the reset, or the SYN that it answers, had an option of Multipath TCP.
  public var isMultipath = false
  /// What was said of a segment that could not be passed on.
  public var notice: PathNotice?
  /// The process that the capturing program named for the connection, and whose it is; nil where it did not say.
  public var process: Process?
  public var processEnd: Endpoint?
  /// The TTL of other packets from the sender's address; nil where there were none.
  public var hostHopLimit: UInt8?
  /// How many ports had refused this client within a minute.
  public var refusedPorts = 0
  /// How long connections had been idle each time this server closed one.
  public var idleCloses: [Duration] = []
  /// How long requests had waited each time this server gave one up.
  public var abandonedRequests: [Duration] = []

  public init(
    kind: Kind, time: Timestamp, frame: UInt64, file: Int, sender: CapturedSide,
    receiver: CapturedSide, senderRole: Socket.Role?, roleIsSeen: Bool, handshake: Handshake,
    began: Timestamp
  ) {
    self.kind = kind
    self.time = time
    self.frame = frame
    self.file = file
    self.sender = sender
    self.receiver = receiver
    self.senderRole = senderRole
    self.roleIsSeen = roleIsSeen
    self.handshake = handshake
    self.began = began
  }

  public var flow: Flow { Flow(from: sender.endpoint, to: receiver.endpoint) }
  /// The server's side, if it is known which that is.
  public var server: CapturedSide? { senderRole.map { $0 == .server ? sender : receiver } }
  public var client: CapturedSide? { senderRole.map { $0 == .client ? sender : receiver } }
}
