import Facts

/// What listeners of this host turned away lately.
struct AdmissionHistory: Sendable {
  private struct Port: Hashable {
    let netns: UInt64
    let number: UInt16
  }

  private static let limit = 256
  private static let ports = 4096

  private var recent: [ListenerDrops] = []
  /// Drops that may be those of resets which were not read yet when the counters were.
  private var pending: [ListenerDrops] = []
  /// Handshakes that listeners reset, and count as drops as well, since the last look.
  private var resets: [Port: UInt64] = [:]

  /// Notes a reset by which a listener turned a handshake away: for a full accept queue with
  /// `tcp_abort_on_overflow` 1, or in answer to a SYN (Multipath TCP).
  mutating func add(_ reset: SentReset) {
    guard let trigger = reset.trigger else { return }
    let isAbort = reset.reason == "INVALID_SYN" || reset.sites.contains("tcp_check_req")
    guard trigger.flags.contains(.syn) ? reset.fromListener : isAbort else { return }
    if resets.count >= Self.ports { resets.removeAll() }
    resets[Port(netns: reset.netns, number: reset.flow.source.port), default: 0] += 1
  }

  mutating func add(_ drops: ListenerDrops) {
    if recent.count >= Self.limit { recent.removeFirst() }
    recent.append(drops)
    pending.append(drops)
  }

  /// What was turned away that no reset tells of.
  mutating func takeNews() -> [ListenerDrops] {
    defer { pending.removeAll() }
    return pending.filter { isNews($0) }
  }

  private mutating func isNews(_ drops: ListenerDrops) -> Bool {
    let change = drops.change
    if change[.requestQueueCookies] > 0 || change[.timeWaitOverflow] > 0 { return true }
    guard let server = drops.server else {
      return takeResets { $0.netns == change.netns } < change[.listenDrops]
    }
    // The listener's own count has more in it: ACKs without data, with TCP_DEFER_ACCEPT.
    let count = min(change[.listenDrops], drops.drops)
    return takeResets { $0.netns == change.netns && $0.number == server.port } < count
  }

  private mutating func takeResets(at isMeant: (Port) -> Bool) -> UInt64 {
    let told = resets.filter { isMeant($0.key) }
    for port in told.keys { resets[port] = nil }
    return told.values.reduce(0, +)
  }

  /// What the listener turned away that a connect waited for in vain; nil where none of this host's is it.
  func drops(behind connection: FailedConnection) -> ListenerDrops? {
    guard connection.state == .synSent, connection.flow.source.port != 0 else { return nil }
    let began = connection.socket.openedAt ?? connection.time - .seconds(130)
    return recent.last {
      $0.serves(connection.flow.destination, in: connection.netns)
        && $0.change.since < connection.time && began < $0.time
    }
  }
}
