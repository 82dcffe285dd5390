public import Diagnosis

/// One ability of the program, tried on this host.
public struct Examination: Sendable {
  /// What it showed.
  public enum Outcome: Sendable {
    case works
    /// It cannot be used, for a reason that the host gave.
    case fails(why: String)
    /// It was not tried: something else must work first.
    case untried(Text)
  }

  /// Stable, for scripts.
  public let id: String
  public let title: Text
  public let outcome: Outcome
  /// What cannot be seen without it, or even with it.
  public let lack: Text?
  /// What gives it, where it fails.
  public let remedy: Text?

  public init(
    id: String, title: Text, outcome: Outcome, lack: Text? = nil, remedy: Text? = nil
  ) {
    self.id = id
    self.title = title
    self.outcome = outcome
    self.lack = lack
    self.remedy = remedy
  }

  public var works: Bool {
    if case .works = outcome { true } else { false }
  }
}

/// What a self-test found: the first attachment of a bug report.
public struct Selftest: Sendable {
  /// What the probes cost, measured on this host.
  public struct Overhead: Sendable {
    public let connections: Int
    /// Time of one short connection over loopback, both ends, and the part of it in eBPF programs.
    public let connectionNanoseconds: Int
    public let probeNanoseconds: Int

    public init(connections: Int, connectionNanoseconds: Int, probeNanoseconds: Int) {
      self.connections = connections
      self.connectionNanoseconds = connectionNanoseconds
      self.probeNanoseconds = probeNanoseconds
    }
  }

  public let version: String
  public let commit: String
  public let kernel: String
  public let machine: String
  public let user: UInt32
  public let capabilities: [String]
  public var examinations: [Examination] = []
  public var overhead: Overhead?

  public init(
    version: String, commit: String, kernel: String, machine: String, user: UInt32,
    capabilities: [String]
  ) {
    self.version = version
    self.commit = commit
    self.kernel = kernel
    self.machine = machine
    self.user = user
    self.capabilities = capabilities
  }

  public var works: Bool { examinations.allSatisfy(\.works) }
}
