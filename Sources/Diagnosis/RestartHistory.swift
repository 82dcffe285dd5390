import Facts

/// Which processes began to listen, and the resets that wait for one: whether a server was restarted shows only
/// some time after the old process's end.
struct RestartHistory: Sendable {
  private struct Port: Hashable {
    let netns: UInt64
    let number: UInt16
  }

  /// How long a restart may take, before or after the old process's end.
  static let window = Duration.seconds(10)
  private static let ports = 1024
  private static let waiting = 1024

  private var latest: [Port: ListeningPort] = [:]
  private var held: [Evidence] = []

  mutating func add(_ port: ListeningPort) {
    guard port.openedAt != nil else { return }
    if latest.count >= Self.ports { latest.removeAll() }
    latest[Port(netns: port.netns, number: port.port)] = port
  }

  /// The evidence with its restart, or nil where that may still come: it is kept until then.
  mutating func complete(_ evidence: Evidence) -> Evidence? {
    guard let stop = evidence.stopOfServer else { return evidence }
    var evidence = evidence
    evidence.restart = restart(after: stop)
    if evidence.restart != nil || held.count >= Self.waiting { return evidence }
    held.append(evidence)
    return nil
  }

  /// What waited, and has its restart now, or has waited for long enough.
  mutating func take(until now: Timestamp) -> [Evidence] {
    guard !held.isEmpty else { return [] }
    var ready: [Evidence] = []
    var rest: [Evidence] = []
    for var evidence in held {
      guard let stop = evidence.stopOfServer else { continue }
      evidence.restart = restart(after: stop)
      let isComplete = evidence.restart != nil || now - stop.time > Self.window
      if isComplete { ready.append(evidence) } else { rest.append(evidence) }
    }
    held = rest
    return ready
  }

  private func restart(after stop: ServerStop) -> ListeningPort? {
    guard let port = latest[Port(netns: stop.netns, number: stop.port)],
      port.owner.pid != stop.process.pid, let opened = port.openedAt
    else { return nil }
    let distance = max(opened - stop.time, stop.time - opened)
    return distance <= Self.window ? port : nil
  }
}

/// A server's process that was asked to stop, and closed a connection by its end.
struct ServerStop: Sendable {
  let process: Process
  let time: Timestamp
  let netns: UInt64
  let port: UInt16
  let exit: ExitStatus
}

extension Evidence {
  /// Nil where the closer lived on, or where its end was no stop.
  var stopOfServer: ServerStop? {
    guard senderRole == .server, let sent, !passed("tcp_abort") else { return nil }
    let (exit, process, time) =
      sentByProcess
      ? (sent.exit, sent.actor, sent.time)
      : (sent.closure?.exit, sent.closure?.by, sent.closure?.time ?? sent.time)
    guard let exit, let process, exit.isStop else { return nil }
    return ServerStop(
      process: process, time: time, netns: sent.netns, port: sent.flow.source.port, exit: exit)
  }
}

extension ExitStatus {
  /// SIGHUP, SIGINT, SIGQUIT and SIGTERM (signal(7)): how a program is asked to end.
  private static let stopSignals: Set<Int32> = [1, 2, 3, 15]

  /// Whether a program that is asked to stop ends so: by that signal, by exit(0), or with a shell's code.
  var isStop: Bool {
    if let signal { return Self.stopSignals.contains(signal) }
    return isSuccess || Self.stopSignals.contains((code ?? 0) - 128)
  }
}
