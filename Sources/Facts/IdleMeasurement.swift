/// What was seen of a server's idle connections from the outside. All times are since the measurement began.
public struct IdleMeasurement: Hashable, Sendable {
  public var server: ProbedServer
  /// The address that all connections went to.
  public var address: Endpoint?
  public var usesHTTP2: Bool
  /// How the first request was answered; nil over plain TCP.
  public var answer: ServerAnswer?
  public var trials: [IdleTrial] = []
  public var requestCap = RequestCap.unknown
  /// Connections that never came to their first answer, beside others that did.
  public var refused = 0
  /// Whether a new connection was served after others had been found dead; nil where that was not tried.
  public var stillServes: Bool?
  /// What a server of plain TCP said first, by itself.
  public var greeting: [UInt8]?
  /// PING frames of HTTP/2 that came from the server.
  public var pings = 0
  public var elapsed: Duration = .zero
  /// The longest idle time that was to be tried.
  public var limit: Duration
  /// Whether it was stopped before it came to its end.
  public var isPartial = false

  public init(server: ProbedServer, usesHTTP2: Bool, limit: Duration) {
    self.server = server
    self.usesHTTP2 = usesHTTP2
    self.limit = limit
  }
}

/// One connection that was left idle for some time, and what came of it.
public struct IdleTrial: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// Nothing had happened when the measurement ended.
    case open
    /// The other side ended it by itself.
    case closed(ConnectionEnd)
    /// A request after that time was answered; over plain TCP, a keep-alive probe was acknowledged.
    case survived
    /// A request after that time was not: what it met instead.
    case broken(ConnectionEnd)
  }

  /// From the last answer, over plain TCP from the last byte or the handshake, to the outcome.
  public var idle: Duration
  /// From the handshake to the outcome.
  public var age: Duration
  /// Requests that had been answered before.
  public var requests: Int
  public var outcome: Outcome
  /// The error code of HTTP/2's GOAWAY that came before the end, and that the idle time was up to.
  public var goAway: UInt32?

  public init(idle: Duration, age: Duration, requests: Int, outcome: Outcome) {
    self.idle = idle
    self.age = age
    self.requests = requests
    self.outcome = outcome
  }
}

/// How a connection ended, as its client sees it.
public enum ConnectionEnd: Hashable, Sendable {
  /// End of file: the server closed in the orderly way.
  case fin
  /// ECONNRESET.
  case reset
  /// No packet came back: an answer that did not come in time, or ETIMEDOUT.
  case silence
  /// HTTP/2's GOAWAY, after which the connection itself was left open.
  case goAway
  case error(ErrorNumber)
}

/// What an answer says about the connection that it came on.
public struct ServerAnswer: Hashable, Sendable {
  public var status: Int
  /// The Server field.
  public var software: String?
  /// `Connection: close`, or HTTP/1.0 without keep-alive.
  public var announcesClose = false
  /// `Keep-Alive: timeout=`, in seconds.
  public var announcedTimeout: Int?
  /// `Keep-Alive: max=`.
  public var announcedRequests: Int?

  public init(status: Int) { self.status = status }
}

/// How many requests a server takes on one connection.
public enum RequestCap: Hashable, Sendable {
  case unknown
  /// It closed after so many answers; `announced` if the last one or a GOAWAY said so before.
  case closes(after: Int, announced: Bool)
  /// It had answered so many and was not asked for more.
  case noneWithin(Int)
}
