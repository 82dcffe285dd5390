import Facts
import Wire

extension CapturedEnd {
  /// The end that a reset made, with what came after it.
  init(_ pending: PendingReset) {
    let (before, direction) = (pending.before, pending.direction)
    self.init(.reset, of: before, sender: direction, at: pending.time, frame: pending.frame)
    file = pending.file
    reset = pending.wire
    trigger = before.latestSegment(1 - direction)
    aftermath = pending.aftermath
    resetFiles = pending.resetFiles
    isMultipath = pending.options.multipath != nil || receiver.usesMultipath
    // Alone, its form tells who had sent a SYN.
    if senderRole == nil || !roleIsSeen, reset?.form == .refusal, !sender.wasSeen {
      senderRole = .server
      roleIsSeen = before.half(1 - direction).marks.contains(.syn)
    }
  }

  init(
    _ kind: Kind, of conversation: Conversation, sender direction: Int, at time: Int64,
    frame: UInt64
  ) {
    let server = conversation.serverDirection
    self.init(
      kind: kind, time: Timestamp(nanoseconds: time), frame: frame,
      file: conversation.latestFile(direction),
      sender: conversation.side(direction), receiver: conversation.side(1 - direction),
      senderRole: server.map { $0 == direction ? .server : .client },
      roleIsSeen: conversation.opener < 2, handshake: conversation.handshake,
      began: Timestamp(nanoseconds: conversation.startTime))
    hasGaps = (0..<2).contains { conversation.half($0).marks.contains(.gap) }
    senderFiles = conversation.files[direction]
    // Seen at several places, packets have several distances.
    if senderFiles.nonzeroBitCount > 1 { (sender.hopLimit, receiver.hopLimit) = (nil, nil) }
  }
}

extension PendingReset {
  fileprivate var wire: WireReset {
    WireReset(
      time: Timestamp(nanoseconds: time),
      flow: Flow(from: before.endpoint(direction), to: before.endpoint(1 - direction)), netns: 0,
      interface: 0, direction: .passing,
      segment: Segment(
        sequence: packet.tcp.sequence, acknowledgment: packet.tcp.acknowledgment,
        flags: Segment.Flags(rawValue: UInt8(truncatingIfNeeded: packet.tcp.flags.rawValue & 0x1f)),
        payloadLength: UInt32(packet.payloadLength)),
      window: packet.tcp.window, hopLimit: packet.ip.hopLimit,
      identification: packet.ip.isIPv4
        ? UInt16(truncatingIfNeeded: packet.ip.identification ?? 0) : nil,
      dontFragment: packet.ip.dontFragment,
      timestampOption: options.timestamp.map { .init(value: $0.value, echo: $0.echo) },
      vlan: packet.link.vlan)
  }
}

extension Conversation {
  func endpoint(_ direction: Int) -> Endpoint {
    let (bits, port) = direction == 0 ? (key.low, key.lowPort) : (key.high, key.highPort)
    return Endpoint(IPAddress(v6: bits), port: port)
  }

  /// The latest packet of a direction; nil where there is none.
  fileprivate func latestSegment(_ direction: Int) -> Segment? {
    let half = half(direction)
    guard half.packets > 0 else { return nil }
    return Segment(
      sequence: half.lastSequence, acknowledgment: half.acknowledged,
      flags: Segment.Flags(rawValue: half.lastFlags & 0x1f),
      payloadLength: half.lastLength)
  }

  /// The last file that has packets of a direction, of the first seven.
  fileprivate func latestFile(_ direction: Int) -> Int {
    max(0, 7 - files[direction].leadingZeroBitCount)
  }

  func side(_ direction: Int) -> CapturedSide {
    let (half, peer, past) = (half(direction), half(1 - direction), past(direction))
    var side = CapturedSide(endpoint: endpoint(direction))
    side.packets = half.packets
    side.payload = half.payload
    side.unacknowledged = unacknowledged(half, peer)
    side.lastPacket = half.packets > 0 ? Timestamp(nanoseconds: half.lastTime) : nil
    if half.turns > 0 {
      side.lastPayload = Timestamp(nanoseconds: half.payloadTime)
      side.turnBegan = Timestamp(nanoseconds: past.turnTime)
      side.lastPayloadFrame = UInt64(half.payloadFrame)
    }
    side.turns = Int(half.turns)
    side.fin = fin(direction)
    (side.firstPayload, side.latestPayload) = (past.firstPayload, past.latestPayload)
    side.status = past.status
    side.usesMultipath = half.marks.contains(.multipath)
    side.answeredOddly = half.marks.contains(.oddAnswer)
    side.isShut = half.marks.contains(.shut)
    side.hopLimit = half.packets > 0 ? half.hopLimit : nil
    side.usesTimestamps = half.marks.contains(.timestamps)
    side.handshakes = Int(past.handshakes)
    addWaiting(of: half, past, to: &side)
    return side
  }

  /// What a side has said and waits for.
  private func addWaiting(of half: Half, _ past: HalfPast, to side: inout CapturedSide) {
    side.outstandingBody = half.outstanding
    side.lastLength = half.lastLength
    side.announcedClose = half.marks.contains(.announcesClose)
    side.retransmissions = Int(half.retransmissions)
    side.unansweredSince =
      half.retransmissions > 0 ? Timestamp(nanoseconds: past.unansweredSince) : nil
    side.probes = Int(half.probes)
  }

  private func unacknowledged(_ half: Half, _ peer: Half) -> UInt32 {
    guard peer.marks.contains(.acknowledges), half.marks.contains(.sequenced) else {
      return UInt32(truncatingIfNeeded: half.payload)
    }
    let bytes = half.next &- peer.acknowledged
    let isFIN = half.marks.contains(.fin) && bytes > 0
    return Int32(bitPattern: bytes) > 0 ? bytes - (isFIN ? 1 : 0) : 0
  }

  private func fin(_ direction: Int) -> CapturedSide.FIN? {
    let (past, peer) = (past(direction), half(1 - direction))
    guard half(direction).marks.contains(.fin) else { return nil }
    return CapturedSide.FIN(
      time: Timestamp(nanoseconds: past.finTime), frame: UInt64(past.finFrame),
      sequence: past.finSequence,
      isAcknowledged: peer.marks.contains(.acknowledges)
        && peer.acknowledged.isAfter(past.finSequence))
  }
}
