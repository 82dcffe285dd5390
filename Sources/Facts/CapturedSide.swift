/// One end of a connection as a capture shows it, up to the packet in question.
public struct CapturedSide: Hashable, Sendable {
  /// A FIN that was seen.
  public struct FIN: Hashable, Sendable {
    public var time: Timestamp
    public var frame: UInt64
    public var sequence: UInt32
    /// Whether the peer had acknowledged it by then.
    public var isAcknowledged: Bool

    public init(
      time: Timestamp, frame: UInt64, sequence: UInt32 = 0, isAcknowledged: Bool = true
    ) {
      self.time = time
      self.frame = frame
      self.sequence = sequence
      self.isAcknowledged = isAcknowledged
    }
  }

  public var endpoint: Endpoint
  public var packets: UInt32 = 0
  /// Bytes of payload, each counted once.
  public var payload: UInt64 = 0
  /// Bytes of it that the peer had not acknowledged.
  public var unacknowledged: UInt32 = 0
  public var lastPacket: Timestamp?
  public var lastPayload: Timestamp?
  public var lastPayloadFrame: UInt64 = 0
  /// When its present turn began: its first payload after the peer's.
  public var turnBegan: Timestamp?
  /// How often it began to send after the peer had: of an HTTP client, its requests.
  public var turns = 0
  public var fin: FIN?
  /// What its first and its latest turn began with.
  public var firstPayload = PayloadKind.unseen
  public var latestPayload = PayloadKind.unseen
  /// The status of its latest HTTP response, or the description of its TLS alert.
  public var status: UInt16 = 0
  /// Bytes of its latest request that were still to come (Content-Length).
  public var outstandingBody: UInt32 = 0
  /// Whether its latest message said that the connection would be closed (Connection: close).
  public var announcedClose = false
  /// SYNs, or SYN-ACKs, that it sent.
  public var handshakes = 0
  /// How often it sent the segment again that waits for an acknowledgment, and since when.
  public var retransmissions = 0
  public var unansweredSince: Timestamp?
  /// Keep-alive probes that nothing has answered.
  public var probes = 0
  /// Bytes of payload in its latest packet.
  public var lastLength: UInt32 = 0
  /// The TTL of its packets, resets left out; nil where there are none.
  public var hopLimit: UInt8?
  public var usesTimestamps = false
  /// Whether its SYN had an option of Multipath TCP.
  public var usesMultipath = false
  /// Whether its SYN-ACK acknowledged another SYN than was sent.
  public var answeredOddly = false
  /// Whether its receive window was zero at the end.
  public var isShut = false

  public init(endpoint: Endpoint) { self.endpoint = endpoint }

  /// Whether anything but resets came from it.
  public var wasSeen: Bool { packets > 0 }
}
