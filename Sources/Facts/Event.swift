/// One thing that a live source saw.
public enum Event: Sendable {
  case sent(SentReset)
  case received(ReceivedReset)
  /// A socket's error was set: what the application gets from its next call.
  case socketError(identity: UInt64, error: ErrorNumber, time: Timestamp)
  /// A server closed a connection that had been idle.
  case idleClose(IdleClose)
  /// A RST on the wire, of which no kernel spoke.
  case wire(WireReset)
  case counters(CounterChange)
  /// A connection failed without a RST.
  case failed(FailedConnection)
  /// A port listens.
  case listening(ListeningPort)
  /// A listener turned handshakes away.
  case dropped(ListenerDrops)
}

/// A server that closed an idle connection in the orderly way: one look at its idle timeout.
public struct IdleClose: Hashable, Sendable {
  public var time: Timestamp
  public var netns: UInt64
  /// The server's address and port.
  public var server: Endpoint
  /// How long the connection had been without payload.
  public var idle: Duration

  public init(time: Timestamp, netns: UInt64, server: Endpoint, idle: Duration) {
    self.time = time
    self.netns = netns
    self.server = server
    self.idle = idle
  }
}
