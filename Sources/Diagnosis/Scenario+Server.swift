extension Scenario {
  /// The program that runs on the server.
  public enum ServerProgram: Hashable, Sendable {
    /// whyreset's own, which does what the steps say.
    case own
    /// A real one, which is ready before the first step.
    case real(RealServer)

    /// nginx, which answers every HTTP request.
    public static func nginx(port: UInt16, keepaliveTimeout: Duration) -> ServerProgram {
      .real(
        RealServer(
          .nginx, port: port,
          ["keepalive_timeout \(Int(keepaliveTimeout / .milliseconds(1)))ms;"],
          standIn: StandIn(idleTimeout: keepaliveTimeout)))
    }
  }

  /// A server program with its configuration.
  public struct RealServer: Hashable, Sendable {
    public enum Program: String, Sendable, CaseIterable { case nginx, redis, haproxy }

    public let program: Program
    public let port: UInt16
    /// Lines of the program's own configuration; of nginx, in the block of its one server.
    public let settings: [String]
    public let standIn: StandIn

    public init(
      _ program: Program, port: UInt16, _ settings: [String], standIn: StandIn
    ) {
      self.program = program
      self.port = port
      self.settings = settings
      self.standIn = standIn
    }
  }

  /// What whyreset's own server does where the real one is missing.
  public struct StandIn: Hashable, Sendable {
    public enum Language: Int, Sendable {
      /// HTTP/1.1: every request is answered with 200.
      case http
      /// A line in, `+PONG` out, as Redis answers PING.
      case redis
    }

    public var language: Language
    /// After how long without a request it closes.
    public var idleTimeout: Duration?
    /// After how many requests it closes.
    public var requestLimit: Int?
    /// Above how many bytes a body is refused, with the rest unread.
    public var bodyLimit: Int?
    /// How many connections it takes at once; it refuses further ones.
    public var connectionLimit: Int?
    /// After how long it gives up a client that does not read a long answer, which it then gives.
    public var stallLimit: Duration?
    /// Whether it closes at once, as a proxy does that cannot reach its server.
    public var lacksBackend: Bool

    public init(
      _ language: Language = .http, idleTimeout: Duration? = nil, requestLimit: Int? = nil,
      bodyLimit: Int? = nil, connectionLimit: Int? = nil, stallLimit: Duration? = nil,
      lacksBackend: Bool = false
    ) {
      self.language = language
      self.idleTimeout = idleTimeout
      self.requestLimit = requestLimit
      self.bodyLimit = bodyLimit
      self.connectionLimit = connectionLimit
      self.stallLimit = stallLimit
      self.lacksBackend = lacksBackend
    }
  }
}
