import Facts

/// How each server closed connections lately.
struct CloseHistory: Sendable {
  private struct Server: Hashable {
    let endpoint: Endpoint
    let netns: UInt64
  }

  private static let perServer = 64
  private static let servers = 1024
  private var closes: [Server: [ServerClose]] = [:]

  mutating func add(_ close: ServerClose) {
    let server = Server(endpoint: close.server, netns: close.netns)
    if closes[server] == nil && closes.count >= Self.servers { closes.removeAll() }
    closes[server, default: []].append(close)
    if closes[server]!.count > Self.perServer { closes[server]!.removeFirst() }
  }

  /// Notes a close that was a RST because something was unread: the same limits may have led to it.
  mutating func add(_ reset: SentReset) {
    guard reset.trigger == nil, reset.reason == "TCP_ABORT_ON_CLOSE", let socket = reset.socket,
      socket.role == .server, let latest = [socket.lastReceived, socket.lastSent].latest
    else { return }
    add(
      ServerClose(
        time: reset.time, netns: reset.netns, server: reset.flow.source,
        idle: reset.time - latest, age: socket.openedAt.map { reset.time - $0 },
        messages: socket.dialogue.heardMessages, isUnanswered: socket.lacksAnswer))
  }

  /// Those of the server that sent the reset, without the close that the reset itself comes from.
  func closes(before reset: SentReset) -> [ServerClose] {
    let server = Server(endpoint: reset.flow.source, netns: reset.netns)
    return closes[server, default: []].filter {
      $0.time != reset.closure?.time && $0.time != reset.time
    }
  }
}

extension [Timestamp?] {
  /// The last of the moments that were.
  var latest: Timestamp? { compactMap(\.self).max() }
}

extension Socket {
  /// Whether the peer's last bytes came after this end's last.
  var lacksAnswer: Bool {
    guard let lastReceived else { return false }
    return lastSent.map { $0 < lastReceived } ?? true
  }
}
