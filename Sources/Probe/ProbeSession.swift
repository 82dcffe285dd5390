public import Facts

/// A measurement as it goes on: what has happened, and what is to be done next. It knows no clock and no socket.
public struct ProbeSession: Sendable {
  public struct Settings: Sendable {
    /// The longest idle time to try.
    public var limit = Duration.seconds(600)
    /// Connections that do nothing but wait, beside those that are used again.
    public var watchers = 2
    /// Requests to send on the first connection, one after the other.
    public var requests = 128

    public init() {}
  }

  /// What the network is to do.
  public enum Order: Hashable, Sendable {
    case open(Int, keepAlive: Int?)
    case request(Int)
    case leave(Int)
  }

  enum Phase: Hashable { case scouting, holding, finished }

  let settings: Settings
  let server: ProbedServer
  var phase = Phase.scouting
  var connections: [HeldConnection] = []
  var orders: [Order] = []
  /// When the scout's first answer came.
  var answeredAt: Duration?
  var slowestAnswer = Duration.zero
  var rounds = 0
  var firstClose: Duration?
  var measured: IdleMeasurement
  public internal(set) var failure: ProbeFailure?

  public init(server: ProbedServer, usesHTTP2: Bool, _ settings: Settings) {
    self.server = server
    self.settings = settings
    measured = IdleMeasurement(server: server, usesHTTP2: usesHTTP2, limit: settings.limit)
    open(.scout, at: .zero)
  }

  public var isFinished: Bool { phase == .finished }

  /// Where all connections after the first are to go.
  public var address: Endpoint? { measured.address }

  /// What is to be done now, in order.
  public mutating func takeOrders() -> [Order] {
    defer { orders = [] }
    return orders
  }

  /// What is known at this time, with the connections that are still idle.
  public func measurement(at time: Duration) -> IdleMeasurement {
    var result = measured
    result.elapsed = time
    result.isPartial = phase != .finished
    for connection in connections where connection.state == .idle {
      if let goAway = connection.goAway {
        result.trials.append(connection.trial(at: goAway.time, .closed(.goAway)))
      } else {
        result.trials.append(connection.trial(at: time, .open))
      }
    }
    return result
  }

  var isPlain: Bool { server.scheme == .tcp }

  /// How long an answer may take before it counts as none: lost packets are sent again several times in it.
  var patience: Duration { min(max(.seconds(2), slowestAnswer * 10), .seconds(10)) }

  mutating func open(_ purpose: HeldConnection.Purpose, at time: Duration) {
    let number = connections.count
    connections.append(HeldConnection(number: number, purpose: purpose, openedAt: time))
    var seconds: Int?
    if isPlain, case .rung(let due) = purpose { seconds = Int(due.inSeconds.rounded()) }
    orders.append(.open(number, keepAlive: seconds))
  }

  mutating func ask(_ number: Int) {
    connections[number].state = .asking
    connections[number].askedAt = nil
    orders.append(.request(number))
  }

  mutating func leave(_ number: Int) {
    connections[number].state = .over
    orders.append(.leave(number))
  }

  mutating func note(_ number: Int, at time: Duration, _ outcome: IdleTrial.Outcome) {
    measured.trials.append(connections[number].trial(at: time, outcome))
    connections[number].isTried = true
  }
}
