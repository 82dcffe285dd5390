import Facts
import Linux

/// One network namespace with listeners: how its counters stood at the last look.
///
/// Holds no descriptor of the namespace, which would keep it alive: it is reached through a process in it.
struct ListeningNamespace {
  private static let processLimit = 8
  private static let wanted: [Counter] = [
    .listenOverflows, .listenDrops, .requestQueueDrops, .requestQueueCookies, .synCookiesSent,
    .synCookiesFailed, .timeWaitOverflow,
  ]
  /// Counters that move when a handshake is turned away or loses something.
  private static let telling: [Counter] = [
    .listenDrops, .listenOverflows, .requestQueueDrops, .requestQueueCookies,
  ]

  private let inode: UInt64
  private let isOwn: Bool
  /// Processes that were seen in the namespace, the latest last.
  private var processes: [Int32] = []
  private var owners: [UInt16: Process] = [:]
  private var last: [Counter: UInt64]?
  private var lastTime = Timestamp(nanoseconds: 0)
  /// The drops of each listener at the last look at them, by cookie.
  private var drops: [UInt64: UInt32] = [:]

  init(inode: UInt64, isOwn: Bool) {
    self.inode = inode
    self.isOwn = isOwn
  }

  mutating func note(_ port: ListeningPort) { owners[port.port] = port.owner }

  mutating func note(process: Int32) {
    guard !processes.contains(process) else { return }
    if processes.count == Self.processLimit { processes.removeFirst() }
    processes.append(process)
  }

  /// What listeners turned away since the last look; nil where the namespace cannot be reached any more.
  mutating func look(_ now: Timestamp) -> [ListenerDrops]? {
    if !isOwn {
      processes.removeAll { ProcFS.networkNamespace(of: $0) != inode }
      // Listeners outlive the process that opened them, where others have inherited them.
      if processes.isEmpty {
        processes = ProcFS.processes(inNetworkNamespace: inode).suffix(Self.processLimit)
      }
      guard !processes.isEmpty else { return nil }
    }
    guard let counters = try? CounterText.readExtended(of: isOwn ? nil : processes.last) else {
      return nil
    }
    let before = (counters: last, time: lastTime)
    last = counters
    lastTime = now
    guard let earlier = before.counters else {
      drops = listeners()?.drops ?? [:]
      return []
    }
    return report(
      CounterChange(
        since: before.time, time: now, netns: inode, counts: Self.growth(earlier, counters)))
  }

  /// What was turned away and, by itself, what did not stay in TIME_WAIT, which is no listener's.
  private mutating func report(_ change: CounterChange) -> [ListenerDrops] {
    var (queues, skipped) = (change, change)
    skipped.counts = skipped.counts.filter { $0.key == .timeWaitOverflow }
    queues.counts[.timeWaitOverflow] = nil
    return (Self.telling.contains { queues[$0] > 0 } ? examine(queues) : [])
      + (skipped.counts.isEmpty ? [] : [ListenerDrops(change: skipped)])
  }

  private static func growth(
    _ before: [Counter: UInt64], _ after: [Counter: UInt64]
  ) -> [Counter: UInt64] {
    var counts: [Counter: UInt64] = [:]
    for counter in wanted {
      let (old, new) = (before[counter] ?? 0, after[counter] ?? 0)
      if new > old { counts[counter] = new - old }
    }
    return counts
  }

  /// Asks the listeners which of them it was.
  private mutating func examine(_ change: CounterChange) -> [ListenerDrops] {
    guard let now = listeners() else { return [ListenerDrops(change: change)] }
    let found = now.entries.compactMap { entry -> ListenerDrops? in
      let growth = (entry.drops ?? 0) &- (drops[entry.cookie] ?? 0)
      let halfOpen = now.halfOpen[entry.local.port] ?? 0
      guard growth > 0 || halfOpen > entry.sendQueue else { return nil }
      return ListenerDrops(
        change: change, server: Endpoint(entry.local),
        listener: Listener(
          owner: owners[entry.local.port], queueLength: entry.receiveQueue,
          queueLimit: entry.sendQueue, halfOpen: halfOpen),
        drops: UInt64(growth), addresses: now.addresses)
    }
    drops = now.drops
    return found.isEmpty ? [ListenerDrops(change: change)] : found
  }

  /// The listeners of the namespace; nil where it may not be entered.
  private func listeners() -> Listeners? {
    if isOwn { return try? Listeners() }
    guard let pid = processes.last, let namespace = try? NetworkNamespace(ofProcess: pid),
      namespace.inode == inode
    else { return nil }
    return try? namespace.run { () throws(LinuxError) in try Listeners() }
  }
}

/// The listeners of the calling thread's namespace at one moment.
private struct Listeners {
  let entries: [SockDiag.Entry]
  /// Handshakes that wait for their last ACK, by port.
  let halfOpen: [UInt16: UInt32]
  let addresses: [IPAddress]

  init() throws(LinuxError) {
    var diag = try SockDiag()
    var entries: [SockDiag.Entry] = []
    var halfOpen: [UInt16: UInt32] = [:]
    for family in AddressFamily.allCases {
      entries += try diag.listeners(family, withDrops: true)
      for request in try diag.handshakes(family) { halfOpen[request.local.port, default: 0] += 1 }
    }
    self.entries = entries
    self.halfOpen = halfOpen
    var links = try NetworkLinks()
    addresses = try links.addresses().map { Endpoint($0).address }
  }

  var drops: [UInt64: UInt32] {
    Dictionary(entries.map { ($0.cookie, $0.drops ?? 0) }) { first, _ in first }
  }
}
