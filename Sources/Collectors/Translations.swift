public import Facts
public import Linux

/// How this host's network namespaces translate addresses (NAT), looked up where one end of a connection is
/// seen and the other is not.
///
/// A lookup is one netlink message, 5 µs; they are bounded in number, and none is made in a namespace that
/// tracks no connection. No namespace is kept alive for longer than a second.
public struct Translations {
  /// Lookups within one second.
  private static let budget = 1000
  /// Namespaces that are asked, besides this process's own.
  private static let places = 16
  /// NATs one after another that a connection passes.
  private static let hops = 4
  private static let remembered = 4096
  private static let memory: Int64 = 10_000_000_000
  private static let second: Int64 = 1_000_000_000

  /// Nil for all of the host.
  private var watched: [UInt64]?
  private var doors: [Door] = []
  private var areOpen = false
  private var spent = 0
  /// When the doors were opened and the budget began.
  private var since: Int64 = 0
  private var recent: [Flow: (other: Flow, time: Int64)] = [:]
  private let clock: () -> Int64
  /// Why NAT cannot be looked at; nil while it can.
  public private(set) var obstacle: LinuxError?

  /// Asks the namespaces of these inode numbers; with none, this process's own, those of the processes that
  /// are seen, and those that ip-netns(8) keeps.
  public init(namespaces: [UInt32] = []) {
    watched = namespaces.isEmpty ? nil : namespaces.map(UInt64.init)
    clock = { KernelClock.monotonic }
  }

  /// The other pair of addresses of a half that was seen in `netns`; nil where none is known.
  public mutating func find(_ flow: Flow, isSent: Bool, netns: UInt64, process: Int32?) -> Flow? {
    guard obstacle == nil else { return nil }
    renew()
    guard spent < Self.budget else { return nil }
    // Who sends meets the NAT with its own addresses; of what was received, that is the other direction.
    let own = isSent ? flow : flow.reversed
    openDoor(to: netns, process)
    let other = follow(own, seenIn: netns)
    let now = clock()
    if let other {
      if recent.count >= Self.remembered { recent.removeAll() }
      recent[own] = (other, now)
    }
    let known = other ?? recent[own].flatMap { now - $0.time < Self.memory ? $0.other : nil }
    return known.map { isSent ? $0 : $0.reversed }
  }

  /// Asks a namespace no longer: it has gone, and its number may soon be another's.
  public mutating func leave(_ namespace: UInt32) {
    watched?.removeAll { $0 == UInt64(namespace) }
    doors.removeAll { $0.inode == UInt64(namespace) }
  }

  /// Closes what was opened more than a second ago.
  public mutating func renew() {
    let now = clock()
    guard now - since >= Self.second else { return }
    since = now
    spent = 0
    doors = []
    areOpen = false
  }

  private mutating func follow(_ flow: Flow, seenIn netns: UInt64) -> Flow? {
    var passed: Set = [flow]
    var current = flow
    while passed.count <= Self.hops, let next = step(current, seenIn: netns),
      passed.insert(next).inserted
    {
      current = next
    }
    return current == flow ? nil : current
  }

  private mutating func step(_ flow: Flow, seenIn netns: UInt64) -> Flow? {
    for door in doors {
      // Every namespace has its own 127.0.0.1.
      if flow.isLoopback, door.inode != netns { continue }
      spent += 1
      do throws(LinuxError) {
        if let other = try door.translate(flow), other != flow { return other }
      } catch {
        // Without the right to look here, there is none anywhere.
        if error.isPermission { obstacle = error }
      }
    }
    return nil
  }

  /// Opens what can be asked, once a second; and the namespace that the flow was seen in.
  private mutating func openDoor(to netns: UInt64, _ process: Int32?) {
    if !areOpen {
      areOpen = true
      if let watched { watched.forEach { open(try? .find(inode: $0)) } } else { openOwn() }
    }
    guard watched == nil, !isOpen(netns), let process else { return }
    open(try? NetworkNamespace(ofProcess: process))
  }

  private mutating func openOwn() {
    if let own = try? Door() { doors.append(own) }
    for name in ((try? Directory.entries("/run/netns")) ?? []).prefix(Self.places) {
      open(try? NetworkNamespace(named: name))
    }
  }

  /// A namespace that cannot be entered has nothing to say.
  private mutating func open(_ namespace: consuming NetworkNamespace?) {
    guard let namespace, !isOpen(namespace.inode), doors.count <= Self.places,
      let door = try? Door(namespace)
    else { return }
    doors.append(door)
  }

  private func isOpen(_ netns: UInt64) -> Bool { doors.contains { $0.inode == netns } }
}

/// The connection tracking of one namespace, or that it tracks nothing.
private final class Door {
  let inode: UInt64
  private var tracking: ConnectionTracking?

  /// To the namespace of the calling thread, which needs not be entered.
  init() throws(LinuxError) {
    inode = try NetworkNamespace.current().inode
    tracking = try Self.open()
  }

  init(_ namespace: borrowing NetworkNamespace) throws(LinuxError) {
    inode = namespace.inode
    tracking = try namespace.run { () throws(LinuxError) in try Self.open() }
  }

  private static func open() throws(LinuxError) -> ConnectionTracking? {
    (ConnectionTracking.count() ?? 0) > 0 ? try ConnectionTracking() : nil
  }

  func translate(_ flow: Flow) throws(LinuxError) -> Flow? {
    let tuple = ConnectionTracking.Tuple(
      from: SocketAddress(flow.source), to: SocketAddress(flow.destination))
    return try tracking?.translate(tuple).map {
      Flow(from: Endpoint($0.source), to: Endpoint($0.destination))
    }
  }
}

extension Flow {
  fileprivate var isLoopback: Bool {
    source.address.isLoopback || destination.address.isLoopback
  }
}
