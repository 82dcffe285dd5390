internal import ServerConfig

extension LinkVerdict {
  init(client: Side, server: Side, boxes: [Box], traffic: Traffic) {
    self.init(
      status: .unknown, needed: traffic.needed, ending: server.ending, isSure: false)
    if client.idle.value == .unkept || server.idle.value == .unkept {
      status = .unkept
      isSure = client.idle.value == .unkept ? client.idle.isSure : server.idle.isSure
      return
    }
    var rivals = boxes.filter { !keepsAlive(client, $0) }.map { Rival(box: $0) }
    refreshed = boxes.filter { keepsAlive(client, $0) }.map(\.hop)
    rivals.append(Rival(server: server))
    judge(client, rivals, traffic)
  }

  /// What the client has to be faster than.
  private struct Rival {
    var party: Party
    /// Nil for no limit.
    var limit: Duration?
    var isKnown: Bool
    var isSure: Bool
    var ending: Side.Ending

    init(box: Box) {
      self.init(.middlebox(box.hop), box.side)
    }

    init(server: Side) { self.init(.server, server) }

    private init(_ party: Party, _ side: Side) {
      self.party = party
      if case .after(let limit)? = side.idle.value { self.limit = limit }
      isKnown = side.idle.value != nil
      isSure = side.idle.isSure
      ending = side.ending
    }
  }

  private func keepsAlive(_ client: Side, _ box: Box) -> Bool {
    guard case .after(let limit)? = box.side.idle.value, let probes = client.probes?.value else {
      return false
    }
    return probes < limit
  }

  private mutating func judge(_ client: Side, _ rivals: [Rival], _ traffic: Traffic) {
    isSure = client.idle.isSure && rivals.allSatisfy(\.isSure)
    let earliest = rivals.filter { $0.limit != nil }.min {
      ($0.limit ?? .zero) < ($1.limit ?? .zero)
    }
    guard let earliest, let bound = earliest.limit else {
      judgeUnbounded(client, rivals)
      return
    }
    self.bound = bound
    ending = earliest.ending
    guard let idle = client.idle.value else { return }
    // Whatever the others are, this one alone can break it.
    if case .after(let limit) = idle, limit + needed <= bound {
      status = rivals.allSatisfy(\.isKnown) ? .safe : .unknown
      first = status == .safe ? .client : nil
      margin = bound - limit
      return
    }
    breaks(earliest, at: bound, idle, traffic)
    isSure = client.idle.isSure && earliest.isSure
  }

  /// No rival has a known limit.
  private mutating func judgeUnbounded(_ client: Side, _ rivals: [Rival]) {
    guard rivals.allSatisfy(\.isKnown) else { return }
    status = .safe
    isSure = rivals.allSatisfy(\.isSure)
    switch client.idle.value {
    case .after: first = .client
    case .never: first = .nobody
    case .unkept, nil: first = nil
    }
  }

  private mutating func breaks(
    _ rival: Rival, at bound: Duration, _ idle: IdleLimit, _ traffic: Traffic
  ) {
    status = ending == .silence ? .silent : .racy
    var limit: Duration?
    if case .after(let value) = idle { limit = value }
    margin = limit.map { bound - $0 }
    first = limit == bound ? .both : limit.map { $0 < bound } == true ? .client : rival.party
    switch ending {
    case .fin, .reset:
      // A close that the client has seen is no danger: what counts are the requests that cross it.
      let begin = bound - traffic.roundTrip
      let end = limit.map { min($0, bound) } ?? bound
      chance = RaceChance(from: min(begin, end), to: end, traffic: traffic)
    case .resetOnUse, .silence:
      chance = RaceChance(from: limit.map { min($0, bound) } ?? bound, to: limit, traffic: traffic)
    }
  }
}
