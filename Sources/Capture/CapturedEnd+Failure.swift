import Facts

extension CapturedEnd {
  /// The failure without a reset that the connection came to; nil where it is none, or may yet go on.
  init?(failureOf conversation: Conversation, at now: Int64) {
    guard let (kind, sender) = Self.failure(of: conversation, at: now) else { return nil }
    let half = conversation.halves[sender]
    let frame = half.payloadFrame == 0 ? conversation.startFrame : half.payloadFrame
    self.init(kind, of: conversation, sender: sender, at: half.lastTime, frame: UInt64(frame))
  }

  private static func failure(
    of conversation: Conversation, at now: Int64
  ) -> (kind: Kind, sender: Int)? {
    if conversation.opener < 2, let kind = handshakeFailure(of: conversation) {
      let isServer = kind == .ignoredHandshake
      return (kind, isServer ? 1 - Int(conversation.opener) : Int(conversation.opener))
    }
    for direction in 0..<2 {
      let (half, peer) = (conversation.halves[direction], conversation.halves[1 - direction])
      // Sent at least four times, and the last thing that happened: whatever comes later would have answered.
      if half.retransmissions >= 3, half.lastTime >= peer.lastTime {
        return (.unansweredData, direction)
      }
    }
    return nil
  }

  private static func handshakeFailure(of conversation: Conversation) -> Kind? {
    let client = conversation.halves[Int(conversation.opener)]
    let server = conversation.halves[1 - Int(conversation.opener)]
    if server.packets == 0, client.handshakes >= 2 { return .unansweredSYN }
    // The client has acknowledged each, and the server goes on.
    if conversation.handshake == .complete, server.handshakes >= 3, server.payload == 0,
      !server.marks.contains(.fin), client.packets > 2
    {
      return .ignoredHandshake
    }
    // The kernel sends a SYN again after a second; what is answered at once was seen twice.
    if client.handshakes >= 2, conversation.handshake == .complete,
      conversation.answerTime &- conversation.startTime >= 900_000_000
    {
      return .lateAnswer
    }
    return nil
  }
}
