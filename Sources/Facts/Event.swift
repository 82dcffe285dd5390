/// One thing that a live source saw.
public enum Event: Sendable {
  case sent(SentReset)
  case received(ReceivedReset)
  /// A socket's error was set: what the application gets from its next call.
  case socketError(identity: UInt64, error: ErrorNumber, time: Timestamp)
  /// A server closed a connection in the orderly way.
  case serverClose(ServerClose)
  /// A RST on the wire, of which no kernel spoke.
  case wire(WireReset)
  /// A RST that this host's packet filter sent.
  case firewall(FirewallReset)
  case counters(CounterChange)
  /// A connection failed without a RST.
  case failed(FailedConnection)
  /// A port listens.
  case listening(ListeningPort)
  /// A listener turned handshakes away.
  case dropped(ListenerDrops)
  /// NAT has another name for a connection.
  case translated(Translation)

  /// The inode number of the network namespace that it is of, 0 where the source cannot tell it; nil for
  /// what names only a socket or addresses.
  public var netns: UInt64? {
    switch self {
    case .sent(let reset): reset.netns
    case .received(let reset): reset.netns
    case .socketError, .translated: nil
    case .serverClose(let close): close.netns
    case .wire(let reset): reset.netns
    case .firewall(let reset): reset.netns
    case .counters(let change): change.netns
    case .failed(let connection): connection.netns
    case .listening(let port): port.netns
    case .dropped(let drops): drops.change.netns
    }
  }

  /// When it was seen; nil where it is not about a moment.
  public var time: Timestamp? {
    switch self {
    case .sent(let reset): reset.time
    case .received(let reset): reset.time
    case .socketError(_, _, let time): time
    case .serverClose(let close): close.time
    case .wire(let reset): reset.time
    case .firewall(let reset): reset.time
    case .counters(let change): change.time
    case .failed(let connection): connection.time
    case .dropped(let drops): drops.change.time
    case .listening, .translated: nil
    }
  }
}
