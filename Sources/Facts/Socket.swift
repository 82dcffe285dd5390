/// What the kernel knew of one TCP socket at one moment.
public struct Socket: Hashable, Sendable {
  /// Which end of the connection a socket is: the client sent the SYN.
  public enum Role: Hashable, Sendable { case client, server }

  /// Tells sockets apart on one host; it is not reused while a watch lasts.
  public var identity: UInt64
  public var state: TCPState
  /// The state that the socket was in before it was closed, where that was seen.
  public var stateBeforeClose: TCPState?
  /// Nil where the handshake was not seen.
  public var role: Role?
  /// The process that holds the socket; nil where it could not be told.
  public var owner: Process?
  /// Whether a descriptor refers to the socket; without one no application call can fail.
  public var hasDescriptor: Bool?
  /// Whether the application ever took the connection from accept(); nil for a client's socket.
  public var wasAccepted: Bool?
  /// When the connection was opened; nil where that was before the watch began.
  public var openedAt: Timestamp?
  /// Bytes that arrived and that the application did not read.
  public var unreadBytes: UInt32
  /// Bytes that the application wrote and that the peer did not acknowledge.
  public var unacknowledgedBytes: UInt32
  /// Payload bytes in all, in each direction.
  public var bytesReceived: UInt64
  public var bytesAcknowledged: UInt64
  /// When payload last came and last went; nil where none did.
  public var lastReceived: Timestamp?
  public var lastSent: Timestamp?
  /// SO_LINGER's time, or nil where it is off (socket(7)).
  public var linger: Duration?
  /// Whether TCP_LINGER2 is negative, so that close() keeps no FIN_WAIT2 (tcp(7)).
  public var skipsFINWait2: Bool
  /// Whether SO_KEEPALIVE is on.
  public var probesWhenIdle: Bool
  /// TCP_USER_TIMEOUT, or nil where it is not set.
  public var userTimeout: Duration?
  /// When the peer's FIN came; nil where it did not, or was not seen.
  public var peerClosedAt: Timestamp?
  /// How the messages of the two ends began.
  public var dialogue = Dialogue()
  /// For how long the peer's window has kept this end from sending what it had to send.
  public var windowLimited: Duration?
  /// Descriptors that refer to the socket, in all processes; nil where that could not be told.
  public var holders: Int?

  public init(
    identity: UInt64, state: TCPState, stateBeforeClose: TCPState? = nil, role: Role? = nil,
    owner: Process? = nil, hasDescriptor: Bool? = nil, wasAccepted: Bool? = nil,
    openedAt: Timestamp? = nil, unreadBytes: UInt32 = 0, unacknowledgedBytes: UInt32 = 0,
    bytesReceived: UInt64 = 0, bytesAcknowledged: UInt64 = 0, lastReceived: Timestamp? = nil,
    lastSent: Timestamp? = nil, linger: Duration? = nil, skipsFINWait2: Bool = false,
    probesWhenIdle: Bool = false, userTimeout: Duration? = nil, peerClosedAt: Timestamp? = nil
  ) {
    self.identity = identity
    self.state = state
    self.stateBeforeClose = stateBeforeClose
    self.role = role
    self.owner = owner
    self.hasDescriptor = hasDescriptor
    self.wasAccepted = wasAccepted
    self.openedAt = openedAt
    self.unreadBytes = unreadBytes
    self.unacknowledgedBytes = unacknowledgedBytes
    self.bytesReceived = bytesReceived
    self.bytesAcknowledged = bytesAcknowledged
    self.lastReceived = lastReceived
    self.lastSent = lastSent
    self.linger = linger
    self.skipsFINWait2 = skipsFINWait2
    self.probesWhenIdle = probesWhenIdle
    self.userTimeout = userTimeout
    self.peerClosedAt = peerClosedAt
  }
}
