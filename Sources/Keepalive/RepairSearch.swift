internal import ServerConfig

extension Chain {
  /// The smallest set of changes after which no link is broken, the side that should change preferred. Nil where none
  /// is known.
  public var repairs: [Repair]? {
    var best: (repairs: [Repair], cost: Int)?
    // Each broken link is mended at one side or the other; more links than this are mended one by one.
    let broken = links.filter { verdict(on: $0).isBroken }
    let width = min(broken.count, 8)
    for choice in 0..<(1 << width) {
      guard let repairs = mend(choice, width) else { continue }
      let cost = repairs.reduce(0) { $0 + $1.cost }
      if best.map({ cost < $0.cost }) ?? true { best = (repairs, cost) }
    }
    return best?.repairs
  }

  /// Mends one broken link after the other; the bits of `choice` say at which side.
  private func mend(_ choice: Int, _ width: Int) -> [Repair]? {
    var chain = self
    var repairs: [Repair] = []
    for step in 0..<64 {
      guard let link = chain.links.first(where: { chain.verdict(on: $0).isBroken }) else {
        return repairs
      }
      let prefersServer = choice >> min(step, max(width - 1, 0)) & 1 == 1
      guard let repair = prefersServer ? chain.serverRepair(link) : chain.clientRepair(link) else {
        return nil
      }
      chain = chain.applying(repair)
      repairs = merged(repairs, repair)
    }
    return nil
  }

  /// A second change of the same setting takes the place of the first.
  private func merged(_ repairs: [Repair], _ new: Repair) -> [Repair] {
    var new = new
    let same = repairs.filter { isSame($0, new) }
    if let first = same.first { new.from = first.from }
    return repairs.filter { !isSame($0, new) } + [new]
  }

  private func isSame(_ one: Repair, _ other: Repair) -> Bool {
    one.hop == other.hop
      && (hops[one.hop].software.sharesItsLimit
        || one.role == other.role && one.side == other.side)
  }

  /// The client gives up earlier.
  private func clientRepair(_ link: Link) -> Repair? {
    let hop = hops[link.client.hop]
    guard let bound = verdict(on: link).bound,
      hop.isKnown ? hop.software.clientChange != nil : true,
      let target = RoomyLimit.below(bound, needed: traffic.needed)
    else { return nil }
    var cost = 10 + (hop.software.isManaged ? 5 : 0)
    // So short a limit makes a pool nearly useless.
    if target < .seconds(5) { cost += 3 }
    return repair(
      link.client, .client, from: client(of: link).idle, to: target, .lower,
      hop.software.clientChange, cost)
  }

  /// What closes first keeps connections for longer.
  private func serverRepair(_ link: Link) -> Repair? {
    guard case .after(let limit)? = client(of: link).idle.value else { return nil }
    let target = RoomyLimit.above(limit, needed: traffic.needed)
    let boxes = link.between.filter { box in
      if case .after(let bound)? = hops[box].servers[0].idle.value {
        limit + traffic.needed > bound
      } else {
        false
      }
    }
    let end = boxes.first.map { Link.End(hop: $0, side: 0) } ?? link.server
    let hop = hops[end.hop]
    guard hop.isKnown ? hop.software.serverChange != nil : true else { return nil }
    var cost = 11 + (hop.software.isManaged ? 5 : 0)
    if target > .seconds(120) { cost += 4 }
    return repair(
      end, .server, from: hop.servers[end.side].idle, to: target, .raise,
      hop.software.serverChange, cost)
  }

  private func repair(
    _ end: Link.End, _ role: SideReading.Role, from: Known<IdleLimit>, to target: Duration,
    _ direction: Repair.Direction, _ syntax: ChangeSyntax?, _ cost: Int
  ) -> Repair? {
    var target = target
    if let syntax, !syntax.isFine {
      let seconds = target.components.seconds
      let isWhole = Duration.seconds(seconds) == target
      target = .seconds(seconds + (direction == .raise && !isWhole ? 1 : 0))
    }
    guard target > .zero, syntax?.range?.contains(target) ?? true else { return nil }
    return Repair(
      hop: end.hop, role: role, side: end.side, from: from, to: target, direction: direction,
      line: syntax?.line(target), cost: cost)
  }
}
