/// A counter of the kernel's TCP, by the kernel's own name (/proc/net/snmp, /proc/net/netstat).
public struct Counter: RawRepresentable, Hashable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let outgoingResets = Counter(rawValue: "OutRsts")
  public static let establishedResets = Counter(rawValue: "EstabResets")
  public static let attemptFails = Counter(rawValue: "AttemptFails")
  public static let embryonicResets = Counter(rawValue: "EmbryonicRsts")
  public static let listenOverflows = Counter(rawValue: "ListenOverflows")
  public static let listenDrops = Counter(rawValue: "ListenDrops")
  public static let abortOnData = Counter(rawValue: "TCPAbortOnData")
  public static let abortOnClose = Counter(rawValue: "TCPAbortOnClose")
  public static let abortOnMemory = Counter(rawValue: "TCPAbortOnMemory")
  public static let abortOnTimeout = Counter(rawValue: "TCPAbortOnTimeout")
  public static let abortOnLinger = Counter(rawValue: "TCPAbortOnLinger")
  public static let abortFailed = Counter(rawValue: "TCPAbortFailed")
  public static let requestQueueDrops = Counter(rawValue: "TCPReqQFullDrop")
  public static let requestQueueCookies = Counter(rawValue: "TCPReqQFullDoCookies")
  /// Before Linux 4.12: SYNs dropped for their timestamp.
  public static let pawsPassive = Counter(rawValue: "PAWSPassive")
  public static let synCookiesFailed = Counter(rawValue: "SyncookiesFailed")
  public static let synCookiesSent = Counter(rawValue: "SyncookiesSent")
  public static let timeWaitOverflow = Counter(rawValue: "TCPTimeWaitOverflow")
}

/// By how much the counters of one network namespace moved between two looks at them.
public struct CounterChange: Hashable, Sendable {
  /// The moments of the two looks.
  public var since: Timestamp
  public var time: Timestamp
  public var netns: UInt64
  /// Counters that did not move are left out.
  public var counts: [Counter: UInt64]

  public init(since: Timestamp, time: Timestamp, netns: UInt64, counts: [Counter: UInt64]) {
    self.since = since
    self.time = time
    self.netns = netns
    self.counts = counts
  }

  public subscript(_ counter: Counter) -> UInt64 { counts[counter] ?? 0 }
}
