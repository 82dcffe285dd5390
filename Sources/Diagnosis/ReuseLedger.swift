public import Facts

/// What was seen of each client's connections to each server, in bounded memory.
public struct ReuseLedger: Sendable {
  public struct Pair: Hashable, Sendable {
    public var client: IPAddress
    public var server: Endpoint
  }

  /// How one client uses one server.
  struct Use: Sendable {
    var reuses = 0
    var longest = Duration.zero
    var pauses = PauseHistogram()
    var serverCloses: [Duration] = []
    var clientCloses: [Duration] = []
    var lateRequests = 0
    var roundTrip: Duration?
  }

  private static let mostPairs = 4096
  private static let mostCloses = 512

  private(set) var pairs: [Pair: Use] = [:]
  public private(set) var first: Timestamp?
  public private(set) var last: Timestamp?
  /// Sightings of pairs that there was no room for.
  public private(set) var leftOut = 0

  public init() {}

  public var isEmpty: Bool { pairs.isEmpty }

  /// How long it was looked on; a capture's packets may say so better than what was seen in them.
  public var span: Duration {
    guard let first, let last else { return .zero }
    return last - first
  }

  /// That the look on the network lasted from here to there.
  public mutating func extend(to time: Timestamp) {
    first = min(first ?? time, time)
    last = max(last ?? time, time)
  }

  public mutating func add(_ sighting: ReuseSighting) {
    extend(to: sighting.time)
    let pair = Pair(client: sighting.client, server: sighting.server)
    guard pairs[pair] != nil || pairs.count < Self.mostPairs else {
      leftOut += 1
      return
    }
    pairs[pair, default: Use()].add(sighting.kind, most: Self.mostCloses)
  }
}

extension ReuseLedger.Use {
  fileprivate mutating func add(_ kind: ReuseSighting.Kind, most: Int) {
    switch kind {
    case .reuse(let pause):
      reuses += 1
      longest = max(longest, pause)
      pauses.add(pause)
    case .serverClose(let idle): if serverCloses.count < most { serverCloses.append(idle) }
    case .clientClose(let idle): if clientCloses.count < most { clientCloses.append(idle) }
    case .lateRequest: lateRequests += 1
    case .roundTrip(let time): roundTrip = min(roundTrip ?? time, time)
    }
  }
}
