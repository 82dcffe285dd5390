internal import Facts

extension ProbeSession {
  /// Takes in what has happened.
  public mutating func take(_ event: ConnectionEvent) {
    guard !isFinished, connections[event.connection].state != .over else { return }
    let (number, time) = (event.connection, event.time)
    switch event.kind {
    case .ready(let remote): becomeReady(number, at: time, remote)
    case .requested: connections[number].askedAt = time
    case .answered(let answer): takeAnswer(number, at: time, answer)
    case .heard(let bytes):
      connections[number].idleSince = time
      if measured.greeting == nil { measured.greeting = bytes }
    case .pinged: measured.pings += 1
    case .goAway(let code): takeGoAway(number, at: time, code)
    case .ended(let how): end(number, at: time, how)
    case .failed(let why): fail(number, why)
    }
  }

  private mutating func becomeReady(_ number: Int, at time: Duration, _ remote: Endpoint?) {
    if measured.address == nil { measured.address = remote }
    connections[number].readyAt = time
    guard isPlain else { return ask(number) }
    connections[number].idleSince = time
    connections[number].state = .idle
    switch connections[number].purpose {
    case .scout: beginHolding(at: time)
    case .control: concludeControl(number, serves: true)
    case .watcher, .rung: break
    }
  }

  private mutating func takeAnswer(_ number: Int, at time: Duration, _ answer: ServerAnswer) {
    // Some servers say 408 before they close (RFC 9110 section 15.5.9): no request is answered by that.
    guard connections[number].state == .asking else { return }
    let asked = connections[number].askedAt ?? time
    slowestAnswer = max(slowestAnswer, time - asked)
    if connections[number].requests > 0, connections[number].purpose != .scout {
      note(number, at: asked, .survived)
    }
    connections[number].requests += 1
    connections[number].idleSince = time
    connections[number].state = .idle
    switch connections[number].purpose {
    case .scout: count(number, at: time, answer)
    case .control: concludeControl(number, serves: true)
    case .watcher, .rung: if answer.announcesClose { abandon(number) }
    }
  }

  /// The scout's answers, one request after the other.
  private mutating func count(_ number: Int, at time: Duration, _ answer: ServerAnswer) {
    if measured.answer == nil {
      measured.answer = answer
      answeredAt = time
    }
    let requests = connections[number].requests
    if answer.announcesClose || connections[number].goAway != nil {
      measured.requestCap = .closes(after: requests, announced: true)
      if requests > 1 { leave(number) }
      if requests > 1 { beginHolding(at: time) }
    } else if requests >= settings.requests || time - (answeredAt ?? time) > Self.countLimit {
      measured.requestCap = requests > 1 ? .noneWithin(requests) : .unknown
      beginHolding(at: time)
    } else {
      ask(number)
    }
  }

  /// A server that takes longer over the requests is not kept busy with them.
  private static let countLimit = Duration.seconds(5)

  private mutating func takeGoAway(_ number: Int, at time: Duration, _ code: UInt32) {
    if connections[number].goAway == nil { connections[number].goAway = (time, code) }
    noteClose(number, at: time)
  }

  private mutating func end(_ number: Int, at time: Duration, _ how: ConnectionEnd) {
    let connection = connections[number]
    switch (connection.state, connection.purpose) {
    case (.opening, .scout): giveUp(.unanswered(how))
    case (.asking, .scout):
      guard connection.requests > 0 else { return giveUp(.unanswered(how)) }
      measured.requestCap = .closes(
        after: connection.requests, announced: connection.goAway != nil)
      connections[number].state = .over
      beginHolding(at: time)
    case (.idle, .scout) where phase == .scouting:
      connections[number].state = .over
      phase = .finished
    case (_, .control): concludeControl(number, serves: false)
    case (.idle, _): endIdle(number, at: time, how)
    case (.asking, _) where connection.requests > 0:
      note(number, at: connection.askedAt ?? time, .broken(how))
      connections[number].state = .over
    case (.opening, _), (.asking, _): abandon(number)
    case (.over, _): break
    }
  }

  private mutating func endIdle(_ number: Int, at time: Duration, _ how: ConnectionEnd) {
    let connection = connections[number]
    connections[number].state = .over
    if isPlain, let due = connection.due, let since = connection.idleSince,
      how.answersProbe(time - since - due)
    {
      note(number, at: since + due, .broken(how))
    } else if how == .silence {
      note(number, at: time, .broken(how))
    } else {
      noteClose(number, at: time)
      note(number, at: connection.goAway?.time ?? time, .closed(how))
    }
  }

  private mutating func noteClose(_ number: Int, at time: Duration) {
    guard phase == .holding, connections[number].state != .asking else { return }
    if firstClose == nil { firstClose = time }
  }

  private mutating func fail(_ number: Int, _ why: ProbeFailure) {
    switch connections[number].purpose {
    case .scout where measured.answer == nil: giveUp(why)
    case .control: concludeControl(number, serves: false)
    case .scout, .watcher, .rung: abandon(number)
    }
  }

  /// A connection that tells nothing, beside others that may.
  mutating func abandon(_ number: Int) {
    measured.refused += 1
    leave(number)
  }

  mutating func giveUp(_ why: ProbeFailure) {
    failure = why
    phase = .finished
  }

  private mutating func concludeControl(_ number: Int, serves: Bool) {
    measured.stillServes = serves
    leave(number)
    if !serves { phase = .finished }
  }
}

extension ConnectionEnd {
  /// Whether it is what the kernel's question, whether the peer is there, led to: a RST at once, or silence after
  /// it was asked again.
  fileprivate func answersProbe(_ delay: Duration) -> Bool {
    switch self {
    case .reset: delay > .milliseconds(-200) && delay < .milliseconds(500)
    case .silence, .error: delay > .milliseconds(-200)
    case .fin, .goAway: false
    }
  }
}
