public import Facts

/// Who of a client and a server gives up idle connections first, as it was seen, and what that leads to.
public struct ReuseVerdict: Hashable, Sendable {
  public enum Order: String, Hashable, Sendable {
    /// The server closes connections that this client would have used again.
    case racy
    /// The client gives up first.
    case safe
    /// Too little was seen to tell.
    case unknown
  }

  public var client: IPAddress
  public var server: Endpoint
  public var order: Order
  /// When the server closes, by its connections with all clients.
  public var serverLimit: UsualPause?
  /// When this client gives up.
  public var clientLimit: UsualPause?
  /// Idle connections of this client that the server closed.
  public var serverCloses: Int
  /// Requests on a connection that had been used before.
  public var reuses: Int
  /// The longest pause before such a request.
  public var longestReuse: Duration
  /// Requests that were sent although the server had closed.
  public var lateRequests: Int
  public var roundTrip: Duration?
  /// Requests a day that can be expected to meet the server's close if all goes on like this: those that were seen
  /// too late, and those that cross it unseen. Nil where a figure is missing.
  public var racesPerDay: Double?

  /// The idle limit that the client should have, where it has too long a one.
  public var advisedLimit: Duration? {
    order == .racy ? serverLimit?.shortest.advisedToClients : nil
  }
}

extension ReuseLedger {
  /// All pairs, those that break first, then the worst first.
  public var verdicts: [ReuseVerdict] {
    let closes = Dictionary(grouping: pairs, by: \.key.server)
      .mapValues { UsualPause($0.flatMap(\.value.serverCloses)) }
    return pairs.map { pair, use in verdict(pair, use, closes[pair.server] ?? nil) }
      .sorted { $0.isWorse(than: $1) }
  }

  private func verdict(_ pair: Pair, _ use: Use, _ limit: UsualPause?) -> ReuseVerdict {
    var verdict = ReuseVerdict(
      client: pair.client, server: pair.server, order: .unknown, serverLimit: limit,
      clientLimit: UsualPause(use.clientCloses), serverCloses: use.serverCloses.count,
      reuses: use.reuses, longestReuse: use.longest, lateRequests: use.lateRequests,
      roundTrip: use.roundTrip, racesPerDay: nil)
    verdict.order = order(verdict)
    if verdict.order == .racy { verdict.racesPerDay = races(use, limit) }
    if verdict.order == .safe { verdict.racesPerDay = 0 }
    return verdict
  }

  private func order(_ verdict: ReuseVerdict) -> ReuseVerdict.Order {
    if verdict.lateRequests > 0 { return .racy }
    guard let server = verdict.serverLimit else { return .unknown }
    if let client = verdict.clientLimit, verdict.serverCloses == 0 {
      // Equal timers race.
      return client.longest < server.shortest * 98 / 100 ? .safe : .racy
    }
    if verdict.serverCloses > 0, verdict.reuses > 0 { return .racy }
    return .unknown
  }

  /// A request crosses the close if it leaves after the server's timer ran out and before the FIN has arrived: in a
  /// window of one round trip. How dense requests are there is taken from the pauses just below the limit.
  private func crossings(_ use: Use, _ limit: UsualPause?) -> Double? {
    guard let limit, let roundTrip = use.roundTrip else { return nil }
    let seconds = limit.median.inSeconds
    let density =
      [0.1, 0.2, 0.5].map { width in
        use.pauses.count(from: seconds * (1 - width), to: seconds) / (seconds * width)
      }.max() ?? 0
    return density * roundTrip.inSeconds
  }

  private func races(_ use: Use, _ limit: UsualPause?) -> Double? {
    let crossings = crossings(use, limit)
    guard span >= .seconds(1), crossings != nil || use.lateRequests > 0 else { return nil }
    return (Double(use.lateRequests) + (crossings ?? 0)) * 86_400 / span.inSeconds
  }
}

extension ReuseVerdict {
  fileprivate func isWorse(than other: ReuseVerdict) -> Bool {
    let ranks: [Order: Int] = [.racy: 0, .unknown: 1, .safe: 2]
    let keys = [self, other].map {
      (ranks[$0.order] ?? 3, -$0.lateRequests, -($0.racesPerDay ?? 0), -$0.serverCloses, -$0.reuses)
    }
    return keys[0] != keys[1]
      ? keys[0] < keys[1] : "\(server)\(client)" < "\(other.server)\(other.client)"
  }
}
