public import Facts

/// Puts together what belongs to one reset: its sender's half and its receiver's, the errors at both
/// ends, and what was learned of the server before.
///
/// Pure: time is that of the events, and `take(until:)` says how far it has come.
public struct Correlator: Sendable {
  /// How long one half waits for the other. On one host they are microseconds apart, but an active
  /// reset's own event comes after the receiver's.
  private let window: Duration
  private var halves = ResetHalves()
  private var packets = PassingPackets()
  private var firewall: [Flow: FirewallReset] = [:]
  private var foreignEnds = ForeignEndHistory()
  /// Flows of which a half waits, in order of arrival.
  private var waiting: [(flow: Flow, time: Timestamp)] = []
  private var senderErrors: [Flow: ErrorNumber] = [:]
  private var ready: [Evidence] = []
  private var history = ResetHistory()
  private var closes = CloseHistory()
  private var admission = AdmissionHistory()
  private var refusals = RefusalHistory()
  private var restarts = RestartHistory()
  private var connects = ConnectHistory()

  public init(window: Duration = .milliseconds(30)) { self.window = window }

  /// Whether a half waits for its other.
  public var isWaiting: Bool { !waiting.isEmpty }

  /// Takes in one event; events of one flow must come in the order in which the kernel reported them.
  public mutating func add(_ event: Event) {
    switch event {
    case .sent(let reset): add(reset)
    case .received(let reset): add(reset)
    case .socketError(let identity, let error, _): halves.add(error, at: identity)
    case .translated(let translation): halves.add(translation)
    case .serverClose(let close): closes.add(close)
    case .wire(let reset): add(reset)
    case .firewall(let reset): add(reset)
    case .failed(let connection): add(connection)
    case .dropped(let drops): admission.add(drops)
    case .listening(let port): restarts.add(port)
    case .counters: break
    }
  }

  /// The halves that came since the last call and lack their other one: NAT may have given it other
  /// addresses, which `.translated` tells.
  public mutating func takeLonely() -> [LonelyHalf] { halves.takeLonely() }

  /// Whether something waits that is complete by that time.
  public func hasComplete(by now: Timestamp) -> Bool {
    waiting.first.map { now - $0.time > window } ?? false
  }

  /// The evidence that is complete by that time, oldest first: of so many resets at the most.
  public mutating func take(until now: Timestamp, limit: Int = .max) -> [Evidence] {
    let due = waiting.prefix(limit).prefix { now - $0.time > window }
    for (flow, _) in due { complete(flow) }
    waiting.removeFirst(due.count)
    ready += restarts.take(until: now)
    ready += admission.takeNews().map { Evidence(drops: $0) }
    defer { ready.removeAll(keepingCapacity: true) }
    return ready
  }

  private mutating func add(_ reset: SentReset) {
    dropLocalAbort(of: reset)
    admission.add(reset)
    if halves.hasSent(reset.flow) { complete(reset.flow) }
    halves.add(reset)
    waiting.append((reset.flow, reset.time))
  }

  /// Data for a socket that was closed makes the kernel run the path of a received RST on the socket
  /// that it then resets (`tcp_rcv_state_process`): the event is not one of the wire.
  private mutating func dropLocalAbort(of reset: SentReset) {
    let socket = reset.socket?.identity
    guard let other = halves.removeReceived(reset.flow.reversed, of: socket, in: reset.netns)
    else { return }
    senderErrors[reset.flow] = other.error
  }

  private mutating func add(_ reset: ReceivedReset) {
    connects.add(reset)
    if !halves.hasSent(reset.flow), history.knows(reset) { return }
    if halves.hasReceived(reset.flow) { complete(reset.flow) }
    halves.add(reset)
    waiting.append((reset.flow, reset.time))
  }

  private mutating func add(_ reset: WireReset) {
    if packets.repeats(reset) { complete(reset.flow) }
    if packets.add(reset) { waiting.append((reset.flow, reset.time)) }
  }

  /// A packet passes several devices on its way out; another of the flow has another number.
  private mutating func add(_ reset: FirewallReset) {
    if let earlier = firewall[reset.flow] {
      if earlier.packet?.segment == reset.packet?.segment { return }
      complete(reset.flow)
    }
    firewall[reset.flow] = reset
    waiting.append((reset.flow, reset.time))
  }

  private mutating func add(_ connection: FailedConnection) {
    connects.add(connection)
    ready.append(Evidence(failure: connection, drops: admission.drops(behind: connection)))
  }

  private mutating func complete(_ flow: Flow) {
    let pair = halves.take(flow)
    let (wire, firewall) = (packets.take(flow), firewall.removeValue(forKey: flow))
    let senderError = senderErrors.removeValue(forKey: pair?.sent?.flow ?? flow)
    guard pair != nil || wire != nil || firewall != nil else { return }
    var evidence = Evidence(
      sent: pair?.sent, received: pair?.received, wire: wire, firewall: firewall,
      senderError: senderError)
    evidence.translated = pair?.translated
    if let sent = pair?.sent {
      evidence.origin = history.origin(of: sent)
      evidence.failedBackend = connects.failure(before: sent)
      evidence.serverCloses = closes.closes(before: sent)
      closes.add(sent)
      history.add(sent)
      evidence.endedBefore = foreignEnds.end(before: sent)
    } else if let received = pair?.received {
      foreignEnds.add(ForeignEnd(received: received, firewall: firewall))
    }
    evidence.refusedPorts = refusals.count(evidence)
    if let complete = restarts.complete(evidence) { ready.append(complete) }
  }
}
