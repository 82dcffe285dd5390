public import Facts

/// What a watch has seen, by cause, in bounded memory.
public struct Tally: Sendable {
  /// All findings of one cause and kind.
  public struct Entry: Sendable {
    public let kind: Finding.Kind
    public let cause: String?
    public fileprivate(set) var count = 0
    public fileprivate(set) var harmless = 0
    public fileprivate(set) var servers = FrequentValues<Endpoint>()
    public fileprivate(set) var clients = FrequentValues<IPAddress>()
  }

  private struct Key: Hashable {
    let kind: Finding.Kind
    let cause: String?
  }

  private var byCause: [Key: Entry] = [:]

  public init() {}

  public mutating func add(_ finding: Finding) {
    let key = Key(kind: finding.kind, cause: finding.cause)
    if byCause[key] == nil { byCause[key] = Entry(kind: finding.kind, cause: finding.cause) }
    byCause[key]?.add(finding)
  }

  /// The commonest first.
  public var entries: [Entry] {
    byCause.values.sorted {
      ($1.count, $0.cause ?? "~", $0.kind.rawValue) < ($0.count, $1.cause ?? "~", $1.kind.rawValue)
    }
  }

  /// How many resets, or failures, they were.
  public func count(of kind: Finding.Kind) -> Int {
    byCause.values.reduce(0) { $0 + ($1.kind == kind ? $1.count : 0) }
  }

  public var harmless: Int { byCause.values.reduce(0) { $0 + $1.harmless } }

  public var isEmpty: Bool { byCause.isEmpty }
}

extension Tally.Entry {
  fileprivate mutating func add(_ finding: Finding) {
    count += finding.count
    if finding.harmless == true { harmless += finding.count }
    if let server = finding.server { servers.add(server, count: finding.count) }
    if let client = finding.client { clients.add(client.address, count: finding.count) }
  }
}
