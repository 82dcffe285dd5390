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
  case counters(CounterChange)
  /// A connection failed without a RST.
  case failed(FailedConnection)
  /// A port listens.
  case listening(ListeningPort)
  /// A listener turned handshakes away.
  case dropped(ListenerDrops)
}
