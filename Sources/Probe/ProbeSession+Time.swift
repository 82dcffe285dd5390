internal import Facts

extension ProbeSession {
  /// Does what is due at this time.
  public mutating func step(at time: Duration) {
    guard !isFinished else { return }
    for number in connections.indices { check(number, at: time) }
    guard !isFinished else { return }
    if phase == .holding { decide(at: time) }
    if phase == .scouting, case .closes(after: 1, _) = measured.requestCap,
      time - (answeredAt ?? time) > .seconds(2)
    {
      phase = .finished
    }
  }

  /// Opens the connections that are to be idle.
  mutating func beginHolding(at time: Duration) {
    phase = .holding
    for _ in 0..<settings.watchers { open(.watcher, at: time) }
    for rung in ProbeLadder.rungs(upTo: settings.limit, wholeSeconds: isPlain) {
      open(.rung(rung), at: time)
    }
  }

  private mutating func check(_ number: Int, at time: Duration) {
    let connection = connections[number]
    switch connection.state {
    case .opening where time - connection.openedAt > .seconds(21):
      lose(number, .connectTimedOut)
    case .asking:
      let asked = connection.askedAt ?? time
      // The first answer decides how long others may take.
      let limit = connection.requests == 0 ? .seconds(10) : patience
      guard time - asked > limit else { return }
      if connection.requests > 0, connection.purpose != .scout {
        note(number, at: asked, .broken(.silence))
        leave(number)
      } else {
        lose(number, .unanswered(.silence))
      }
    case .idle: useAgain(connection, at: time)
    case .opening, .over: break
    }
  }

  private mutating func useAgain(_ connection: HeldConnection, at time: Duration) {
    guard let due = connection.due, let since = connection.idleSince, connection.goAway == nil
    else { return }
    if isPlain, time - since > due + .seconds(4) {
      note(connection.number, at: since + due, .survived)
    } else if !isPlain, time - since >= due {
      ask(connection.number)
    }
  }

  private mutating func lose(_ number: Int, _ why: ProbeFailure) {
    switch connections[number].purpose {
    case .scout where connections[number].requests == 0: giveUp(why)
    case .scout:
      abandon(number)
      if phase == .scouting { beginHolding(at: connections[number].askedAt ?? .zero) }
    case .control:
      measured.stillServes = false
      phase = .finished
    case .watcher, .rung: abandon(number)
    }
  }

  private mutating func decide(at time: Duration) {
    if isClosingKnown(at: time) {
      phase = .finished
    } else if let broken = shortestBroken {
      narrow(to: broken, at: time)
    } else if !connections.contains(where: { isWorthWaiting(for: $0, at: time) }) {
      phase = .finished
    }
  }

  private func isWorthWaiting(for connection: HeldConnection, at time: Duration) -> Bool {
    switch connection.state {
    case .over: false
    case .opening, .asking: true
    case .idle:
      connection.due != nil
        || (!connection.isTried || firstClose != nil)
          && time - (connection.idleSince ?? time) < settings.limit
    }
  }

  /// Whether the connections that were due to be closed have been, not only a few of them.
  private func isClosingKnown(at time: Duration) -> Bool {
    let closed = closedIdles.sorted()
    guard let firstClose, !closed.isEmpty else { return false }
    let usual = closed[closed.count / 2]
    guard time - firstClose >= .milliseconds(1500) + usual / 10 else { return false }
    let overdue = connections.count {
      $0.state == .idle && $0.goAway == nil
        && time - ($0.idleSince ?? time) > usual * 11 / 10 + .milliseconds(500)
    }
    return overdue <= closed.count
  }

  /// How long connections had been idle that the server closed, or said that it would.
  private var closedIdles: [Duration] {
    measured.trials.filter(\.isClosed).map(\.idle)
      + connections.filter { $0.state == .idle }.compactMap { connection in
        connection.goAway.map { $0.time - (connection.idleSince ?? $0.time) }
      }
  }

  /// The shortest idle time that a connection did not survive, unless the server had closed such ones by then:
  /// a request that meets a close is no sign of anybody's forgetting.
  private var shortestBroken: Duration? {
    let closed = closedIdles.min()
    return measured.trials.filter(\.isBroken).map(\.idle).filter { idle in
      closed.map { idle < $0 * 95 / 100 - .milliseconds(300) } ?? true
    }.min()
  }

  private mutating func narrow(to upper: Duration, at time: Duration) {
    guard let serves = measured.stillServes else {
      if !connections.contains(where: { $0.purpose == .control }) { open(.control, at: time) }
      return
    }
    guard serves else { return }
    let lower =
      measured.trials.filter { $0.outcome == .survived && $0.idle < upper }.map(\.idle).max()
      ?? .zero
    let isWaiting = connections.contains {
      guard $0.state != .over, let due = $0.due else { return false }
      return due > lower && due < upper
    }
    guard !isWaiting else { return }
    let rungs = ProbeLadder.rungs(between: lower, and: upper, wholeSeconds: isPlain)
    guard rounds < Self.mostRounds, !rungs.isEmpty else {
      phase = .finished
      return
    }
    rounds += 1
    for rung in rungs { open(.rung(rung), at: time) }
  }

  private static let mostRounds = 3
}

extension IdleTrial {
  var isClosed: Bool { if case .closed = outcome { true } else { false } }
  var isBroken: Bool { if case .broken = outcome { true } else { false } }
}
