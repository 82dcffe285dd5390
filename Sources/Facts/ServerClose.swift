/// A server that closed a connection in the orderly way, idle for at least a second or used more than once: one
/// look at its limits of time and number.
public struct ServerClose: Hashable, Sendable {
  public var time: Timestamp
  public var netns: UInt64
  /// The server's address and port.
  public var server: Endpoint
  /// How long the connection had been without payload.
  public var idle: Duration
  /// How long it had been open; nil where it was opened before the watch began.
  public var age: Duration?
  /// How many messages the client had sent: requests, where it waits for each answer.
  public var messages: Int
  /// Whether the client's last message had no answer.
  public var isUnanswered: Bool

  public init(
    time: Timestamp, netns: UInt64, server: Endpoint, idle: Duration, age: Duration? = nil,
    messages: Int = 0, isUnanswered: Bool = false
  ) {
    self.time = time
    self.netns = netns
    self.server = server
    self.idle = idle
    self.age = age
    self.messages = messages
    self.isUnanswered = isUnanswered
  }
}
