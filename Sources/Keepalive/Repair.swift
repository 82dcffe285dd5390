public import ServerConfig

/// One setting that has to change.
public struct Repair: Hashable, Sendable {
  public enum Direction: String, Hashable, Sendable { case lower, raise }

  public var hop: Int
  /// `server` for its limit towards the hop before it.
  public var role: SideReading.Role
  public var side: Int
  public var from: Known<IdleLimit>
  public var to: Duration
  public var direction: Direction
  /// In the software's own words; nil where they are not known.
  public var line: String?

  /// What it costs: that many settings at once, and the wrong side, are worse.
  var cost: Int
}

extension Chain {
  /// The chain after a change.
  public func applying(_ repair: Repair) -> Chain {
    var chain = self
    let limit = Known<IdleLimit>(.after(repair.to), .stated)
    if repair.role == .client || hops[repair.hop].software.sharesItsLimit {
      for index in chain.hops[repair.hop].clients.indices
      where index == repair.side || hops[repair.hop].software.sharesItsLimit {
        chain.hops[repair.hop].clients[index].idle = limit
      }
    }
    if repair.role == .server || hops[repair.hop].software.sharesItsLimit {
      for index in chain.hops[repair.hop].servers.indices
      where index == repair.side || hops[repair.hop].software.sharesItsLimit {
        chain.hops[repair.hop].servers[index].idle = limit
      }
    }
    return chain
  }
}

/// A limit below and above another, with room to spare.
public enum RoomyLimit {
  /// For a client whose server closes after `limit`; nil where there is no room.
  public static func below(_ limit: Duration, needed: Duration) -> Duration? {
    let target = limit > .seconds(10) ? limit - .seconds(5) : limit / 2
    return target > .zero && target + needed <= limit ? target : nil
  }

  /// For a server whose client keeps connections for `limit`.
  public static func above(_ limit: Duration, needed: Duration) -> Duration {
    limit + max(limit >= .seconds(30) ? .seconds(10) : .seconds(5), needed)
  }
}
