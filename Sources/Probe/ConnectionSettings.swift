public import Facts

/// How connections to the server are made and what is sent over them.
public struct ConnectionSettings: Sendable {
  /// A method that changes nothing at the server (RFC 9110 section 9.2.1).
  public enum Method: String, Sendable, CaseIterable { case head = "HEAD", options = "OPTIONS" }

  public var server: ProbedServer
  public var method = Method.head
  public var usesHTTP2 = false
  /// Whether any certificate will do.
  public var trustsAnyCertificate = false
  /// For the handshake of TCP, and again for that of TLS.
  public var connectLimit = Duration.seconds(10)

  public init(server: ProbedServer) { self.server = server }
}
