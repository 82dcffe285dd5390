import Facts
import Linux

/// What is compared with a later look: cheap to ask for, however many connections there are.
struct SocketMarks: Sendable {
  /// The drops of each listener, by cookie.
  private(set) var drops: [UInt64: UInt32] = [:]
  /// Of connections in CLOSE_WAIT.
  private(set) var closeWaitInodes: Set<UInt32> = []

  init() throws(LinuxError) {
    var diag = try SockDiag()
    for family in AddressFamily.allCases {
      for entry in try diag.listeners(family, withDrops: true) {
        drops[entry.cookie] = entry.drops ?? 0
      }
      try diag.visit(family, states: 1 << UInt32(TCPState.closeWait.rawValue)) {
        closeWaitInodes.insert($0.inode)
      }
    }
  }
}

/// The TCP sockets of the calling thread's namespace, counted in one pass.
struct SocketTally {
  private struct Way: Hashable {
    let local: UInt128
    let remote: UInt128
    let port: UInt16
  }

  private(set) var listeners: [SockDiag.Entry] = []
  /// Of connections in CLOSE_WAIT.
  private(set) var closeWaitInodes: Set<UInt32> = []
  private var ways: [Way: Int] = [:]
  private var timeWaits: [Way: Int] = [:]
  private var remotes: [Way: SocketAddress] = [:]
  private var servedPorts: Set<UInt16> = []

  init() throws(LinuxError) {
    var diag = try SockDiag()
    for family in AddressFamily.allCases {
      for entry in try diag.listeners(family, withDrops: true) {
        listeners.append(entry)
        servedPorts.insert(entry.local.port)
      }
    }
    for family in AddressFamily.allCases {
      let listening = UInt32(1) << UInt32(TCPState.listen.rawValue)
      try diag.visit(family, states: ~listening) { add($0) }
    }
  }

  private mutating func add(_ entry: SockDiag.Entry) {
    guard let state = TCPState(rawValue: entry.state) else { return }
    if state == .closeWait { closeWaitInodes.insert(entry.inode) }
    // A connection of a listener's port was accepted: it takes no port of the range.
    guard !servedPorts.contains(entry.local.port) else { return }
    let way = Way(local: entry.local.bits, remote: entry.remote.bits, port: entry.remote.port)
    if ways[way, default: 0] == 0 { remotes[way] = entry.remote }
    ways[way, default: 0] += 1
    if state == .timeWait { timeWaits[way, default: 0] += 1 }
  }

  var use: SocketUse {
    var use = SocketUse()
    if let (way, ports) = ways.max(by: { $0.value < $1.value }), let remote = remotes[way] {
      use.busiest = SocketUse.Destination(
        remote: Endpoint(remote), ports: ports, timeWait: timeWaits[way] ?? 0)
    }
    return use
  }
}

/// Which processes hold the sockets that matter: listeners, and connections that their peers have closed.
struct SocketHolders {
  private let owners: [UInt32: Int32]
  private let closeWaits: Set<UInt32>
  let seesAll: Bool

  init(_ tally: SocketTally, among pids: [Int32]) {
    let listening = Set(tally.listeners.map(\.inode)).subtracting([0])
    // A handful of closed ones tells nothing, and looking for their holders takes long.
    closeWaits = tally.closeWaitInodes.count >= 100 ? tally.closeWaitInodes : []
    let owners = OpenFiles.owners(of: listening.union(closeWaits), among: pids)
    seesAll = listening.allSatisfy { owners[$0] != nil }
    self.owners = owners
  }

  func owner(of inode: UInt32) -> Process? {
    owners[inode].map { Process(pid: $0, command: ProcFS.command(of: $0) ?? "?") }
  }

  /// Processes with sockets of interest, or near their limit of descriptors.
  func programs(_ pids: [Int32], since first: SocketMarks?) -> [ProgramUse] {
    var closed: [Int32: (now: Int, before: Int)] = [:]
    for inode in closeWaits {
      guard let pid = owners[inode] else { continue }
      closed[pid, default: (0, 0)].now += 1
      if first?.closeWaitInodes.contains(inode) ?? true { closed[pid]?.before += 1 }
    }
    return pids.compactMap { pid in
      guard let command = ProcFS.command(of: pid) else { return nil }
      let process = Process(pid: pid, command: command)
      let descriptors = OpenDescriptors(of: process)
      let counts = closed[pid] ?? (0, 0)
      let isNear = descriptors.map { $0.open * 2 >= $0.limit } ?? false
      guard counts.now > 0 || isNear else { return nil }
      return ProgramUse(
        process: process, descriptors: descriptors, closeWait: counts.now,
        closeWaitGrowth: counts.now - counts.before)
    }
  }
}
