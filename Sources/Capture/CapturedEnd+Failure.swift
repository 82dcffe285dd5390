import Facts

extension CapturedEnd {
  /// The failure without a reset that the connection came to; nil where it is none, or may yet go on.
  init?(failureOf conversation: Conversation, _ notice: PathNotice?) {
    guard let (kind, sender) = Self.failure(of: conversation, notice) else { return nil }
    let half = conversation.half(sender)
    let frame = half.payloadFrame == 0 ? conversation.startFrame : half.payloadFrame
    self.init(kind, of: conversation, sender: sender, at: half.lastTime, frame: UInt64(frame))
    self = noting(notice, conversation)
    if kind == .turnedAway, let notice { self.frame = notice.frame }
  }

  /// The same end with what was said of a segment; until now the notice counts from the lower end.
  func noting(_ notice: PathNotice?, _ conversation: Conversation) -> CapturedEnd {
    guard var notice else { return self }
    notice.isOfSender = notice.isOfSender == (sender.endpoint == conversation.endpoint(0))
    var end = self
    end.notice = notice
    return end
  }

  /// The same end with the process that a comment named.
  func naming(_ named: NamedProcess?, _ conversation: Conversation) -> CapturedEnd {
    guard let named else { return self }
    var end = self
    end.process = named.process
    end.processEnd = named.isOfLow.map { conversation.endpoint($0 ? 0 : 1) }
    return end
  }

  private static func failure(
    of conversation: Conversation, _ notice: PathNotice?
  ) -> (kind: Kind, sender: Int)? {
    if conversation.handshake == .syn, let notice, notice.turnsAway {
      return (.turnedAway, Int(conversation.opener))
    }
    if conversation.opener < 2, let kind = handshakeFailure(of: conversation) {
      let isServer = kind == .ignoredHandshake
      return (kind, isServer ? 1 - Int(conversation.opener) : Int(conversation.opener))
    }
    for direction in 0..<2 {
      let (half, peer) = (conversation.half(direction), conversation.half(1 - direction))
      // Sent at least four times, and the last thing that happened: whatever comes later would have answered.
      if half.retransmissions >= 3, half.lastTime >= peer.lastTime {
        return (.unansweredData, direction)
      }
    }
    return nil
  }

  private static func handshakeFailure(of conversation: Conversation) -> Kind? {
    let opener = Int(conversation.opener)
    let (client, server) = (conversation.half(opener), conversation.half(1 - opener))
    let attempts = conversation.past(opener).handshakes
    let answers = conversation.past(1 - opener).handshakes
    if server.packets == 0, attempts >= 2 { return .unansweredSYN }
    // The client has acknowledged each, and the server goes on.
    if conversation.handshake == .complete, answers >= 3, server.payload == 0,
      !server.marks.contains(.fin), client.packets > 2
    {
      return .ignoredHandshake
    }
    // The kernel sends a SYN again after a second; what is answered at once was seen twice.
    if attempts >= 2, conversation.handshake == .complete,
      conversation.answerTime &- conversation.startTime >= 900_000_000
    {
      return .lateAnswer
    }
    return nil
  }
}

extension PathNotice {
  /// Whether a SYN that gets this is not sent again: `icmp_err_convert` of the kernel calls it fatal.
  fileprivate var turnsAway: Bool { kind == .prohibited || kind == .portUnreachable }
}
