import Facts

/// Turns the trace records of one kernel, in order of time, into facts.
///
/// Pure but for `names`, which says what a thread is called.
struct TraceAssembler {
  /// The kernel to be as blind as, if not the one that runs.
  let release: EmulatedKernel?
  /// Nanoseconds to add to CLOCK_MONOTONIC for wall-clock time.
  var wallOffset: Int64 = 0

  private var sockets = TracedSockets()
  private let callSites: CallSites?
  /// Received resets whose socket has not told its state yet, by socket.
  private var waiting: [UInt64: ReceivedReset] = [:]

  init(release: EmulatedKernel?, callSites: CallSites?) {
    self.release = release
    self.callSites = callSites
  }

  /// The facts that one record completes.
  mutating func add(
    _ event: TraceEvent, stack: [UInt64], names: (Int32) -> Process?
  ) -> [Event] {
    let time = time(event.time)
    switch event.kind {
    case .sent(let sent): return add(sent, event, stack, names)
    case .received(let received): add(received, time)
    case .state(let change):
      let actor = event.inInterrupt ? nil : names(event.thread)
      sockets.add(change, at: time, by: actor)
      return change.new == .closed ? complete(change) : []
    case .error(let error):
      guard let identity = sockets.lastReset(error.flow) else { return [] }
      return [.socketError(identity: identity, error: error.error, time: time)]
    case .stack: break
    }
    return []
  }

  /// Received resets that no change of state followed.
  mutating func flush() -> [Event] {
    defer { waiting.removeAll() }
    return waiting.values.map { .received($0) }
  }

  private func time(_ nanoseconds: UInt64) -> Timestamp {
    Timestamp(nanoseconds: Int64(truncatingIfNeeded: nanoseconds) &+ wallOffset)
  }

  private mutating func add(
    _ sent: TraceEvent.Sent, _ event: TraceEvent, _ stack: [UInt64],
    _ names: (Int32) -> Process?
  ) -> [Event] {
    let isFull = sent.hasSocket && sent.state != .timeWait && sent.state != .newSynReceived
    guard let flow = sent.flow else { return [] }
    let (sites, interrupted) = callSites?.read(stack) ?? ([], false)
    let acts = !sent.answers && !event.inInterrupt && !interrupted
    let time = time(event.time)
    let reset = SentReset(
      time: time, flow: flow, netns: 0, reason: sent.reason,
      sites: sites, hasUnseenTrigger: sent.answers, socket: socket(sent, isFull),
      fromTimeWait: sent.state == .timeWait, fromListener: sent.state == .listen,
      listener: sockets.listener(port: flow.source.port, at: time),
      closure: sockets.closure(of: flow, before: time),
      actor: acts ? names(event.thread) : nil, depth: .events)
    return (release.map { $0.telling(reset) } ?? reset).map { [.sent($0)] } ?? []
  }

  private func socket(_ sent: TraceEvent.Sent, _ isFull: Bool) -> Socket? {
    guard isFull, let state = sent.state, state != .listen else { return nil }
    return sockets.socket(sent.socket, in: state)
  }

  /// `tcp_reset()` says only after this event, by the change to CLOSE, what state the socket was in.
  private mutating func add(_ received: TraceEvent.Received, _ time: Timestamp) {
    sockets.noteReset(received.flow, of: received.socket)
    waiting[received.socket] = ReceivedReset(
      time: time, flow: received.flow.reversed, netns: 0,
      socket: sockets.socket(received.socket, in: sockets.state(received.socket) ?? .closed),
      listener: sockets.listener(port: received.flow.source.port, at: time),
      closure: sockets.closure(of: received.flow, before: time), depth: .events)
  }

  private mutating func complete(_ change: TraceEvent.StateChange) -> [Event] {
    guard var reset = waiting.removeValue(forKey: change.socket) else { return [] }
    reset.socket.state = change.old
    reset.socket.stateBeforeClose = nil
    return [.received(reset)]
  }
}
