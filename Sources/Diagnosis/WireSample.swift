import Facts

/// Captured ends for examples: short to write, and complete.
enum WireSample {
  /// A reset by this end of a connection whose handshake was seen; times are seconds before it.
  static func reset(
    _ form: WireReset.Form, by role: Socket.Role = .server,
    _ change: (inout CapturedEnd) -> Void = { _ in }
  ) -> CapturedEnd {
    var end = base(.reset, by: role)
    let flags: Segment.Flags = form == .answer ? .rst : [.rst, .ack]
    end.reset = WireReset(
      time: Sample.now, flow: Sample.flow(from: role), netns: 0, interface: 0, direction: .passing,
      segment: Segment(
        sequence: form == .refusal ? 0 : 5001, acknowledgment: 9000, flags: flags, payloadLength: 0),
      window: form == .abort ? 502 : 0, hopLimit: 64, identification: form == .abort ? 77 : 0)
    change(&end)
    return end
  }

  static func failure(
    _ kind: CapturedEnd.Kind, by role: Socket.Role, _ change: (inout CapturedEnd) -> Void = { _ in }
  ) -> CapturedEnd {
    var end = base(kind, by: role)
    change(&end)
    return end
  }

  private static func base(_ kind: CapturedEnd.Kind, by role: Socket.Role) -> CapturedEnd {
    let flow = Sample.flow(from: role)
    var end = CapturedEnd(
      kind: kind, time: Sample.now, frame: 100, file: 0,
      sender: CapturedSide(endpoint: flow.source),
      receiver: CapturedSide(endpoint: flow.destination), senderRole: role, roleIsSeen: true,
      handshake: .complete, began: Sample.ago(100))
    end.sender.packets = 1
    end.sender.handshakes = 1
    end.receiver.packets = 2
    end.receiver.handshakes = 1
    end.sender.hopLimit = 64
    end.receiver.hopLimit = 64
    return end
  }
}

extension CapturedEnd {
  /// Says that a request of the client was answered by the server; the times are seconds before the reset.
  mutating func exchange(request: Double, answer: Double, _ kind: PayloadKind = .httpRequest) {
    let isServer = senderRole == .server
    var client = isServer ? receiver : sender
    var server = isServer ? sender : receiver
    client.speak(at: request, kind)
    server.speak(at: answer, kind == .httpRequest ? .httpResponse : kind)
    server.status = kind == .httpRequest ? 200 : 0
    (sender, receiver) = isServer ? (server, client) : (client, server)
  }
}

extension CapturedSide {
  /// Says that a message of 100 bytes was sent, `seconds` before the reset.
  mutating func speak(at seconds: Double, _ kind: PayloadKind = .other) {
    packets += 2
    turns += 1
    payload += 100
    turnBegan = Sample.ago(seconds)
    lastPayload = Sample.ago(seconds)
    lastPayloadFrame = 90
    if firstPayload == .unseen { firstPayload = kind }
    latestPayload = kind
  }

  /// Says that it closed, `seconds` before the reset.
  mutating func close(_ seconds: Double, isAcknowledged: Bool = true) {
    fin = FIN(
      time: Sample.ago(seconds), frame: 95, sequence: 5000, isAcknowledged: isAcknowledged)
    packets += 1
  }
}
