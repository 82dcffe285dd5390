import Facts
import Wire

extension Conversation {
  /// Takes in a segment of a connection that is open, or believed to be.
  mutating func noteSegment(
    _ packet: Packet, _ bytes: RawSpan, _ direction: Int, at time: Int64, frame: UInt32
  ) -> Notice {
    let length = UInt32(packet.payloadLength)
    let end = packet.tcp.sequence &+ length
    if !halves[direction].marks.contains(.sequenced) {
      halves[direction].marks.insert(.sequenced)
      halves[direction].next = packet.tcp.sequence
    }
    let ahead = Int32(bitPattern: end &- halves[direction].next)
    var notice = Notice.none
    if length > 0, ahead > 0 {
      notice = notePayload(packet, bytes, direction, UInt32(ahead), at: time, frame: frame)
    } else if isProbe(packet, direction, ahead) {
      halves[direction].probes &+= 1
    } else if length > 0, files[direction].nonzeroBitCount <= 1 {
      // In captures of both ends each packet comes twice, and not in order.
      noteRetransmission(direction)
    }
    if packet.tcp.flags.contains(.fin), !halves[direction].marks.contains(.fin) {
      notice = noteFIN(end, direction, at: time, frame: frame)
    }
    return notice
  }

  /// A keep-alive probe has the sequence number before the next one (RFC 9293 section 3.8.4).
  private func isProbe(_ packet: Packet, _ direction: Int, _ ahead: Int32) -> Bool {
    packet.payloadLength <= 1 && !packet.tcp.flags.contains(.fin)
      && packet.tcp.sequence &+ 1 == halves[direction].next && ahead <= 0
      && halves[direction].payload != 1
  }

  private mutating func noteRetransmission(_ direction: Int) {
    if halves[direction].retransmissions == 0 {
      halves[direction].unansweredSince = halves[direction].payloadTime
    }
    halves[direction].retransmissions = min(halves[direction].retransmissions, 65534) + 1
  }

  private mutating func notePayload(
    _ packet: Packet, _ bytes: RawSpan, _ direction: Int, _ ahead: UInt32,
    at time: Int64, frame: UInt32
  ) -> Notice {
    let length = UInt32(packet.payloadLength)
    if ahead > length { halves[direction].marks.insert(.gap) }
    let other = 1 - direction
    let isContinued = halves[direction].outstanding > 0
    let isNewTurn =
      halves[direction].turns == 0
      || (!isContinued && halves[other].payloadTime > halves[direction].payloadTime)
    let notice = isNewTurn ? use(direction, at: time) : .none
    let fresh = min(ahead, length)
    halves[direction].payload &+= UInt64(fresh)
    halves[direction].outstanding -= min(fresh, halves[direction].outstanding)
    halves[direction].next = packet.tcp.sequence &+ length
    halves[direction].payloadTime = time
    halves[direction].payloadFrame = frame
    if isNewTurn { noteTurn(bytes, packet.payload, direction, of: length, at: time) }
    return notice
  }

  /// What a message that begins tells of how its client uses the connection again.
  private func use(_ direction: Int, at time: Int64) -> Notice {
    let other = 1 - direction
    guard halves[direction].turns > 0, halves[other].turns > 0, serverDirection == other else {
      return .none
    }
    if halves[other].marks.contains(.fin) { return .lateRequest }
    return .reuse(time - halves[other].payloadTime)
  }

  /// Takes in the beginning of a message.
  private mutating func noteTurn(
    _ bytes: RawSpan, _ payload: Range<Int>, _ direction: Int, of length: UInt32, at time: Int64
  ) {
    halves[direction].turns = min(halves[direction].turns, 65534) + 1
    halves[direction].turnTime = time
    let start = PayloadStart(bytes, payload)
    if halves[direction].firstPayload == .unseen { halves[direction].firstPayload = start.kind }
    halves[direction].latestPayload = start.kind
    halves[direction].status = start.status
    let announced = start.length
    halves[direction].outstanding = announced > length ? announced - length : 0
    if start.announcesClose {
      halves[direction].marks.insert(.announcesClose)
    } else {
      halves[direction].marks.remove(.announcesClose)
    }
  }

  private mutating func noteFIN(
    _ sequence: UInt32, _ direction: Int, at time: Int64, frame: UInt32
  ) -> Notice {
    let other = 1 - direction
    halves[direction].marks.insert(.fin)
    halves[direction].finSequence = sequence
    halves[direction].finTime = time
    halves[direction].finFrame = frame
    halves[direction].next = sequence &+ 1
    // An orderly end of a quiet connection tells the idle time-out of whoever closed it.
    let last = max(halves[0].payloadTime, halves[1].payloadTime)
    guard time - last >= 1_000_000_000, let server = serverDirection,
      halves[server].payloadTime == last, halves[1 - server].turns > 0,
      !halves[other].marks.contains(.fin)
    else { return .none }
    return server == direction ? .idleClose(time - last) : .clientClose(time - last)
  }

  /// The server's direction: seen in the handshake, else by what was sent, else by the ports; nil where nothing
  /// tells it.
  var serverDirection: Int? {
    if opener < 2 { return 1 - Int(opener) }
    for direction in 0..<2 {
      switch halves[direction].firstPayload {
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
