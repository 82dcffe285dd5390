import Facts
import Wire

/// One direction of a connection: what its sender sent. No more than a cache line, because every packet needs it;
/// what only few need is in `HalfPast`.
struct Half: BitwiseCopyable {
  struct Marks: OptionSet, BitwiseCopyable {
    let rawValue: UInt16
    static let syn = Marks(rawValue: 1)
    static let fin = Marks(rawValue: 2)
    static let timestamps = Marks(rawValue: 4)
    /// The latest message announced the end of the connection.
    static let announcesClose = Marks(rawValue: 8)
    /// What it acknowledged was never seen.
    static let gap = Marks(rawValue: 16)
    /// The sequence numbers are known.
    static let sequenced = Marks(rawValue: 32)
    static let acknowledges = Marks(rawValue: 64)
    /// Its SYN-ACK acknowledged another SYN than was sent.
    static let oddAnswer = Marks(rawValue: 128)
    /// Its SYN had an option of Multipath TCP.
    static let multipath = Marks(rawValue: 256)
    /// Its receive window has been zero.
    static let shut = Marks(rawValue: 512)
  }

  var payload: UInt64 = 0
  var lastTime: Int64 = 0
  var payloadTime: Int64 = 0
  /// One more than the highest sequence number.
  var next: UInt32 = 0
  /// The highest acknowledgment number that it sent.
  var acknowledged: UInt32 = 0
  var payloadFrame: UInt32 = 0
  var packets: UInt32 = 0
  /// The latest packet, to know a repetition of it.
  var lastSequence: UInt32 = 0
  var lastLength: UInt32 = 0
  /// Bytes of the latest request's body that are still to come.
  var outstanding: UInt32 = 0
  var marks: Marks = []
  var turns: UInt16 = 0
  var retransmissions: UInt16 = 0
  var identification: UInt16 = 0
  var probes: UInt8 = 0
  var lastFlags: UInt8 = 0
  var hopLimit: UInt8 = 0

  /// Whether the packet is the latest one once more: mirror ports and the `any` interface repeat packets.
  @inline(__always)
  func repeats(_ packet: Packet, at time: Int64) -> Bool {
    guard packet.tcp.sequence == lastSequence, UInt32(packet.payloadLength) == lastLength,
      packet.tcp.acknowledgment == acknowledged,
      UInt8(truncatingIfNeeded: packet.tcp.flags.rawValue) == lastFlags, packets > 0
    else { return false }
    let number = UInt16(truncatingIfNeeded: packet.ip.identification ?? 0)
    // Where packets have no numbers of their own, nothing is sent again within a millisecond.
    return number != 0 ? number == identification : time &- lastTime < 1_000_000
  }

  @inline(__always)
  mutating func noteLatest(_ packet: Packet, at time: Int64) {
    packets &+= 1
    lastTime = time
    hopLimit = packet.ip.hopLimit
    identification = UInt16(truncatingIfNeeded: packet.ip.identification ?? 0)
    lastSequence = packet.tcp.sequence
    lastLength = UInt32(packet.payloadLength)
    lastFlags = UInt8(truncatingIfNeeded: packet.tcp.flags.rawValue)
    if packet.tcp.window == 0 { marks.insert(.shut) } else { marks.remove(.shut) }
  }
}

/// What one direction was like at its turning points.
struct HalfPast: BitwiseCopyable {
  var turnTime: Int64 = 0
  var finTime: Int64 = 0
  /// When the segment that is sent again was first sent.
  var unansweredSince: Int64 = 0
  var finSequence: UInt32 = 0
  var finFrame: UInt32 = 0
  var status: UInt16 = 0
  var handshakes: UInt8 = 0
  var firstPayload = PayloadKind.unseen
  var latestPayload = PayloadKind.unseen
}

extension UInt32 {
  /// Whether it comes after another in the circle of sequence numbers (RFC 9293 section 3.4).
  func isAfter(_ other: UInt32) -> Bool { Int32(bitPattern: self &- other) > 0 }
}
