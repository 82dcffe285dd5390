public import Facts
public import Linux

/// Looks at the host and at the network namespace of the calling thread, twice: when it is made, and when it is
/// asked. What grew in between is what happens now.
public struct HostReader: Sendable {
  private let netns: UInt64
  private let first: Look

  /// Fails only where the namespace cannot be told.
  public init() throws(LinuxError) {
    netns = try NetworkNamespace.current().inode
    first = Look()
  }

  /// What is there. A part that cannot be read is named in the snapshot.
  public func read() -> HostSnapshot {
    let second = Look()
    var snapshot = HostSnapshot(
      time: second.time, netns: netns, change: second.change(since: first, netns: netns))
    snapshot.counters = second.counters
    snapshot.backlogDrops = second.backlogDrops &- first.backlogDrops
    snapshot.unread = second.unread
    snapshot.parameters = Parameters.running()
    snapshot.configured = Parameters.configured()
    snapshot.conntrack = Self.conntrack()
    snapshot.usage = .ofThisHost
    addSockets(to: &snapshot, second)
    return snapshot
  }

  private func addSockets(to snapshot: inout HostSnapshot, _ now: Look) {
    guard let tally = now.sockets else { return }
    snapshot.sockets = tally.use
    let pids = ProcFS.processes(inNetworkNamespace: snapshot.netns)
    let holders = SocketHolders(tally, among: pids)
    snapshot.listeners = tally.listeners.map { entry in
      let before = first.sockets?.drops[entry.cookie] ?? entry.drops ?? 0
      return ListeningSocket(
        local: Endpoint(entry.local), owner: holders.owner(of: entry.inode),
        queue: entry.receiveQueue, limit: entry.sendQueue,
        halfOpen: tally.halfOpen[entry.local.port] ?? 0, drops: entry.drops ?? 0,
        recentDrops: (entry.drops ?? 0) &- before)
    }
    for configuration in NginxFiles.running(among: pids) {
      snapshot.listenLines += configuration.listenLines
      snapshot.brokenFiles += configuration.brokenFiles
    }
    snapshot.programs = holders.programs(pids, since: first.sockets)
    if !tally.listeners.isEmpty, !holders.seesAll {
      snapshot.unread.append(UnreadPart(.owners, why: "it needs CAP_SYS_PTRACE"))
    }
  }

  private static func conntrack() -> ConntrackUse? {
    func number(_ name: String) -> Int? {
      (try? SysctlFS.read("net.netfilter.\(name)")).flatMap { Int($0) }
    }
    guard let entries = number("nf_conntrack_count"), let limit = number("nf_conntrack_max") else {
      return nil
    }
    return ConntrackUse(entries: entries, limit: limit)
  }
}

/// What is counted at one moment.
private struct Look: Sendable {
  let time = Timestamp(nanoseconds: KernelClock.wall)
  var counters: [Counter: UInt64] = [:]
  var backlogDrops: UInt64 = 0
  var sockets: SocketTally?
  var unread: [UnreadPart] = []

  init() {
    do throws(LinuxError) { counters = try CounterText.read(netns: nil) } catch {
      unread.append(UnreadPart(.counters, why: error.description))
    }
    do throws(LinuxError) { sockets = try SocketTally() } catch {
      unread.append(UnreadPart(.sockets, why: error.description))
    }
    backlogDrops = SoftnetText.drops()
  }

  func change(since first: Look, netns: UInt64) -> CounterChange {
    var counts: [Counter: UInt64] = [:]
    for (counter, value) in counters where value > first.counters[counter] ?? value {
      counts[counter] = value - (first.counters[counter] ?? value)
    }
    return CounterChange(since: first.time, time: time, netns: netns, counts: counts)
  }
}

/// /proc/net/softnet_stat: a line for each CPU, of hexadecimal numbers (`softnet_seq_show()`).
enum SoftnetText {
  static func drops() -> UInt64 {
    guard let bytes = try? FileDescriptor.open("/proc/net/softnet_stat").readAll() else { return 0 }
    return drops(String(decoding: bytes, as: UTF8.self))
  }

  static func drops(_ text: String) -> UInt64 {
    text.split(separator: "\n").reduce(0) { sum, line in
      let fields = line.split(separator: " ")
      return sum &+ (fields.count > 1 ? UInt64(fields[1], radix: 16) ?? 0 : 0)
    }
  }
}
