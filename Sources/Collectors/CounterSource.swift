public import Facts
public import Linux

/// The kernel's TCP counters, looked at again and again: that something failed, without which connection.
///
/// Needs no rights; for other namespaces than its own, CAP_SYS_ADMIN.
public struct CounterSource: ~Copyable {
  private let timer: IntervalTimer
  private let views: [View]

  /// The counters of one namespace and how they stood at the last look.
  ///
  /// Holds no descriptor of the namespace, which would keep it alive.
  private final class View {
    private let netns: UInt64
    private let isOwn: Bool
    private var last: [Counter: UInt64]
    private var lastTime: Timestamp

    init(netns: UInt64, isOwn: Bool) throws(LinuxError) {
      self.netns = netns
      self.isOwn = isOwn
      last = try CounterText.read(netns: isOwn ? nil : netns)
      lastTime = Timestamp(nanoseconds: KernelClock.wall)
    }

    /// Nil where nothing moved, or the namespace is gone.
    func change() -> CounterChange? {
      let time = Timestamp(nanoseconds: KernelClock.wall)
      guard let counts = try? CounterText.read(netns: isOwn ? nil : netns) else { return nil }
      defer { (last, lastTime) = (counts, time) }
      let moved = counts.filter { $0.value > last[$0.key] ?? 0 }
      let deltas = Dictionary(
        uniqueKeysWithValues: moved.map { ($0.key, $0.value - (last[$0.key] ?? 0)) })
      guard !deltas.isEmpty else { return nil }
      return CounterChange(since: lastTime, time: time, netns: netns, counts: deltas)
    }
  }

  /// Looks at the counters of `namespaces`, inode numbers, every `interval`; with none, at those of this process's own.
  public static func attached(
    namespaces: [UInt32] = [], every interval: Duration = .seconds(1)
  ) throws(LinuxError) -> CounterSource {
    var views: [View] = []
    if namespaces.isEmpty {
      views.append(try View(netns: try NetworkNamespace.current().inode, isOwn: true))
    }
    for inode in namespaces { views.append(try View(netns: UInt64(inode), isOwn: false)) }
    return CounterSource(timer: try IntervalTimer(every: interval), views: views)
  }

  private init(timer: consuming IntervalTimer, views: [View]) {
    self.timer = timer
    self.views = views
  }

  /// What moved since the last look, if it is time for another.
  public func poll() throws(LinuxError) -> [Event] {
    try timer.hasElapsed() ? look() : []
  }

  /// What moved since the last look.
  public func look() -> [Event] { views.compactMap { $0.change() }.map { .counters($0) } }

  /// How the TCP counters of a namespace, an inode number, stand at this moment.
  public static func values(in netns: UInt64) throws(LinuxError) -> [Counter: UInt64] {
    try CounterText.read(netns: netns)
  }

  /// Readable when it is time for another look; it must not be closed.
  public var descriptor: Int32 { timer.descriptor }
}

/// The text of /proc/net/snmp and /proc/net/netstat (proc_pid_net(5)).
enum CounterText {
  private static let files = ["/proc/thread-self/net/snmp", "/proc/thread-self/net/netstat"]
  private static let groups: Set<Substring> = ["Tcp:", "TcpExt:"]

  /// The TCP counters of a namespace; nil stands for the calling thread's own.
  static func read(netns: UInt64?) throws(LinuxError) -> [Counter: UInt64] {
    guard let netns else { return try readHere() }
    let namespace = try NetworkNamespace.find(inode: netns)
    return try namespace.run { () throws(LinuxError) in try readHere() }
  }

  /// What /proc/net/netstat tells in the namespace of a process; nil stands for the calling thread's.
  static func readExtended(of pid: Int32?) throws(LinuxError) -> [Counter: UInt64] {
    let process = pid.map { "\($0)" } ?? "thread-self"
    let file = try FileDescriptor.open("/proc/\(process)/net/netstat")
    return parse(String(decoding: try file.readAll(), as: UTF8.self))
  }

  private static func readHere() throws(LinuxError) -> [Counter: UInt64] {
    var counters: [Counter: UInt64] = [:]
    for file in files {
      let text = String(decoding: try FileDescriptor.open(file).readAll(), as: UTF8.self)
      counters.merge(parse(text)) { first, _ in first }
    }
    return counters
  }

  /// Pairs of lines: `Tcp: OutRsts …` with the names, `Tcp: 12 …` with the values.
  static func parse(_ text: String) -> [Counter: UInt64] {
    var counters: [Counter: UInt64] = [:]
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    for (names, values) in zip(lines, lines.dropFirst()) {
      guard let group = names.first, groups.contains(group), values.first == group,
        names.dropFirst().allSatisfy({ UInt64($0) == nil })
      else { continue }
      for (name, value) in zip(names, values).dropFirst() {
        counters[Counter(rawValue: String(name))] = UInt64(value)
      }
    }
    return counters
  }
}
