public import Facts

/// What a measurement says of a server's idle connections.
public struct IdleVerdict: Hashable, Sendable {
  /// When the server closes.
  public struct Closing: Hashable, Sendable {
    /// What the time is counted from.
    public enum Basis: Hashable, Sendable { case lastUse, opening, unknown }

    public var shortest: Duration
    public var median: Duration
    public var longest: Duration
    /// Connections that were closed so.
    public var count: Int
    /// Connections that had been idle for longer than any of these and were still open.
    public var stillOpen: Int
    public var basis: Basis
    /// How many ended in each way, the commonest first.
    public var ends: [Count]

    public struct Count: Hashable, Sendable {
      public var end: ConnectionEnd
      public var count: Int
    }
  }

  /// When something between stopped knowing the connections, and told nobody.
  public struct Forgetting: Hashable, Sendable {
    /// The longest idle time that a connection survived; zero where none did.
    public var survived: Duration
    /// The shortest that it did not.
    public var broken: Duration
    /// What the request met.
    public var end: ConnectionEnd
  }

  /// Whether connections are not kept at all: the server closes after its first answer.
  public var closesAtOnce = false
  public var closing: Closing?
  public var forgetting: Forgetting?
  /// The longest idle time after which a connection was still there.
  public var longestAlive: Duration?
  /// Whether the server stopped serving in the course of the measurement.
  public var hasGone = false

  public init(_ measurement: IdleMeasurement) {
    if case .closes(after: 1, announced: true) = measurement.requestCap { closesAtOnce = true }
    closing = Closing(measurement.trials)
    hasGone = measurement.stillServes == false
    if measurement.stillServes == true { forgetting = Forgetting(measurement.trials, closing) }
    longestAlive =
      measurement.trials.filter { $0.outcome == .open || $0.outcome == .survived }.map(\.idle).max()
  }

  /// The shortest time after which a connection can no longer be relied on.
  public var reliableUntil: Duration? {
    [closing?.shortest, forgetting?.survived].compactMap(\.self).min()
  }

  /// The idle time that clients should have, with room for the way and for coarse timers; nil where none is known.
  public var clientLimit: Duration? {
    closing?.basis == .opening ? nil : reliableUntil?.advisedToClients
  }
}

extension IdleVerdict.Closing {
  fileprivate init?(_ trials: [IdleTrial]) {
    let closed = trials.filter(\.isClosed)
    let basis = Self.basis(closed)
    let time: (IdleTrial) -> Duration = { basis == .opening ? $0.age : $0.idle }
    let times = closed.map(time).sorted()
    guard let shortest = times.first, let longest = times.last else { return nil }
    self.shortest = shortest
    self.longest = longest
    self.basis = basis
    median = times[times.count / 2]
    count = times.count
    stillOpen = trials.count { $0.outcome == .open && time($0) > longest }
    let ends = closed.compactMap { trial in
      if case .closed(let end) = trial.outcome { end } else { nil }
    }
    self.ends = Dictionary(grouping: ends) { $0 }
      .map { Count(end: $0.key, count: $0.value.count) }
      .sorted { ($0.count, "\($1.end)") > ($1.count, "\($0.end)") }
  }

  /// Told by connections that had been used for a while before they were left idle. A server that looks for idle
  /// ones now and then closes several at once, so only a long while tells an age.
  private static func basis(_ closed: [IdleTrial]) -> Basis {
    func spread(_ values: [Duration]) -> Duration {
      (values.max() ?? .zero) - (values.min() ?? .zero)
    }
    let used = closed.map { $0.age - $0.idle }
    let (idles, ages) = (closed.map(\.idle), closed.map(\.age))
    guard closed.count > 1, spread(used) >= .milliseconds(300) else {
      return .unknown
    }
    let (byIdle, byAge) = (spread(idles), spread(ages))
    if byIdle * 3 < byAge { return .lastUse }
    let isLong = spread(used) * 5 >= (ages.max() ?? .zero) * 2
    return byAge * 3 < byIdle && isLong ? .opening : .unknown
  }
}

extension IdleVerdict.Forgetting {
  /// A request that meets a close is no sign of forgetting.
  fileprivate init?(_ trials: [IdleTrial], _ closing: IdleVerdict.Closing?) {
    let earliest = closing.map { $0.shortest * 95 / 100 - .milliseconds(300) }
    let broken = trials.filter { trial in
      trial.isBroken && (earliest.map { trial.idle < $0 } ?? true)
    }.min { $0.idle < $1.idle }
    guard let broken, case .broken(let end) = broken.outcome else { return nil }
    self.broken = broken.idle
    self.end = end
    survived =
      trials.filter { $0.outcome == .survived && $0.idle < broken.idle }.map(\.idle).max() ?? .zero
  }
}

extension Duration {
  /// The idle limit for clients of a server that closes after this time.
  var advisedToClients: Duration {
    self > .seconds(10)
      ? (self - .seconds(5)).rounded(to: .seconds(1)) : (self / 2).rounded(to: .milliseconds(100))
  }

  private func rounded(to unit: Duration) -> Duration {
    unit * Int((self / unit).rounded())
  }
}

extension IdleTrial {
  fileprivate var isClosed: Bool { if case .closed = outcome { true } else { false } }
  fileprivate var isBroken: Bool { if case .broken = outcome { true } else { false } }
}
