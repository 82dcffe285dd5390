import Facts

/// Which ports refused each address, in the last minute: many of them are a port scan.
struct RefusalHistory: Sendable {
  private struct Client: Hashable {
    let address: IPAddress
    let netns: UInt64
  }

  private static let clients = 1024
  private var refusals: [Client: RefusedPorts] = [:]

  /// Notes the reset, if it refused a connection, and gives how many ports have refused this address
  /// within a minute, this one among them; 0 for another reset.
  mutating func count(_ evidence: Evidence) -> Int {
    guard PortClosed.refuses(evidence) else { return 0 }
    let time = evidence.time
    let client = Client(address: evidence.flow.destination.address, netns: evidence.netns)
    if refusals[client] == nil && refusals.count >= Self.clients { makeRoom(at: time) }
    return refusals[client, default: RefusedPorts()].note(evidence.flow.source, at: time)
  }

  /// Drops what is older than a minute, else everything.
  private mutating func makeRoom(at time: Timestamp) {
    refusals = refusals.filter { time - $0.value.latest <= RefusedPorts.memory }
    if refusals.count >= Self.clients { refusals.removeAll() }
  }
}

/// The ports that refused one address.
struct RefusedPorts {
  static let memory = Duration.seconds(60)
  /// Enough to tell a scan; a scanner of all ports needs no more room than one of few.
  private static let limit = 256

  private var times: [Endpoint: Timestamp] = [:]
  /// No port was noted before this.
  private var earliest: Timestamp?
  private(set) var latest = Timestamp(nanoseconds: 0)

  /// How many are of the last minute, with this one.
  mutating func note(_ server: Endpoint, at time: Timestamp) -> Int {
    if let earliest, time - earliest > Self.memory { forget(at: time) }
    // Any port will do: only how many there are counts.
    if times.count >= Self.limit, times[server] == nil { times.remove(at: times.startIndex) }
    times[server] = time
    earliest = earliest ?? time
    latest = time
    return times.count
  }

  private mutating func forget(at time: Timestamp) {
    times = times.filter { time - $0.value <= Self.memory }
    earliest = times.values.min()
  }
}
