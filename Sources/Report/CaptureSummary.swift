public import Capture
public import Diagnosis
public import Facts

/// What a capture came to: its totals, and its findings in groups of equal ones.
public struct CaptureSummary: Sendable {
  /// Findings of one cause, sender and server.
  public struct Group: Sendable {
    public let first: Finding
    public internal(set) var count = 0
    public internal(set) var clients: Set<IPAddress> = []
    /// The frames of the first few.
    public internal(set) var frames: [UInt64] = []
    public internal(set) var last: Timestamp
  }

  /// How many findings each stretch of time has; stretches grow with the time that the findings span.
  public struct Histogram: Sendable {
    /// Nanoseconds of a stretch.
    public private(set) var width: Int64 = 1_000_000
    /// By the number of the stretch since 1970.
    public private(set) var counts: [Int64: (all: Int, harmful: Int)] = [:]

    public var first: Int64? { counts.keys.min() }
    public var last: Int64? { counts.keys.max() }
  }

  struct Key: Hashable {
    let kind: Finding.Kind
    let cause: String?
    let sender: Finding.Sender
    let server: Endpoint?
    let confidence: Confidence?
  }

  private static let mostGroups = 4096
  private var groups: [Key: Group] = [:]
  public private(set) var totals = CaptureTotals()
  public private(set) var packets: UInt64 = 0
  public private(set) var findings = 0
  public private(set) var harmless = 0
  /// Findings that no group had room for.
  public private(set) var ungrouped = 0
  public private(set) var histogram = Histogram()
  public private(set) var idleCloses: [Endpoint: [Duration]] = [:]
  private var resetsByEndpoint: [Endpoint: Int] = [:]

  public init() {}

  public mutating func add(_ finding: Finding) {
    findings += 1
    if finding.harmless == true { harmless += 1 }
    histogram.note(finding.time, isHarmful: finding.harmless != true)
    let server =
      finding.cause == "port-scan"
      ? finding.server.map { Endpoint($0.address, port: 0) } : finding.server
    let key = Key(
      kind: finding.kind, cause: finding.cause, sender: finding.sender, server: server,
      confidence: finding.confidence)
    if groups[key] == nil {
      guard groups.count < Self.mostGroups else {
        ungrouped += 1
        return
      }
      groups[key] = Group(first: finding, last: finding.time)
    }
    groups[key]!.note(finding)
    if let server = finding.server, finding.harmless != true,
      resetsByEndpoint[server] != nil || resetsByEndpoint.count < 65536
    {
      resetsByEndpoint[server, default: 0] += 1
    }
  }

  public mutating func count(
    _ totals: CaptureTotals, packets: UInt64, idleCloses: [Endpoint: [Duration]]
  ) {
    self.totals = totals
    self.packets = packets
    self.idleCloses = idleCloses
  }

  /// The most frequent first; of equals, the earliest.
  public var ranked: [Group] {
    groups.values.sorted { a, b in
      a.count != b.count ? a.count > b.count : a.first.time < b.first.time
    }
  }

  /// How many findings each cause has, the most frequent first; nil stands for those without one.
  public var causes: [(cause: String?, count: Int)] {
    var counts: [String?: Int] = [:]
    for group in groups.values { counts[group.first.cause, default: 0] += group.count }
    return counts.sorted { a, b in
      a.value != b.value ? a.value > b.value : (a.key ?? "~") < (b.key ?? "~")
    }.map { ($0.key, $0.value) }
  }

  /// The servers with the most findings that are not harmless.
  public var worstEndpoints: [(endpoint: Endpoint, count: Int)] {
    resetsByEndpoint.sorted { a, b in
      a.value != b.value ? a.value > b.value : a.key.description < b.key.description
    }.prefix(5).map { ($0.key, $0.value) }
  }

  /// The idle time-outs that servers showed: at least three closes whose median most of them agree with within 2 %.
  public var learnedTimeouts: [(server: Endpoint, idle: Duration, closes: Int)] {
    idleCloses.compactMap { server, idles in
      let median = idles.sorted()[idles.count / 2]
      let slack = max(median / 50, .milliseconds(150))
      let agreeing = idles.count { max($0 - median, median - $0) <= slack }
      guard agreeing >= 3, agreeing * 2 > idles.count else { return nil }
      return (server, median, agreeing)
    }.sorted { a, b in
      a.closes != b.closes ? a.closes > b.closes : a.server.description < b.server.description
    }
  }
}

extension CaptureSummary.Group {
  fileprivate mutating func note(_ finding: Finding) {
    count += 1
    last = max(last, finding.time)
    if clients.count < 1000, let client = finding.client { clients.insert(client.address) }
    if frames.count < 5, let frame = finding.frame { frames.append(frame) }
  }
}

extension CaptureSummary.Histogram {
  /// About so many bars are drawn.
  private static let most = 120

  fileprivate mutating func note(_ time: Timestamp, isHarmful: Bool) {
    let slot = time.nanoseconds / width
    let count = counts[slot] ?? (0, 0)
    counts[slot] = (count.all + 1, count.harmful + (isHarmful ? 1 : 0))
    while let first, let last, last - first >= Self.most { widen() }
  }

  private mutating func widen() {
    width *= 2
    var wider: [Int64: (all: Int, harmful: Int)] = [:]
    for (slot, count) in counts {
      let sum = wider[slot / 2] ?? (0, 0)
      wider[slot / 2] = (sum.all + count.all, sum.harmful + count.harmful)
    }
    counts = wider
  }
}
