import Facts
import Linux

/// The TCP sockets of the calling thread's namespace, counted in one pass.
struct SocketTally {
  private struct Way: Hashable {
    let local: UInt128
    let remote: UInt128
    let port: UInt16
  }

  private(set) var listeners: [SockDiag.Entry] = []
  /// Handshakes that wait for their last ACK, by port.
  private(set) var halfOpen: [UInt16: UInt32] = [:]
  private(set) var byState: [TCPState: Int] = [:]
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
      // TCP_LISTEN is state 10 (include/net/tcp_states.h).
      try diag.visit(family, states: ~(1 << 10)) { add($0) }
    }
  }

  var drops: [UInt64: UInt32] {
    Dictionary(listeners.map { ($0.cookie, $0.drops ?? 0) }) { first, _ in first }
  }

  private mutating func add(_ entry: SockDiag.Entry) {
    guard let state = TCPState(rawValue: entry.state) else { return }
    byState[state, default: 0] += 1
    switch state {
    case .synReceived, .newSynReceived: halfOpen[entry.local.port, default: 0] += 1
    case .closeWait: closeWaitInodes.insert(entry.inode)
    default: break
    }
    // A connection of a listener's port was accepted: it takes no port of the range.
    guard !servedPorts.contains(entry.local.port) else { return }
    let way = Way(local: entry.local.bits, remote: entry.remote.bits, port: entry.remote.port)
    if ways[way, default: 0] == 0 { remotes[way] = entry.remote }
    ways[way, default: 0] += 1
    if state == .timeWait { timeWaits[way, default: 0] += 1 }
  }

  var use: SocketUse {
    var use = SocketUse()
    use.byState = byState
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
  func programs(_ pids: [Int32], since first: SocketTally?) -> [ProgramUse] {
    var closed: [Int32: (now: Int, before: Int)] = [:]
    for inode in closeWaits {
      guard let pid = owners[inode] else { continue }
      closed[pid, default: (0, 0)].now += 1
      if first?.closeWaitInodes.contains(inode) ?? true { closed[pid]?.before += 1 }
    }
    return pids.compactMap { pid in
      let used = OpenFiles.count(of: pid)
      let limit = OpenFiles.limit(of: pid)
      let counts = closed[pid] ?? (0, 0)
      let isNear = used.flatMap { used in limit.map { used * 2 >= $0 } } ?? false
      guard counts.now > 0 || isNear, let command = ProcFS.command(of: pid) else { return nil }
      return ProgramUse(
        process: Process(pid: pid, command: command), descriptors: used, descriptorLimit: limit,
        closeWait: counts.now, closeWaitGrowth: counts.now - counts.before)
    }
  }
}
