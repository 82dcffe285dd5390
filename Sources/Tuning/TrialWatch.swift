public import Facts

/// Compares what counters did before a change with what they do since, window by window.
public struct TrialWatch: Sendable {
  /// What a change of parameters can make worse, or is made for (/proc/net/netstat, /proc/net/snmp).
  public static let watched = [
    "ListenOverflows", "ListenDrops", "TCPReqQFullDrop", "TCPAbortOnMemory", "TCPTimeWaitOverflow",
    "TCPMemoryPressures", "PruneCalled", "RcvPruned", "TCPTimeouts", "TCPAbortOnTimeout",
    "EstabResets", "OutRsts", "AttemptFails",
  ]

  private let before: [String: UInt64]
  private var last: [Counter: UInt64]

  /// `start` and `end` are the counters around a window before the change.
  public init(start: [Counter: UInt64], end: [Counter: UInt64]) {
    before = Self.growth(from: start, to: end)
    last = end
  }

  /// A window since the change has ended; figures that did not move at all are left out.
  public mutating func next(_ counters: [Counter: UInt64]) -> [TrialFigure] {
    let after = Self.growth(from: last, to: counters)
    last = counters
    return Self.watched.compactMap { name in
      let figure = TrialFigure(
        counter: name, before: before[name] ?? 0, after: after[name] ?? 0)
      return figure.before == 0 && figure.after == 0 ? nil : figure
    }
  }

  private static func growth(
    from start: [Counter: UInt64], to end: [Counter: UInt64]
  ) -> [String: UInt64] {
    var growth: [String: UInt64] = [:]
    for name in watched {
      let counter = Counter(rawValue: name)
      let (old, new) = (start[counter] ?? 0, end[counter] ?? 0)
      growth[name] = new >= old ? new - old : 0
    }
    return growth
  }
}
