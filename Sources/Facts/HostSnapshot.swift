/// One look at a network namespace and the host around it: nothing inferred, and what could not be read is named.
public struct HostSnapshot: Sendable {
  public var time: Timestamp
  /// The inode number of the network namespace.
  public var netns: UInt64
  /// The values in force, as the kernel writes them.
  public var parameters: [Sysctl: String]
  /// What the host's configuration would set at boot.
  public var configured: [Sysctl: ConfiguredParameter]
  /// Since the namespace was made, or the host started.
  public var counters: [Counter: UInt64]
  public var listeners: [ListeningSocket]
  public var sockets: SocketUse
  /// Programs that use many descriptors, or have connections that their peers have closed.
  public var programs: [ProgramUse]
  public var usage: TCPUsage?
  public var conntrack: ConntrackUse?
  /// Packets that a CPU's backlog had no room for, while it was looked at (softnet_stat, second column).
  public var backlogDrops: UInt64
  /// The lines by which running servers listen.
  public var listenLines: [ListenLine]
  /// Configuration files of running servers that could not be understood.
  public var brokenFiles: [BrokenFile]
  public var unread: [UnreadPart]

  public init(time: Timestamp, netns: UInt64) {
    self.time = time
    self.netns = netns
    parameters = [:]
    configured = [:]
    counters = [:]
    listeners = []
    sockets = SocketUse()
    programs = []
    backlogDrops = 0
    listenLines = []
    brokenFiles = []
    unread = []
  }

  /// A parameter that is one number; nil where it is not, or was not read.
  public func number(_ name: Sysctl) -> Int? { parameters[name].flatMap { Int($0) } }

  /// A parameter that is several numbers.
  public func numbers(_ name: Sysctl) -> [Int] {
    (parameters[name] ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
  }
}

/// A value that a file sets when the host starts (sysctl.d(5)).
public struct ConfiguredParameter: Hashable, Sendable {
  public var value: String
  public var file: String

  public init(value: String, file: String) {
    self.value = value
    self.file = file
  }
}

/// A listener and its queues at one moment.
public struct ListeningSocket: Hashable, Sendable {
  public var local: Endpoint
  public var owner: Process?
  /// Connections that wait for accept(), and how many may.
  public var queue: UInt32
  public var limit: UInt32
  /// Handshakes that it dropped since it began (`sk_drops`), and how many of them while it was looked at.
  public var drops: UInt32
  public var recentDrops: UInt32

  public init(
    local: Endpoint, owner: Process? = nil, queue: UInt32, limit: UInt32,
    drops: UInt32 = 0, recentDrops: UInt32 = 0
  ) {
    self.local = local
    self.owner = owner
    self.queue = queue
    self.limit = limit
    self.drops = drops
    self.recentDrops = recentDrops
  }
}

/// How the connections of a namespace use its local ports.
public struct SocketUse: Hashable, Sendable {
  /// The destination whose connections take the most local ports of one address.
  public var busiest: Destination?

  public init() {}

  /// Sockets from one local address to one address and port, which must all have different local ports.
  public struct Destination: Hashable, Sendable {
    public var remote: Endpoint
    /// Local ports taken within the range for outgoing connections.
    public var ports: Int
    public var timeWait: Int

    public init(remote: Endpoint, ports: Int, timeWait: Int) {
      self.remote = remote
      self.ports = ports
      self.timeWait = timeWait
    }
  }
}

/// What one process uses.
public struct ProgramUse: Hashable, Sendable {
  public var process: Process
  /// Nil where they could not be read.
  public var descriptors: OpenDescriptors?
  /// Connections that the peer has closed and it has not.
  public var closeWait: Int
  /// By how many these grew while it was looked at.
  public var closeWaitGrowth: Int

  public init(
    process: Process, descriptors: OpenDescriptors? = nil, closeWait: Int = 0,
    closeWaitGrowth: Int = 0
  ) {
    self.process = process
    self.descriptors = descriptors
    self.closeWait = closeWait
    self.closeWaitGrowth = closeWaitGrowth
  }
}

/// How full the connection tracking table is.
public struct ConntrackUse: Hashable, Sendable {
  public var entries: Int
  public var limit: Int

  public init(entries: Int, limit: Int) {
    self.entries = entries
    self.limit = limit
  }
}

/// The line of a server's configuration that makes it listen on a port.
public struct ListenLine: Hashable, Sendable {
  public var program: Process
  public var port: UInt16
  /// As written: `80`, `[::]:443`.
  public var address: String
  /// Nil where the line does not say.
  public var backlog: Int?
  /// What the program takes where the line does not say.
  public var defaultBacklog: Int
  public var file: String
  public var line: Int

  public init(
    program: Process, port: UInt16, address: String, backlog: Int?, defaultBacklog: Int,
    file: String, line: Int
  ) {
    self.program = program
    self.port = port
    self.address = address
    self.backlog = backlog
    self.defaultBacklog = defaultBacklog
    self.file = file
    self.line = line
  }
}

/// Where a configuration file cannot be understood; nothing of its text.
public struct BrokenFile: Hashable, Sendable {
  public var program: Process
  public var file: String
  public var line: Int
  public var column: Int
  /// In English: what was expected, or what is in the way.
  public var problem: String

  public init(program: Process, file: String, line: Int, column: Int, problem: String) {
    self.program = program
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }
}

/// A part of the host that could not be looked at.
public struct UnreadPart: Hashable, Sendable {
  public enum Part: String, Hashable, Sendable, CaseIterable {
    case sockets, owners, counters
  }

  public var part: Part
  /// The kernel's own words.
  public var why: String

  public init(_ part: Part, why: String) {
    self.part = part
    self.why = why
  }
}
