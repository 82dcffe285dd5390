/// Handshakes that a listener turned away between two looks at its namespace's counters.
///
/// A SYN that is dropped for a full queue fires no event: only counters, and the listener's own
/// `sk_drops`, tell of it, and not whose it was.
public struct ListenerDrops: Hashable, Sendable {
  /// How the namespace's counters moved, and between which moments.
  public var change: CounterChange
  /// The address and port that the listener is bound to; nil where it could not be told which it was.
  public var server: Endpoint?
  /// Its queues at the later look.
  public var listener: Listener?
  /// By how much its own count of drops grew (`sk_drops`).
  public var drops: UInt64
  /// The addresses of the namespace.
  public var addresses: [IPAddress]

  public init(
    change: CounterChange, server: Endpoint? = nil, listener: Listener? = nil, drops: UInt64 = 0,
    addresses: [IPAddress] = []
  ) {
    self.change = change
    self.server = server
    self.listener = listener
    self.drops = drops
    self.addresses = addresses
  }

  public var time: Timestamp { change.time }

  /// Whether the listener is the one that serves an address and port, as `netns` knows them.
  public func serves(_ endpoint: Endpoint, in netns: UInt64) -> Bool {
    guard let server, server.port == endpoint.port,
      !endpoint.address.isLoopback || netns == change.netns
    else { return false }
    if !server.address.isUnspecified { return server.address == endpoint.address }
    // 0.0.0.0 is bound to no IPv6 address; :: mostly is to both kinds.
    return addresses.contains(endpoint.address)
      && (endpoint.address.isIPv4 || !server.address.isIPv4)
  }
}

/// A port that a program listens on.
public struct ListeningPort: Hashable, Sendable {
  public var netns: UInt64
  public var port: UInt16
  public var owner: Process
  /// When it began to listen; nil where it listened already.
  public var openedAt: Timestamp?

  public init(netns: UInt64, port: UInt16, owner: Process, openedAt: Timestamp? = nil) {
    self.netns = netns
    self.port = port
    self.owner = owner
    self.openedAt = openedAt
  }
}
