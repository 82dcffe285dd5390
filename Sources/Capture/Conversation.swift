import Facts
import Wire

/// One connection of a capture: its two directions, and how they met.
struct Conversation: BitwiseCopyable {
  var key: ConversationKey
  /// The next one in the same place of the table; 0 at the end.
  var following: UInt32 = 0
  var handshake = CapturedEnd.Handshake.unseen
  /// The end that opened it, by its direction; 2 where that was not seen.
  var opener: UInt8 = 2
  var hasReset = false
  var isLive = true
  /// The files that have packets of either direction, one bit each.
  var files: InlineArray<2, UInt8> = [0, 0]
  var startFrame: UInt32
  var startTime: Int64
  /// When the first SYN-ACK came; 0 before.
  var answerTime: Int64 = 0
  var halves: InlineArray<2, Half>

  init(_ key: ConversationKey, at time: Int64, frame: UInt64) {
    self.key = key
    startTime = time
    startFrame = UInt32(truncatingIfNeeded: frame)
    halves = [Half(), Half()]
  }

  var lastTime: Int64 { max(halves[0].lastTime, halves[1].lastTime) }

  /// What is acknowledged further ahead was never sent.
  private static let longestGap: UInt32 = 1 << 26

  /// Whether both ends have said that they will send no more.
  var isClosed: Bool { halves[0].marks.contains(.fin) && halves[1].marks.contains(.fin) }

  /// What a packet told that others must know.
  enum Notice {
    case none
    /// The server closed, so many nanoseconds after the last payload; the client did.
    case idleClose(Int64), clientClose(Int64)
    /// The client began a message so long after the server's last one, or after the server had closed.
    case reuse(Int64), lateRequest
    case roundTrip(Int64)
  }

  /// Takes in a packet that is no reset, from the end of this direction.
  mutating func note(
    _ packet: Packet, _ bytes: RawSpan, _ direction: Int, at time: Int64, frame: UInt32
  ) -> Notice {
    if halves[direction].repeats(packet, at: time) { return .none }
    let flags = packet.tcp.flags
    var notice = Notice.none
    if flags.contains(.syn) {
      noteHandshake(packet, bytes, direction)
      if flags.contains(.ack), answerTime == 0 { answerTime = time }
    } else {
      notice = noteSegment(packet, bytes, direction, at: time, frame: frame)
    }
    if flags.contains(.ack) {
      if let time = roundTrip(direction, at: time) { notice = .roundTrip(time) }
      noteAcknowledgment(packet.tcp.acknowledgment, direction)
    }
    // Whoever sends anything answers the other end's probes by it.
    halves[1 - direction].probes = 0
    halves[direction].noteLatest(packet, at: time)
    return notice
  }

  private mutating func noteHandshake(
    _ packet: Packet, _ bytes: RawSpan, _ direction: Int
  ) {
    let isAnswer = packet.tcp.flags.contains(.ack)
    let options = packet.options(in: bytes)
    halves[direction].marks.insert([.syn, .sequenced])
    halves[direction].handshakes = min(halves[direction].handshakes, 254) + 1
    if options.timestamp != nil { halves[direction].marks.insert(.timestamps) }
    if options.multipath != nil { halves[direction].marks.insert(.multipath) }
    let peer = halves[1 - direction]
    if isAnswer, peer.marks.contains(.syn), packet.tcp.acknowledgment != peer.next,
      peer.payload == 0
    {
      halves[direction].marks.insert(.oddAnswer)
    }
    halves[direction].next = packet.tcp.sequence &+ 1 &+ UInt32(packet.payloadLength)
    opener = UInt8(isAnswer ? 1 - direction : direction)
    if handshake.rawValue < CapturedEnd.Handshake.synACK.rawValue {
      handshake = isAnswer ? .synACK : .syn
    }
  }

  /// From a SYN that was sent once to its client's first ACK: all of the way, wherever it was captured.
  private func roundTrip(_ direction: Int, at time: Int64) -> Int64? {
    guard handshake == .synACK, direction == opener, halves[direction].handshakes == 1 else {
      return nil
    }
    return time - startTime
  }

  private mutating func noteAcknowledgment(_ number: UInt32, _ direction: Int) {
    let other = 1 - direction
    if handshake == .synACK, direction == opener { handshake = .complete }
    if halves[direction].marks.contains(.acknowledges) {
      guard number.isAfter(halves[direction].acknowledged) else { return }
    }
    halves[direction].marks.insert(.acknowledges)
    halves[direction].acknowledged = number
    halves[other].retransmissions = 0
    if halves[other].marks.contains(.sequenced) {
      // Acknowledged, and never seen: the capture misses it.
      if number.isAfter(halves[other].next), number &- halves[other].next < Self.longestGap {
        halves[other].marks.insert(.gap)
        halves[other].next = number
      }
    } else if halves[other].packets == 0 {
      halves[other].next = number
    }
  }
}
