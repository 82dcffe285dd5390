public import Facts
import Linux

/// How close the processes of a server are to their limit of descriptors (proc_pid_limits(5), proc_pid_fd(5)).
public struct Descriptors: Sendable {
  private static let lifetime = Duration.seconds(1)
  private var known: [Int32: (use: OpenDescriptors?, time: ContinuousClock.Instant)] = [:]

  public init() {}

  /// Of a listener's owner and the processes of its group and name, which may be those that accept: the one with
  /// the fewest left. Nil where none can be read.
  public mutating func use(of owner: Process) -> OpenDescriptors? {
    let now = ContinuousClock.now
    if let entry = known[owner.pid], now - entry.time < Self.lifetime { return entry.use }
    if known.count > 256 { known.removeAll() }
    let use = Self.read(owner)
    known[owner.pid] = (use, now)
    return use
  }

  private static func read(_ owner: Process) -> OpenDescriptors? {
    let group = ProcFS.group(of: owner.pid).map(ProcFS.processes(inGroup:)) ?? []
    let workers = group.filter { $0 != owner.pid && ProcFS.command(of: $0) == owner.command }
    var use = ([owner.pid] + workers).compactMap { pid in
      OpenDescriptors(of: Process(pid: pid, command: owner.command))
    }.min { $0.limit - $0.open < $1.limit - $1.open }
    if let full = use, full.isExhausted { use?.unclosed = unclosed(by: full.process.pid) }
    return use
  }

  /// A peer that has just closed may see its connection closed in a moment.
  private static let grace = Duration.seconds(1)

  /// How many connections of a process their peers have closed and it has not; nil where they cannot be read.
  private static func unclosed(by pid: Int32) -> Int? {
    guard let namespace = try? NetworkNamespace(ofProcess: pid) else { return nil }
    let inodes = try? namespace.run { () throws(LinuxError) in
      var diag = try SockDiag()
      var inodes: Set<UInt32> = []
      for family in AddressFamily.allCases {
        try diag.visit(
          family, states: 1 << UInt32(TCPState.closeWait.rawValue), withTimes: true
        ) { if ($0.sinceAcknowledgment ?? .zero) > grace { inodes.insert($0.inode) } }
      }
      return inodes
    }
    return inodes.map { OpenFiles.owners(of: $0, among: [pid]).count }
  }
}

extension OpenDescriptors {
  /// As they are at this moment; nil where they cannot be read.
  init?(of process: Process) {
    guard let open = OpenFiles.count(of: process.pid), let limit = OpenFiles.limit(of: process.pid)
    else { return nil }
    self.init(process: process, open: open, limit: limit)
  }
}
