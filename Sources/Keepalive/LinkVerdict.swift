/// Whether connections between two neighbours may be reused without meeting a close.
public struct LinkVerdict: Hashable, Sendable {
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// The client gives up first, with room to spare.
    case safe
    /// A request can meet a connection that the other side has just closed.
    case racy
    /// A request can go into a connection that something between has forgotten, and nothing comes back.
    case silent
    /// Connections are not kept: there is nothing to race for.
    case unkept
    case unknown
  }

  /// Who ends an idle connection first.
  public enum Party: Hashable, Sendable {
    case client
    case server
    /// The middlebox at that place in the chain.
    case middlebox(Int)
    /// Both at the same time.
    case both
    /// Nobody ever does.
    case nobody
  }

  /// Something between the two that keeps a memory of connections.
  public struct Box: Hashable, Sendable {
    public var hop: Int
    public var side: Side
  }

  public var status: Status
  /// Nil where it is not known.
  public var first: Party?
  /// How much longer the other side keeps the connection than the client; nil where one of them is not known or has
  /// no limit.
  public var margin: Duration?
  public var needed: Duration
  /// Of what breaks the link, or would first break it.
  public var ending: Side.Ending
  /// The limit that the client has to stay below; nil where there is none or it is not known.
  public var bound: Duration?
  public var chance: RaceChance?
  /// Whether all values that it rests on are sure.
  public var isSure: Bool
  /// Middleboxes that TCP keep-alive keeps from forgetting.
  public var refreshed: [Int] = []

  public var isBroken: Bool { status == .racy || status == .silent }
}
