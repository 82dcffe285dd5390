/// One RST that this host's TCP sent, as its kernel saw it (tracepoint `tcp:tcp_send_reset`).
public struct SentReset: Hashable, Sendable {
  public var time: Timestamp
  /// The direction of the RST.
  public var flow: Flow
  /// The inode number of the sender's network namespace; 0 where the source cannot tell it.
  public var netns: UInt64
  /// The kernel's reason without its prefix (`enum sk_rst_reason`); nil before Linux 6.10.
  public var reason: String?
  /// The functions of the kernel stack that are known to send resets, innermost first.
  public var sites: [String]
  /// Whether it answers a segment that the source could not read.
  public var hasUnseenTrigger: Bool
  /// The segment that the RST answers; nil where there is none, or where the source cannot read it.
  public var trigger: Segment?
  /// Its sequence number, where it answers no segment and the source can read it.
  public var sequence: UInt32?
  /// The socket that sent it; nil where there was none, or only TIME_WAIT was left of it.
  public var socket: Socket?
  /// Whether the connection was in TIME_WAIT, or in the FIN_WAIT2 that Linux keeps there.
  public var fromTimeWait: Bool
  /// Whether the listening socket itself answered, for a connection that it does not know.
  public var fromListener: Bool
  /// The listener of the local port, if there is or was one.
  public var listener: Listener?
  /// How this tuple was closed here earlier; nil where no memory of it is left.
  public var closure: Closure?
  /// When this tuple's handshake found the accept queue full.
  public var overflow: Timestamp?
  /// Whether that handshake's ACK carried a SYN cookie: the kernel then keeps nothing of it.
  public var overflowHadCookie: Bool
  /// The process in whose context it was sent; nil where that was an interrupt.
  public var actor: Process?
  /// How that process was ending, if it was.
  public var exit: ExitStatus?
  public var depth: Depth

  public init(
    time: Timestamp, flow: Flow, netns: UInt64, reason: String? = nil, sites: [String] = [],
    hasUnseenTrigger: Bool = false, trigger: Segment? = nil, socket: Socket? = nil,
    fromTimeWait: Bool = false, fromListener: Bool = false, listener: Listener? = nil,
    closure: Closure? = nil, overflow: Timestamp? = nil,
    overflowHadCookie: Bool = false, actor: Process? = nil,
    exit: ExitStatus? = nil, depth: Depth = .sockets
  ) {
    self.time = time
    self.flow = flow
    self.netns = netns
    self.reason = reason
    self.sites = sites
    self.hasUnseenTrigger = hasUnseenTrigger
    self.trigger = trigger
    self.socket = socket
    self.fromTimeWait = fromTimeWait
    self.fromListener = fromListener
    self.listener = listener
    self.closure = closure
    self.overflow = overflow
    self.overflowHadCookie = overflowHadCookie
    self.actor = actor
    self.exit = exit
    self.depth = depth
  }

  /// Whether it answers a segment; otherwise its sender acted by itself.
  public var isAnswer: Bool { trigger != nil || hasUnseenTrigger }
}

/// How deep a source could look when it reported something.
public enum Depth: Hashable, Sendable {
  /// Into the sockets: every field of a fact was looked at.
  case sockets
  /// At what the kernel's events say of themselves: counts, queues, options and payload were not looked at, and
  /// where a fact has no way to say so, it has none of them.
  case events
}

/// One RST that ended a socket of this host (tracepoint `tcp:tcp_receive_reset`).
public struct ReceivedReset: Hashable, Sendable {
  public var time: Timestamp
  /// The direction of the RST: from the peer to this host.
  public var flow: Flow
  /// The inode number of the receiver's network namespace; 0 where the source cannot tell it.
  public var netns: UInt64
  /// The socket as it was when the RST came.
  public var socket: Socket
  /// The error that its application gets; nil where no descriptor is left to get it.
  public var error: ErrorNumber?
  /// The listener of the local port, if there is one.
  public var listener: Listener?
  public var closure: Closure?
  /// The RST itself, where the source saw it.
  public var packet: WireReset?
  /// The number that the RST had to have, whatever addresses: its sequence number or, in SYN_SENT, its
  /// acknowledgment number; nil where the source cannot read it.
  public var number: UInt32?
  public var depth: Depth

  public init(
    time: Timestamp, flow: Flow, netns: UInt64, socket: Socket, error: ErrorNumber? = nil,
    listener: Listener? = nil, closure: Closure? = nil, packet: WireReset? = nil,
    depth: Depth = .sockets
  ) {
    self.time = time
    self.flow = flow
    self.netns = netns
    self.socket = socket
    self.error = error
    self.listener = listener
    self.closure = closure
    self.packet = packet
    self.depth = depth
  }
}
