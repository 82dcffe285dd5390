/// The line of a configuration that says how long a program keeps idle connections.
public struct IdleLine: Hashable, Sendable {
  public enum Side: Hashable, Sendable {
    /// Connections that it accepts.
    case server
    /// Connections that it opens.
    case client
  }

  public var side: Side
  public var limit: Duration
  public var file: String
  public var line: Int

  public init(_ side: Side, limit: Duration, file: String, line: Int) {
    self.side = side
    self.limit = limit
    self.file = file
    self.line = line
  }

  /// `/etc/nginx/nginx.conf:12`
  public var place: String { "\(file):\(line)" }
}
