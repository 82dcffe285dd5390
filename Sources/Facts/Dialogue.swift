/// What was said on a connection, as one end saw it: how its messages began, and how many there were.
///
/// A message is what one end sends before it hears from the other.
public struct Dialogue: Hashable, Sendable {
  /// How many messages the peer sent.
  public var heardMessages: Int
  /// The first bytes of the peer's last message, at most twenty; empty where there is none, or the kernel shows
  /// none. Enough to tell a protocol or a status, never printed.
  public var heard: [UInt8]
  /// The first bytes of what this end sent last; of a server, since it heard the client's last message.
  public var said: [UInt8]
  /// Whether the kernel shows what this end says: an empty `said` then means that it said nothing.
  public var seesSaid: Bool
  /// Whether the last HTTP response said `Connection: close`.
  public var announcesClose: Bool

  public init(
    heardMessages: Int = 0, heard: [UInt8] = [], said: [UInt8] = [], seesSaid: Bool = false,
    announcesClose: Bool = false
  ) {
    self.heardMessages = heardMessages
    self.heard = heard
    self.said = said
    self.seesSaid = seesSaid
    self.announcesClose = announcesClose
  }
}
