public import Facts

/// What the causes ask: each answer reads one or both halves of the evidence.
extension Evidence {
  /// The kernel's reason; nil where it gave none, as before Linux 6.12 for resets sent by close().
  var reason: String? { sent?.reason == "NOT_SPECIFIED" ? nil : sent?.reason }

  /// Whether the kernel was in one of these functions when it sent the RST.
  func passed(_ functions: String...) -> Bool {
    sent?.sites.contains { functions.contains($0) } ?? false
  }

  /// Whether the reason is one of these, or the kernel gave none.
  func reasonAllows(_ reasons: String...) -> Bool { reason.map { reasons.contains($0) } ?? true }

  /// The segment that the RST answers.
  var trigger: Segment? { sent?.trigger }

  /// The segment that the RST answers, if it belongs to a connection rather than opens one.
  var laterSegment: Segment? {
    trigger.flatMap { $0.flags.contains(.syn) || !$0.flags.contains(.ack) ? nil : $0 }
  }

  /// The sender's socket at the reset or, where only memory is left of it, at its close.
  var senderSocket: Socket? { sent?.socket ?? sent?.closure?.socket }

  var receiverSocket: Socket? { received?.socket }

  /// The receiver's socket where the sender's half was not seen, and may be all that explains it.
  var onlyReceiver: Socket? { sent == nil && !isForeign ? received?.socket : nil }

  /// Whether a RST came of which the sender's half was not seen.
  public var mayBeForged: Bool { sent == nil && firewall == nil && received != nil && !isShallow }

  /// Whether it is known that neither end's TCP sent the RST.
  var isForeign: Bool { firewall != nil || livingSender != nil }

  /// Whether the sender acted by itself, in a process, rather than in answer to a segment.
  var sentByProcess: Bool { sent.map { $0.trigger == nil && $0.actor != nil } ?? false }

  /// How the process that closed was dying: by a signal, or with a status other than 0.
  var death: ExitStatus? {
    let exit = sentByProcess && !passed("tcp_abort") ? sent?.exit : sent?.closure?.exit
    return exit.flatMap { $0.isSuccess ? nil : $0 }
  }

  /// Whether the receiver had sent its FIN, or no program holds its socket any more.
  var receiverHadClosed: Bool {
    if let socket = receiverSocket {
      let abandoned = socket.hasDescriptor == false && socket.wasAccepted != false
      if abandoned || socket.state.hasSentFIN { return true }
    }
    return receiverFINWasSeen
  }

  /// Whether the receiver's FIN reached the sender before the RST went.
  var receiverFINWasSeen: Bool {
    if trigger?.flags.contains(.fin) == true { return true }
    guard let socket = sent?.socket else { return sent?.closure?.socket.peerClosedAt != nil }
    return socket.peerClosedAt != nil || socket.lastOpenState.peerHasClosed
  }

  /// Whether the last request that was seen had its answer: the server's bytes came after the client's.
  var hadAnswer: Bool {
    guard let role = senderRole else { return false }
    func isAnswered(_ socket: Socket, _ role: Socket.Role) -> Bool {
      let sent = socket.lastSent ?? .distantPast
      let received = socket.lastReceived ?? .distantPast
      return role == .server
        ? sent + Evidence.clockSlack >= received : received + Evidence.clockSlack >= sent
    }
    return (senderSocket.map { isAnswered($0, role) } ?? true)
      && (receiverSocket.map { isAnswered($0, role.opposite) } ?? true)
  }

  /// The orderly close of the sender's end, if that came first.
  var orderlyClose: Closure? {
    sent?.closure.flatMap { $0.manner == .fin ? $0 : nil }
  }

  /// The segment that came after the sender's end had sent its FIN.
  var lateSegment: Segment? {
    guard let segment = laterSegment, let sent, !answeredByListenerAlone else { return nil }
    let told = reason == "TCP_ABORT_ON_DATA" || reason == "TCP_TIMEWAIT_SOCKET"
    let state = sent.socket?.lastOpenState.hasSentFIN ?? false
    return told || sent.fromTimeWait || orderlyClose != nil || state ? segment : nil
  }

  /// The socket that its program closed with bytes unread.
  var socketClosedUnread: Socket? {
    guard let socket = sent?.socket, trigger == nil, reasonAllows("TCP_ABORT_ON_CLOSE") else {
      return nil
    }
    let told = reason != nil
    return told || (passed("__tcp_close") && !passed("tcp_disconnect") && socket.unreadBytes > 0)
      ? socket : nil
  }

  /// The socket that the kernel took down in `tcp_disconnect()`: CLOSE by then, and nothing sent before.
  var socketDisconnected: Socket? {
    guard let socket = sent?.socket, trigger == nil, !passed("tcp_abort"),
      reasonAllows("TCP_STATE", "TCP_DISCONNECT_WITH_DATA")
    else { return nil }
    return passed("tcp_disconnect")
      || (reason != nil && sent?.sites.isEmpty == true
        && socket.state == .closed)
      ? socket : nil
  }

  /// Whether the kernel had no room for a socket that no program holds any more: orphans, or memory.
  public var lackedMemory: Bool {
    reason == "TCP_ABORT_ON_MEMORY" || passed("tcp_out_of_resources")
  }

  /// The process that should have accepted, where connections found its accept queue full.
  public var lateAcceptor: Process? {
    let isFull = drops != nil || sent?.overflow != nil || sent?.listener?.lastOverflow != nil
    guard isFull || sent?.listener?.isFull == true else { return nil }
    return drops?.listener?.owner ?? sent?.listener?.owner
  }

  /// Whether it was looked at, and has descriptors left.
  var hasDescriptors: Bool { descriptors?.isExhausted == false }

  /// Whether close() took the socket down, not connect() and not the end of its listener.
  var closedByCall: Bool {
    !passed("inet_csk_listen_stop", "inet_stream_connect", "__inet_stream_connect")
  }

  /// Whether a listener, or no socket at all, met the segment, and nothing is known of its connection.
  var metNoConnection: Bool {
    guard let sent, sent.socket == nil, sent.closure == nil, !sent.fromTimeWait,
      !answeredByListenerAlone
    else { return false }
    return reasonAllows("NO_SOCKET", "TCP_FLAGS")
  }

  /// Whether the receiver's connection was opened longer ago than this.
  func receiverIsOlder(than age: Duration) -> Bool {
    receiverSocket?.openedAt.map { time - $0 > age } ?? false
  }

  /// Whether the other end's program has ever taken part in the connection.
  var receiverHasExchanged: Bool {
    receiverSocket.map { $0.bytesReceived > 0 || $0.bytesAcknowledged > 0 } ?? false
  }

  private var answeredByListenerAlone: Bool { passed("tcp_check_req") || reason == "INVALID_SYN" }
}

extension Socket {
  /// The state before the reset itself, or whatever led to it, set CLOSE.
  var lastOpenState: TCPState { stateBeforeClose ?? state }

  /// Whether payload went both ways and was acknowledged.
  var hasExchanged: Bool { bytesReceived > 0 && bytesAcknowledged > 0 }

  /// Whether nothing that was sent or that arrived is still waiting.
  var isDrained: Bool { unreadBytes == 0 && unacknowledgedBytes == 0 }
}

extension Socket {
  /// Whether this end sent payload after the peer's FIN had come; nil where that cannot be told.
  var wroteAfterFIN: Bool? {
    guard let peerClosedAt, let lastSent else { return nil }
    return lastSent + Evidence.clockSlack >= peerClosedAt
  }
}

extension Timestamp {
  fileprivate static let distantPast = Timestamp(nanoseconds: 0)
}

extension Closure {
  /// Whether the segment's sender had the FIN by then; nil where that cannot be told.
  func isAcknowledged(by segment: Segment) -> Bool? {
    guard let finSequence, segment.flags.contains(.ack) else { return nil }
    return Int32(bitPattern: segment.acknowledgment &- finSequence) > 0
  }
}
