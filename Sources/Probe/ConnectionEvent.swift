public import Facts

/// What happened on one connection, at its own moment.
public struct ConnectionEvent: Sendable {
  public enum Kind: Sendable {
    /// The handshakes of TCP and, where it is used, of TLS are over: requests can be sent.
    case ready(remote: Endpoint?)
    case requested
    case answered(ServerAnswer)
    /// Bytes over plain TCP.
    case heard([UInt8])
    /// HTTP/2's PING.
    case pinged
    case goAway(code: UInt32)
    case ended(ConnectionEnd)
    /// It never became ready, or what came over it was not what was expected.
    case failed(ProbeFailure)
  }

  /// The connection's number.
  public var connection: Int
  /// Since the measurement began.
  public var time: Duration
  public var kind: Kind

  public init(_ connection: Int, at time: Duration, _ kind: Kind) {
    self.connection = connection
    self.time = time
    self.kind = kind
  }
}

/// Why a server could not be measured.
public enum ProbeFailure: Error, Hashable, Sendable {
  case unresolved(String)
  case connect(ErrorNumber)
  case connectTimedOut
  /// The certificate is not to be trusted, in the TLS library's words.
  case certificate(String)
  case tls(String)
  case noHTTP2
  /// What came is no HTTP.
  case garbage(String)
  /// It ended, or stayed silent, before it had answered the first request.
  case unanswered(ConnectionEnd)
}
