public import Facts

/// Folds equal findings: the first is passed on at once, the rest as one with a count.
///
/// What is left is still too much where the findings of a storm differ, a scan's or those of thousands of
/// clients: beyond so many a second of one cause they are told by that cause alone, without what they do
/// not share. The first of each cause is always passed on as it is. The counts of all findings that come
/// out add up to the number that went in.
public struct Folder: Sendable {
  /// How much is passed on.
  public struct Limits: Sendable {
    /// A storm of equal ones is told of this often at first, then ever less, down to `longestPause`.
    public var firstPause = Duration.seconds(1)
    public var longestPause = Duration.seconds(60)
    /// Findings of one cause that differ: so many at once, then so many a second.
    public var burst = 100
    public var perSecond = 10
    /// Whether harmless ones are told by their cause alone from the second on.
    public var blendsHarmless = false

    public init() {}
  }

  /// What equal findings have in common.
  fileprivate struct Key: Hashable {
    let kind: Finding.Kind
    let cause: String?
    let sender: Finding.Sender
    let client: IPAddress?
    let server: Endpoint?
    let clientPID: Int32?
    let serverPID: Int32?
    let netns: UInt64
    let confidence: Confidence?
    let error: ErrorNumber?
  }

  private static let mostGroups = 1024

  private let limits: Limits
  private var rates: [Blend.Key: RateLimit] = [:]
  private var equals: [Key: Repeats<Finding>] = [:]
  private var blends: [Blend.Key: Repeats<Blend>] = [:]

  public init(_ limits: Limits = Limits()) { self.limits = limits }

  /// What to show for this one: itself where it is the first of its kind, else nothing yet.
  public mutating func add(_ finding: Finding) -> [Finding] {
    if limits.blendsHarmless, finding.harmless == true { return blend(finding) }
    let key = Key(finding)
    if equals[key] != nil {
      equals[key]?.add(finding)
      return []
    }
    guard equals.count < Self.mostGroups, admits(finding, at: finding.time) else {
      return blend(finding)
    }
    equals[key] = Repeats(after: finding.time, pause: limits.firstPause)
    return [finding]
  }

  /// The folded findings whose pause is over at that time.
  public mutating func take(until now: Timestamp) -> [Finding] {
    var findings: [Finding] = []
    for key in equals.keys where equals[key]!.due <= now {
      guard let finding = equals[key]!.rest(at: now, longest: limits.longestPause) else {
        equals[key] = nil
        continue
      }
      findings += admits(finding, at: now) ? [finding] : blend(finding)
    }
    for key in blends.keys where blends[key]!.due <= now {
      let finding = blends[key]!.rest(at: now, longest: limits.longestPause)
      if let finding { findings.append(finding.finding) } else { blends[key] = nil }
    }
    return findings.sorted { $0.time < $1.time }
  }

  /// Everything that waits, at the end; of findings that differ, the largest.
  public mutating func flush() -> [Finding] {
    var rest = equals.values.compactMap(\.folded).sorted { $0.count > $1.count }
    let shown = Array(rest.prefix(limits.burst))
    rest.removeFirst(shown.count)
    var findings = shown + rest.flatMap { blend($0) }
    findings += blends.values.compactMap(\.folded?.finding)
    equals.removeAll()
    blends.removeAll()
    return findings.sorted { $0.time < $1.time }
  }

  /// Whether one more of its cause may be told by itself.
  private mutating func admits(_ finding: Finding, at now: Timestamp) -> Bool {
    let fresh = RateLimit(burst: limits.burst, perSecond: limits.perSecond)
    return rates[Blend.Key(finding), default: fresh].admits(now)
  }

  /// Tells of a cause, not of a connection, from the second on.
  private mutating func blend(_ finding: Finding) -> [Finding] {
    let key = Blend.Key(finding)
    if blends[key] != nil {
      blends[key]?.add(finding)
      return []
    }
    blends[key] = Repeats(after: finding.time, pause: limits.firstPause)
    return [finding]
  }
}

/// Findings that can be told as one.
private protocol Foldable: Sendable {
  init(first finding: Finding)
  mutating func add(_ finding: Finding)
}

extension Finding: Foldable {
  init(first finding: Finding) {
    self = finding
    if count == 1 { firstTime = nil }
  }

  /// The later of two equal ones stands for both.
  mutating func add(_ other: Finding) {
    let first = firstTime ?? time
    let sum = count + other.count
    self = other
    firstTime = first
    count = sum
  }
}

extension Blend: Foldable {
  init(first finding: Finding) { self.init(finding) }
}

/// What came after a finding that was passed on, and when it is to be told.
private struct Repeats<Content: Foldable>: Sendable {
  private(set) var folded: Content?
  private(set) var due: Timestamp
  private var pause: Duration

  init(after time: Timestamp, pause: Duration) {
    due = time + pause
    self.pause = pause
  }

  mutating func add(_ finding: Finding) {
    if folded == nil { folded = Content(first: finding) } else { folded?.add(finding) }
  }

  /// What has been folded; the next pause is twice as long.
  mutating func rest(at now: Timestamp, longest: Duration) -> Content? {
    guard let content = folded else { return nil }
    folded = nil
    pause = min(pause * 2, longest)
    due = now + pause
    return content
  }
}

extension Folder.Key {
  fileprivate init(_ finding: Finding) {
    self.init(
      kind: finding.kind, cause: finding.cause, sender: finding.sender,
      client: finding.client?.address,
      server: finding.serverAsFolded, clientPID: finding.clientProcess?.pid,
      serverPID: finding.serverProcess?.pid, netns: finding.netns,
      confidence: finding.confidence, error: finding.error)
  }
}

extension Finding {
  /// A scan is one thing, however many ports it tries.
  fileprivate var serverAsFolded: Endpoint? {
    cause == PortScan.id ? server.map { Endpoint($0.address, port: 0) } : server
  }
}
