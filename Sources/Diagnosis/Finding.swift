public import Facts

/// The answer for one reset: who sent it, why, how that is known, and what to change.
public struct Finding: Sendable {
  public enum Kind: String, Sendable, CaseIterable { case reset, failure, advice }
  public enum Roles: String, Sendable, CaseIterable { case seen, inferred, unknown }
  public enum Seen: String, Sendable, CaseIterable { case sent, received, wire, state }
  public enum Sender: String, Sendable, CaseIterable {
    case client, server, firewall, middlebox, unknown
  }

  /// What the kernel itself said.
  public struct Kernel: Hashable, Sendable {
    public var reason: String?
    public var state: String?
    public var site: String?

    public init(reason: String?, state: String?, site: String?) {
      self.reason = reason
      self.state = state
      self.site = site
    }
  }

  /// The two ends of a connection, as one side of a NAT knows them.
  public struct Ends: Hashable, Sendable {
    public let client: Endpoint
    public let server: Endpoint

    public init(client: Endpoint, server: Endpoint) {
      self.client = client
      self.server = server
    }
  }

  public struct Alternative: Hashable, Sendable {
    public let cause: String
    public let confidence: Confidence

    public init(_ cause: String, _ confidence: Confidence) {
      self.cause = cause
      self.confidence = confidence
    }
  }

  public var kind = Kind.reset
  public var time: Timestamp
  /// When the first of `count` equal ones was, where there are several.
  public var firstTime: Timestamp?
  public var client: Endpoint?
  public var server: Endpoint?
  /// The other pair of addresses, where NAT gives one.
  public var translated: Ends?
  public var roles: Roles
  /// The inode number of the network namespace; 0 where the source cannot tell it.
  public var netns: UInt64
  /// The fatal packet of a capture, counted from 1, and the capture's file.
  public var frame: UInt64?
  public var file: String?
  public var seen: Seen
  public var sender: Sender
  /// The cause's id; nil where none fits.
  public var cause: String?
  public var confidence: Confidence?
  /// What an advice without a cause is headed by.
  public var title: Text?
  public var alternatives: [Alternative] = []
  public var harmless: Bool?
  /// What the RST's receiver gets from its socket call; nil where that is unknown.
  public var error: ErrorNumber?
  public var evidence: [Reason] = []
  public var fixes: [Fix] = []
  public var next: [NextStep] = []
  public var kernel: Kernel?
  public var clientProcess: Process?
  public var serverProcess: Process?
  public var count = 1

  public init(
    time: Timestamp, client: Endpoint?, server: Endpoint?, roles: Roles, netns: UInt64,
    seen: Seen, sender: Sender
  ) {
    self.time = time
    self.client = client
    self.server = server
    self.roles = roles
    self.netns = netns
    self.seen = seen
    self.sender = sender
  }
}
