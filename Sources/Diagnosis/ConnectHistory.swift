import Facts

/// The last connect of each process that failed.
struct ConnectHistory: Sendable {
  private static let limit = 1024
  /// How soon a proxy closes once it cannot reach its server.
  private static let memory = Duration.seconds(1)
  private var failures: [Int32: FailedBackend] = [:]

  mutating func add(_ reset: ReceivedReset) {
    guard reset.socket.state == .synSent, let owner = reset.socket.owner else { return }
    add(
      FailedBackend(
        time: reset.time, destination: reset.flow.source, error: .connectionRefused), of: owner)
  }

  mutating func add(_ connection: FailedConnection) {
    guard connection.state == .synSent,
      let owner = connection.socket.owner ?? connection.actor
    else { return }
    add(
      FailedBackend(
        time: connection.time, destination: connection.flow.destination, error: connection.error),
      of: owner)
  }

  private mutating func add(_ failure: FailedBackend, of owner: Process) {
    if failures.count >= Self.limit { failures.removeAll() }
    failures[owner.pid] = failure
  }

  /// What the process that ended the connection had failed to reach just before.
  func failure(before reset: SentReset) -> FailedBackend? {
    let closure = reset.closure
    guard let closer = reset.actor ?? closure?.by, let failure = failures[closer.pid] else {
      return nil
    }
    let passed = (closure?.time ?? reset.time) - failure.time
    return passed >= .zero && passed <= Self.memory ? failure : nil
  }
}

extension Evidence {
  /// The closer's failed connect, where it came after the connection that it closed was opened: one that came
  /// before was not for it.
  var backendFailure: FailedBackend? {
    guard let failedBackend else { return nil }
    let opened = socket(of: .server)?.openedAt
    return opened.map { failedBackend.time >= $0 } ?? true ? failedBackend : nil
  }
}
