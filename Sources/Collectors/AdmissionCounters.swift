public import Facts
import Linux

/// What listeners turn away, by the counters of every network namespace in which something listens.
///
/// A SYN that a full queue drops fires no event. So the counters are looked at once a second; only where
/// they moved are the listeners asked for their own count of drops.
public struct AdmissionCounters: Sendable {
  /// Namespaces looked at in one round: with more, each has its turn less often than once a second.
  private static let perRound = 16
  private static let limit = 1024
  private static let interval = Duration.seconds(1)
  /// Looks on demand, for a connect that failed: at most this often.
  private static let leastInterval = Duration.milliseconds(100)

  private let watched: Set<UInt64>
  private let own: UInt64?
  private var namespaces: [UInt64: ListeningNamespace] = [:]
  /// Whose turn is next, in order.
  private var turns: [UInt64] = []
  private var lastRound: Timestamp?

  /// Looks at `namespaces`, inode numbers; with none, at this process's own and at each that listens.
  public init(namespaces inodes: [UInt32] = []) {
    watched = Set(inodes.map(UInt64.init))
    own = try? NetworkNamespace.current().inode
    if let own, inodes.isEmpty { add(own, process: nil) }
    for inode in watched {
      add(inode, process: ProcFS.processes(inNetworkNamespace: inode).first)
    }
  }

  /// Takes note of a port that listens, and with it of its namespace.
  public mutating func notice(_ event: Event) {
    guard case .listening(let port) = event, watched.isEmpty || watched.contains(port.netns)
    else { return }
    add(port.netns, process: port.owner.pid)
    namespaces[port.netns]?.note(port)
  }

  /// What was turned away since the last look, if it is time for another.
  public mutating func look(at now: Timestamp) -> [ListenerDrops] {
    isDue(now, after: Self.interval) ? round(now) : []
  }

  /// The same without waiting for the time, where a connect has failed and a listener may be why.
  public mutating func lookEarly(at now: Timestamp) -> [ListenerDrops] {
    isDue(now, after: Self.leastInterval) ? round(now) : []
  }

  /// A clock that was set back makes it due.
  private func isDue(_ now: Timestamp, after interval: Duration) -> Bool {
    guard let lastRound else { return true }
    return now - lastRound >= interval || now < lastRound
  }

  private mutating func add(_ netns: UInt64, process: Int32?) {
    let isNew = namespaces[netns] == nil
    if isNew {
      guard namespaces.count < Self.limit else { return }
      namespaces[netns] = ListeningNamespace(inode: netns, isOwn: netns == own)
      turns.append(netns)
    }
    if let process { namespaces[netns]?.note(process: process) }
    // What moves from here on is seen, not only from the next round.
    if isNew { _ = namespaces[netns]?.look(Timestamp(nanoseconds: KernelClock.wall)) }
  }

  private mutating func round(_ now: Timestamp) -> [ListenerDrops] {
    lastRound = now
    let due = turns.prefix(Self.perRound)
    turns.removeFirst(due.count)
    var drops: [ListenerDrops] = []
    for inode in due {
      guard var namespace = namespaces[inode], let found = namespace.look(now) else {
        namespaces[inode] = nil
        continue
      }
      namespaces[inode] = namespace
      turns.append(inode)
      drops += found
    }
    return drops
  }
}
