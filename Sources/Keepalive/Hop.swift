/// One member of a chain.
public struct Hop: Hashable, Sendable {
  /// As the caller calls it.
  public var name: String
  public var software: Software
  /// Towards the hop before it; several where a configuration has several servers.
  public var servers: [Side]
  /// Towards the hop after it.
  public var clients: [Side]
  /// Whether the software is known by that name.
  public var isKnown: Bool

  public init(
    name: String, software: Software, servers: [Side], clients: [Side], isKnown: Bool = true
  ) {
    self.name = name
    self.software = software
    self.servers = servers
    self.clients = clients
    self.isKnown = isKnown
  }

  public var isMiddlebox: Bool { software.isMiddlebox }
}

/// Clients, proxies and servers in the order in which a request meets them, and what is known of the traffic.
public struct Chain: Hashable, Sendable {
  public var hops: [Hop]
  public var traffic: Traffic

  public init(_ hops: [Hop], traffic: Traffic = Traffic()) {
    self.hops = hops
    self.traffic = traffic
  }
}

/// What the chance of a race depends on, beside the two timers.
public struct Traffic: Hashable, Sendable {
  /// From one end of a connection to the other and back.
  public var roundTrip: Duration
  /// Requests a second over all connections between two hops; nil where it is not known.
  public var rate: Double?
  /// Connections that they are spread over.
  public var connections: Int

  /// Timers of programs are late by less than this.
  public static let tick = Duration.milliseconds(500)

  public init(
    roundTrip: Duration = .milliseconds(100), rate: Double? = nil, connections: Int = 1
  ) {
    self.roundTrip = roundTrip
    self.rate = rate
    self.connections = connections
  }

  /// By how much a client has to be faster than its server.
  public var needed: Duration { roundTrip + Self.tick }
}
