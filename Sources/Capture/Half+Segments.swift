import Facts
import Wire

extension Half {
  /// What a packet was, as far as the connection as a whole must know.
  enum News { case none, handshake, turn, end }

  /// Takes in a packet of its sender, unless it has come before.
  mutating func note(
    _ packet: Packet, _ bytes: RawSpan, _ sight: Sight, _ peer: inout Half, _ past: inout HalfPast
  ) -> News {
    if repeats(packet, at: sight.time) { return .none }
    let flags = packet.tcp.flags
    var news = News.none
    if flags.contains(.syn) {
      noteHandshake(packet, bytes, peer, &past)
      news = .handshake
    } else {
      news = noteSegment(packet, bytes, sight, peer, &past)
    }
    if flags.contains(.ack) { noteAcknowledgment(packet.tcp.acknowledgment, &peer) }
    // Whoever sends anything answers the other end's probes by it.
    peer.probes = 0
    noteLatest(packet, at: sight.time)
    return news
  }

  private mutating func noteHandshake(
    _ packet: Packet, _ bytes: RawSpan, _ peer: Half, _ past: inout HalfPast
  ) {
    let options = packet.options(in: bytes)
    marks.insert([.syn, .sequenced])
    past.handshakes = min(past.handshakes, 254) + 1
    if options.timestamp != nil { marks.insert(.timestamps) }
    if options.multipath != nil { marks.insert(.multipath) }
    if packet.tcp.flags.contains(.ack), peer.marks.contains(.syn),
      packet.tcp.acknowledgment != peer.next, peer.payload == 0
    {
      marks.insert(.oddAnswer)
    }
    next = packet.tcp.sequence &+ 1 &+ UInt32(packet.payloadLength)
  }

  /// Takes in a segment of a connection that is open, or believed to be; gives whether its sender began or closed by it.
  @inline(__always)
  private mutating func noteSegment(
    _ packet: Packet, _ bytes: RawSpan, _ sight: Sight, _ peer: borrowing Half,
    _ past: inout HalfPast
  ) -> News {
    let length = UInt32(packet.payloadLength)
    let end = packet.tcp.sequence &+ length
    if !marks.contains(.sequenced) {
      marks.insert(.sequenced)
      next = packet.tcp.sequence
    }
    let ahead = Int32(bitPattern: end &- next)
    var news = News.none
    if length > 0, ahead > 0 {
      news = notePayload(packet, bytes, UInt32(ahead), sight, peer.payloadTime, &past)
    } else {
      noteNothingNew(packet, ahead, sight, &past)
    }
    guard packet.tcp.flags.contains(.fin), !marks.contains(.fin) else { return news }
    marks.insert(.fin)
    (past.finSequence, past.finTime, past.finFrame) = (end, sight.time, sight.frame)
    next = end &+ 1
    return .end
  }

  @inline(__always)
  private mutating func noteNothingNew(
    _ packet: Packet, _ ahead: Int32, _ sight: Sight, _ past: inout HalfPast
  ) {
    if isProbe(packet, ahead) {
      probes = min(probes, 254) + 1
    } else if packet.payloadLength > 0, sight.isSeenOnce {
      if retransmissions == 0 { past.unansweredSince = payloadTime }
      retransmissions = min(retransmissions, 65534) + 1
    }
  }

  /// A keep-alive probe has the sequence number before the next one (RFC 9293 section 3.8.4).
  @inline(__always)
  private func isProbe(_ packet: Packet, _ ahead: Int32) -> Bool {
    packet.tcp.sequence &+ 1 == next && packet.payloadLength <= 1 && ahead <= 0
      && !packet.tcp.flags.contains(.fin) && payload != 1
  }

  @inline(__always)
  private mutating func notePayload(
    _ packet: Packet, _ bytes: RawSpan, _ ahead: UInt32, _ sight: Sight, _ peerTime: Int64,
    _ past: inout HalfPast
  ) -> News {
    let length = UInt32(packet.payloadLength)
    if ahead > length { marks.insert(.gap) }
    let isNewTurn = turns == 0 || (outstanding == 0 && peerTime > payloadTime)
    let fresh = min(ahead, length)
    payload &+= UInt64(fresh)
    outstanding -= min(fresh, outstanding)
    next = packet.tcp.sequence &+ length
    payloadTime = sight.time
    payloadFrame = sight.frame
    guard isNewTurn else { return .none }
    noteTurn(bytes, packet.payload, of: length, at: sight.time, &past)
    return .turn
  }

  /// Takes in the beginning of a message.
  @inline(never)
  private mutating func noteTurn(
    _ bytes: RawSpan, _ range: Range<Int>, of length: UInt32, at time: Int64,
    _ past: inout HalfPast
  ) {
    turns = min(turns, 65534) + 1
    past.turnTime = time
    let start = PayloadStart(bytes, range)
    if past.firstPayload == .unseen { past.firstPayload = start.kind }
    past.latestPayload = start.kind
    past.status = start.status
    let announced = start.length
    outstanding = announced > length ? announced - length : 0
    if start.announcesClose { marks.insert(.announcesClose) } else { marks.remove(.announcesClose) }
  }

  @inline(__always)
  private mutating func noteAcknowledgment(_ number: UInt32, _ peer: inout Half) {
    if marks.contains(.acknowledges) {
      guard number.isAfter(acknowledged) else { return }
    }
    marks.insert(.acknowledges)
    acknowledged = number
    peer.retransmissions = 0
    if peer.marks.contains(.sequenced) {
      // Acknowledged, and never seen: the capture misses it.
      if number.isAfter(peer.next), number &- peer.next < Conversation.longestGap {
        peer.marks.insert(.gap)
        peer.next = number
      }
    } else if peer.packets == 0 {
      peer.next = number
    }
  }
}
