import Facts
import Wire

/// One connection of a capture: its two directions, and how they met.
struct Conversation: BitwiseCopyable {
  var key: ConversationKey
  /// The next unused one in the table; 0 at the end.
  var following: UInt32 = 0
  var startTime: Int64
  var startFrame: UInt32
  var handshake = CapturedEnd.Handshake.unseen
  /// The end that opened it, by its direction; 2 where that was not seen.
  var opener: UInt8 = 2
  var hasReset = false
  var isLive = true
  /// The files that have packets of either direction, one bit each.
  var files: InlineArray<2, UInt8> = [0, 0]
  private var low = Half()
  private var high = Half()
  /// When the first SYN-ACK came; 0 before.
  var answerTime: Int64 = 0
  private var lowPast = HalfPast()
  private var highPast = HalfPast()

  init(_ key: ConversationKey, at time: Int64, frame: UInt64) {
    self.key = key
    startTime = time
    startFrame = UInt32(truncatingIfNeeded: frame)
  }

  /// What the end of this direction, 0 for the lower one, has sent.
  func half(_ direction: Int) -> Half { direction == 0 ? low : high }
  func past(_ direction: Int) -> HalfPast { direction == 0 ? lowPast : highPast }

  var lastTime: Int64 { max(low.lastTime, high.lastTime) }

  /// What is acknowledged further ahead was never sent.
  static let longestGap: UInt32 = 1 << 26

  /// Whether both ends have said that they will send no more.
  var isClosed: Bool { low.marks.contains(.fin) && high.marks.contains(.fin) }

  /// Reads a little of each part that the next packet needs.
  @inline(__always)
  func touch() -> UInt64 {
    UInt64(key.lowPort) &+ key.first &+ UInt64(startFrame) &+ low.payload &+ high.payload
      &+ UInt64(high.hopLimit)
  }

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
    let sight = Sight(time: time, frame: frame, isSeenOnce: files[direction].nonzeroBitCount <= 1)
    let completes = completesHandshake(packet, direction, at: time)
    if completes { handshake = .complete }
    let news =
      direction == 0
      ? low.note(packet, bytes, sight, &high, &lowPast)
      : high.note(packet, bytes, sight, &low, &highPast)
    // From a SYN that was sent once to its client's first ACK: all of the way, wherever it was captured.
    if completes, past(direction).handshakes == 1 { return .roundTrip(time &- startTime) }
    switch news {
    case .none: return .none
    case .turn: return use(direction, at: time)
    case .handshake:
      noteHandshake(packet, direction, at: time)
      return .none
    case .end: return close(direction, at: time)
    }
  }

  private func completesHandshake(_ packet: Packet, _ direction: Int, at time: Int64) -> Bool {
    handshake == .synACK && direction == opener && packet.tcp.flags.isDisjoint(with: .syn)
      && packet.tcp.flags.contains(.ack) && !half(direction).repeats(packet, at: time)
  }

  private mutating func noteHandshake(_ packet: Packet, _ direction: Int, at time: Int64) {
    let isAnswer = packet.tcp.flags.contains(.ack)
    opener = UInt8(isAnswer ? 1 - direction : direction)
    if handshake.rawValue < CapturedEnd.Handshake.synACK.rawValue {
      handshake = isAnswer ? .synACK : .syn
    }
    if isAnswer, answerTime == 0 { answerTime = time }
  }

  /// What a message that began tells of how its client uses the connection again.
  private func use(_ direction: Int, at time: Int64) -> Notice {
    let peer = half(1 - direction)
    guard half(direction).turns > 1, peer.turns > 0, serverDirection == 1 - direction else {
      return .none
    }
    return peer.marks.contains(.fin) ? .lateRequest : .reuse(time &- peer.payloadTime)
  }

  /// An orderly end of a quiet connection tells the idle time-out of whoever closed it.
  private func close(_ direction: Int, at time: Int64) -> Notice {
    let last = max(low.payloadTime, high.payloadTime)
    guard time &- last >= 1_000_000_000, let server = serverDirection,
      half(server).payloadTime == last, half(1 - server).turns > 0,
      !half(1 - direction).marks.contains(.fin)
    else { return .none }
    return server == direction ? .idleClose(time &- last) : .clientClose(time &- last)
  }

  /// The server's direction: seen in the handshake, else by what was sent, else by the ports; nil where nothing
  /// tells it.
  var serverDirection: Int? {
    if opener < 2 { return 1 - Int(opener) }
    for direction in 0..<2 {
      switch past(direction).firstPayload {
      case .httpRequest, .http2: return 1 - direction
      case .httpResponse: return direction
      default: break
      }
    }
    return serverByPort
  }

  /// A server's port lies below the range that clients take theirs from, or it is the well-known one.
  private var serverByPort: Int? {
    let (low, high) = (key.lowPort, key.highPort)
    if (low < 32768) != (high < 32768) { return low < 32768 ? 0 : 1 }
    if (low < 1024) != (high < 1024) { return low < 1024 ? 0 : 1 }
    return nil
  }
}

/// When and where a packet was seen.
struct Sight: BitwiseCopyable {
  let time: Int64
  let frame: UInt32
  /// In captures of both ends each packet comes twice, and not in order.
  let isSeenOnce: Bool
}
