public import Diagnosis
public import Facts

/// A counter of the kernel: when it moves, and what that tells.
public struct CounterEntry: Sendable {
  public let counter: Counter
  /// The line of /proc/net/snmp or /proc/net/netstat that it stands in: `Tcp`, `TcpExt`.
  public let group: String
  /// When it moves.
  public let counts: Text
  /// What people take it for and what it is not; nil where its name says it.
  public let caution: Text?
  public let words: [Text]
  /// Causes that move it, by id.
  public let causes: [String]
  public let site: String

  public init(
    _ name: String, group: String = "TcpExt", _ counts: Text, caution: Text? = nil,
    words: [Text] = [], causes: [String] = [], site: String
  ) {
    counter = Counter(rawValue: name)
    self.group = group
    self.counts = counts
    self.caution = caution
    self.words = words
    self.causes = causes
    self.site = site
  }
}
