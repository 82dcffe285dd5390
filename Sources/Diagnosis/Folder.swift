public import Facts

/// Folds equal findings: the first is passed on at once, the rest as one with a count.
///
/// The counts of all findings that come out add up to the number that went in.
public struct Folder: Sendable {
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

  fileprivate struct Group {
    var last: Finding
    var folded: Int
    var firstFolded: Timestamp?
    var due: Timestamp
    var pause: Duration
  }

  /// A storm of equal ones is told of this often at first, then ever less, down to `longestPause`.
  private let firstPause: Duration
  private let longestPause: Duration
  private static let limit = 4096
  private var groups: [Key: Group] = [:]

  public init(firstPause: Duration = .seconds(1), longestPause: Duration = .seconds(60)) {
    self.firstPause = firstPause
    self.longestPause = longestPause
  }

  /// The findings to show for this one: itself if it is the first of its kind, and what had waited too long.
  public mutating func add(_ finding: Finding) -> [Finding] {
    let key = Key(finding)
    guard var group = groups[key] else {
      let overflow = groups.count >= Self.limit ? flush() : []
      groups[key] = Group(
        last: finding, folded: 0, due: finding.time + firstPause, pause: firstPause)
      return overflow + [finding]
    }
    group.last = finding
    group.folded += finding.count
    group.firstFolded = group.firstFolded ?? finding.time
    groups[key] = group
    return []
  }

  /// The folded findings whose pause is over at that time.
  public mutating func take(until now: Timestamp) -> [Finding] {
    var findings: [Finding] = []
    for (key, group) in groups where group.due <= now {
      if let finding = group.summary {
        findings.append(finding)
        groups[key] = group.rested(at: now, longest: longestPause)
      } else {
        groups[key] = nil
      }
    }
    return findings.sorted { $0.time < $1.time }
  }

  /// Everything that waits, at the end.
  public mutating func flush() -> [Finding] {
    defer { groups.removeAll() }
    return groups.values.compactMap(\.summary).sorted { $0.time < $1.time }
  }
}

extension Folder.Group {
  fileprivate var summary: Finding? {
    guard folded > 0 else { return nil }
    var finding = last
    finding.count = folded
    finding.firstTime = folded > 1 ? firstFolded : nil
    return finding
  }

  fileprivate func rested(at now: Timestamp, longest: Duration) -> Self {
    let pause = min(pause * 2, longest)
    return Self(last: last, folded: 0, firstFolded: nil, due: now + pause, pause: pause)
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
