/// A listening socket.
public struct Listener: Hashable, Sendable {
  public var owner: Process?
  /// Connections in the accept queue at that moment (`sk_ack_backlog`).
  public var queueLength: UInt32
  /// The queue's limit, min(backlog, net.core.somaxconn); it is full above it (`sk_max_ack_backlog`).
  public var queueLimit: UInt32
  /// When it began to listen; nil where that was before the watch began.
  public var openedAt: Timestamp?
  /// When it was closed; nil while it listens.
  public var closedAt: Timestamp?
  /// When a handshake last found its accept queue full; nil where that was not seen.
  public var lastOverflow: Timestamp?
  /// Handshakes that waited for their last ACK; nil where that was not looked at.
  public var halfOpen: UInt32?
  /// When it last answered a SYN with a cookie; nil where that was not within two minutes, or not
  /// looked at.
  public var lastCookie: Timestamp?

  public init(
    owner: Process? = nil, queueLength: UInt32 = 0, queueLimit: UInt32 = 0,
    openedAt: Timestamp? = nil, closedAt: Timestamp? = nil, lastOverflow: Timestamp? = nil,
    halfOpen: UInt32? = nil, lastCookie: Timestamp? = nil
  ) {
    self.owner = owner
    self.queueLength = queueLength
    self.queueLimit = queueLimit
    self.openedAt = openedAt
    self.closedAt = closedAt
    self.lastOverflow = lastOverflow
    self.halfOpen = halfOpen
    self.lastCookie = lastCookie
  }

  public var isFull: Bool { queueLength > queueLimit }

  /// Whether as many handshakes were half done as the backlog allows (`inet_csk_reqsk_queue_is_full()`).
  public var hasFullRequestQueue: Bool { halfOpen.map { $0 > queueLimit } ?? false }
}
