import Facts

/// What one host alone cannot exclude: the receiver of a RST knows its own socket, and nothing of its sender.
extension Evidence {
  /// The causes at the other end that the receiver's socket allows, by id, the commonest first; none where the
  /// sender was seen, or is known to be neither end.
  var unseenCauses: [String] {
    guard sent == nil, !isForeign, let received else { return [] }
    let socket = received.socket
    if socket.state == .synSent {
      return ["port-closed"] + forged + ["admission-limit", "mptcp-reset"]
    }
    return (socket.state.peerHasClosed ? afterFIN(socket) : withoutFIN(socket)) + forged
      + (socket.dialogue.seesSaid ? [] : Self.toldByMessages)
  }

  /// What only the messages on the connection tell from a bare mechanism, where they were not looked at: the
  /// kernel is older than Linux 6.16, or the host too busy.
  var unheardCauses: [String] {
    guard sent != nil, let socket = senderSocket, !socket.dialogue.seesSaid else { return [] }
    return Self.toldByMessages
  }

  static let toldByMessages = [
    "request-limit-close", "request-too-large", "admission-limit", "protocol-mismatch",
    "http2-ping-limit",
  ]

  /// A RST that the peer's TCP need not have sent.
  private var forged: [String] { ["firewall-reject", "injected-reset"] }

  /// The peer had closed in the orderly way, and something made it reset after that.
  private func afterFIN(_ socket: Socket) -> [String] {
    let answersData = socket.wroteAfterFIN != false || socket.unacknowledgedBytes > 0
    // Both answer what came after the FIN; without data only these do.
    return (answersData ? ["write-after-close", "keepalive-race", "early-response-close"] : [])
      + ["process-died", "unread-data-at-close", "linger2-negative", "socket-destroyed"]
      + (isOver(socket) ? ["expected-close"] : [])
      + ["graceless-restart", "request-limit-close", "application-timeout", "shared-socket"]
      + ["admission-limit", "proxy-backend-absent", "orphan-limit", "tcp-memory-limit"]
  }

  /// The RST was the first that came of an end.
  private func withoutFIN(_ socket: Socket) -> [String] {
    let sentAny = socket.bytesAcknowledged > 0 || socket.unacknowledgedBytes > 0
    return (sentAny ? unreadOrForgotten(socket) : [])
      + (socket.role != .server && socket.bytesReceived == 0 ? neverServed : [])
      + ["process-died", "linger-zero", "socket-destroyed", "disconnect-call"]
      + (isOver(socket) ? ["expected-close"] : [])
      + (socket.role == .client ? [] : ["port-reuse-collision"])
      + ["graceless-restart", "application-timeout"]
  }

  /// What a peer does that leaves bytes unread, or that knows nothing of the connection any more.
  private func unreadOrForgotten(_ socket: Socket) -> [String] {
    let isOfServer = socket.role != .server
    return
      (isOfServer ? ["unread-data-at-close", "early-response-close"] : ["unread-data-at-close"])
      + (wasQuiet(socket) && isOfServer ? ["keepalive-race"] : [])
      + (socket.hasExchanged || wasQuiet(socket) ? forgotten : [])
  }

  private var forgotten: [String] {
    [
      "stale-connection", "middlebox-idle-expiry", "backend-moved", "conntrack-invalid",
      "keepalive-probe-timeout",
      "retransmission-timeout",
    ]
  }

  /// The server's program never took the connection, or its listener never had it.
  private var neverServed: [String] {
    [
      "listener-closed", "accept-queue-overflow", "file-descriptor-exhaustion",
      "syn-cookie-rejected", "admission-limit", "proxy-backend-absent", "protocol-mismatch",
    ]
  }

  /// Whether the connection had been idle before the last bytes that went.
  private func wasQuiet(_ socket: Socket) -> Bool {
    let last = [socket.lastReceived, socket.openedAt].compactMap(\.self).max()
    guard let last else { return true }
    return (socket.lastSent ?? time) - last >= Self.idleThreshold
  }

  /// Whether this end, too, was done with the connection.
  private func isOver(_ socket: Socket) -> Bool {
    socket.hasDescriptor == false || socket.state.hasSentFIN
  }
}
