/// What the first bytes of one side's turn in a connection are, as far as its reset can depend on it.
public enum PayloadKind: UInt8, Hashable, Sendable, BitwiseCopyable {
  /// No payload was seen, or none of it was captured.
  case unseen
  case httpRequest
  case httpResponse
  /// A TLS record of a handshake.
  case tlsHandshake
  /// A TLS alert; encrypted ones cannot be read.
  case tlsAlert
  case tlsData
  /// The HTTP/2 preface.
  case http2
  /// A command or a greeting of Redis, SSH, SMTP, POP or PostgreSQL: connections that are sessions.
  case session
  /// What such a server says when it takes no more connections.
  case refusal
  case other

  public var isHTTP: Bool { self == .httpRequest || self == .httpResponse }
  public var isTLS: Bool { self == .tlsHandshake || self == .tlsAlert || self == .tlsData }
}
