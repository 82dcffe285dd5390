public import Facts
public import Linux

/// Looks at the host and at the network namespace of the calling thread, twice: when it is made, and when it is
/// asked. What grew in between is what happens now.
public struct HostReader: Sendable {
  private let netns: UInt64
  private let sockets: SocketMarks?
  private let backlogDrops: UInt64

  /// Fails only where the namespace cannot be told.
  public init() throws(LinuxError) {
    netns = try NetworkNamespace.current().inode
    sockets = try? SocketMarks()
    backlogDrops = SoftnetText.drops()
  }

  /// What is there. A part that cannot be read is named in the snapshot.
  public func read() -> HostSnapshot {
    var snapshot = HostSnapshot(time: Timestamp(nanoseconds: KernelClock.wall), netns: netns)
    snapshot.counters =
      snapshot.noting(.counters) { () throws(LinuxError) in try CounterText.read(netns: nil) }
      ?? [:]
    snapshot.backlogDrops = SoftnetText.drops() &- backlogDrops
    snapshot.configured = Parameters.configured()
    snapshot.parameters = Parameters.running(with: snapshot.configured.keys)
    snapshot.conntrack = Self.conntrack()
    snapshot.usage = .ofThisHost
    if let tally = snapshot.noting(.sockets, { () throws(LinuxError) in try SocketTally() }) {
      add(tally, to: &snapshot)
    }
    return snapshot
  }

  private func add(_ tally: SocketTally, to snapshot: inout HostSnapshot) {
    snapshot.sockets = tally.use
    let pids = ProcFS.processes(inNetworkNamespace: snapshot.netns)
    let holders = SocketHolders(tally, among: pids)
    snapshot.listeners = tally.listeners.map { entry in
      let before = sockets?.drops[entry.cookie] ?? entry.drops ?? 0
      return ListeningSocket(
        local: Endpoint(entry.local), owner: holders.owner(of: entry.inode),
        queue: entry.receiveQueue, limit: entry.sendQueue,
        drops: entry.drops ?? 0,
        recentDrops: (entry.drops ?? 0) &- before)
    }
    for configuration in NginxFiles.running(among: pids) {
      snapshot.listenLines += configuration.listenLines
      snapshot.brokenFiles += configuration.brokenFiles
    }
    snapshot.programs = holders.programs(pids, since: sockets)
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

extension HostSnapshot {
  /// What `read` gives; where it fails, the part is noted as one that could not be looked at.
  fileprivate mutating func noting<Value>(
    _ part: UnreadPart.Part, _ read: () throws(LinuxError) -> Value
  ) -> Value? {
    do throws(LinuxError) { return try read() } catch {
      unread.append(UnreadPart(part, why: error.description))
      return nil
    }
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
