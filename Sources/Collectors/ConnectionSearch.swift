public import Facts
import Linux

/// What this host knows of one connection at this moment: its sockets, their processes, the listener.
public struct ConnectionSearch: Sendable {
  /// One socket of the connection.
  public struct Found: Sendable {
    public let local: Endpoint
    public let remote: Endpoint
    public let state: TCPState
    public let unread: UInt32
    public let unacknowledged: UInt32
    /// The first that holds it, as far as this process may see; nil for an orphan.
    public let owner: Process?
  }

  /// A listener of the connection's port.
  public struct Listening: Sendable {
    public let address: Endpoint
    public let queue: Listener
  }

  /// Which of the ends asked for is an address of this network namespace.
  public let ownEnds: [Endpoint]
  public let sockets: [Found]
  public let listeners: [Listening]
  /// Sockets by state, of this host with the peer asked for, whatever their local ports.
  public let peerStates: [TCPState: Int]

  /// Looks in the calling thread's network namespace; nil where sock_diag(7) cannot be had.
  public static func look(for ends: [Endpoint], port: UInt16?) -> ConnectionSearch? {
    guard var diag = try? SockDiag() else { return nil }
    var entries: [SockDiag.Entry] = []
    for family in AddressFamily.allCases { entries += (try? diag.sockets(family)) ?? [] }
    return ConnectionSearch(entries, ends, port, addresses: addresses())
  }

  private init(
    _ entries: [SockDiag.Entry], _ ends: [Endpoint], _ port: UInt16?, addresses: Set<IPAddress>
  ) {
    ownEnds = ends.filter { addresses.contains($0.address) || $0.address.isLoopback }
    let own = entries.filter { entry in
      ends.count == 2
        && ends.allSatisfy { $0 == Endpoint(entry.local) || $0 == Endpoint(entry.remote) }
    }
    let listening = entries.filter { entry in
      entry.state == TCPState.listen.rawValue && entry.local.port == port
        && (ends.isEmpty || Self.serves(Endpoint(entry.local), ends))
    }
    let inodes = Set((own + listening).map(\.inode).filter { $0 != 0 })
    let owners =
      inodes.isEmpty
      ? [:] : OpenFiles.owners(of: inodes, among: (try? ProcFS.processes()) ?? [])
    sockets = own.map { Found($0, owners[$0.inode].flatMap(Self.process)) }
    listeners = listening.map { Listening($0, owners[$0.inode].flatMap(Self.process)) }
    let peers = entries.filter { entry in ends.contains(Endpoint(entry.remote)) }
    peerStates = Dictionary(
      peers.compactMap { TCPState(rawValue: $0.state).map { ($0, 1) } }, uniquingKeysWith: +)
  }

  /// Whether a listener would get connections to one of these ends.
  private static func serves(_ listener: Endpoint, _ ends: [Endpoint]) -> Bool {
    ends.contains {
      $0.port == listener.port && (listener.address.isUnspecified || $0.address == listener.address)
    }
  }

  private static func process(_ pid: Int32) -> Process? {
    ProcFS.command(of: pid).map { Process(pid: pid, command: $0) }
  }

  private static func addresses() -> Set<IPAddress> {
    guard var links = try? NetworkLinks(), let found = try? links.addresses() else { return [] }
    return Set(found.map { Endpoint($0).address })
  }
}

extension ConnectionSearch.Found {
  fileprivate init(_ entry: SockDiag.Entry, _ owner: Process?) {
    local = Endpoint(entry.local)
    remote = Endpoint(entry.remote)
    state = TCPState(rawValue: entry.state) ?? .closed
    unread = entry.receiveQueue
    unacknowledged = entry.sendQueue
    self.owner = owner
  }
}

extension ConnectionSearch.Listening {
  fileprivate init(_ entry: SockDiag.Entry, _ owner: Process?) {
    address = Endpoint(entry.local)
    queue = Listener(
      owner: owner, queueLength: entry.receiveQueue, queueLimit: entry.sendQueue)
  }
}
