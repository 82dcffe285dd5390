public import Facts

/// The packets of a connection around its end, to be drawn between two vertical lines.
public struct Ladder: Sendable {
  public struct Step: Sendable {
    public let frame: UInt64
    public let time: Timestamp
    public let isFromClient: Bool
    /// `SYN, ACK`.
    public let flags: String
    /// Relative to the first sequence number of its sender in the capture.
    public let sequence: UInt32
    public let acknowledgment: UInt32?
    public let length: Int
    public let isFatal: Bool
    public let fate: Fate

    public init(
      frame: UInt64, time: Timestamp, isFromClient: Bool, flags: String, sequence: UInt32,
      acknowledgment: UInt32?, length: Int, isFatal: Bool, fate: Fate = .arrives
    ) {
      self.frame = frame
      self.time = time
      self.isFromClient = isFromClient
      self.flags = flags
      self.sequence = sequence
      self.acknowledgment = acknowledgment
      self.length = length
      self.isFatal = isFatal
      self.fate = fate
    }
  }

  /// How far a packet came.
  public enum Fate: Sendable {
    case arrives
    /// The other end never got it.
    case lost
    /// Its seeming sender never sent it.
    case madeBetween
  }

  public var steps: [Step] = []
  /// Packets between the handshake and the first step after it that are left out.
  public var omitted = 0

  public init() {}
}
