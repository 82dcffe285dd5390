/// A connection that ended, or never came to be, without a RST, as its own end's kernel saw it.
public struct FailedConnection: Hashable, Sendable {
  public var time: Timestamp
  /// The direction from the end that failed to its peer; port 0 where there was no port for it.
  public var flow: Flow
  /// The inode number of the network namespace of the end that failed.
  public var netns: UInt64
  /// The socket at that moment; `stateBeforeClose` is the state that it failed in.
  public var socket: Socket
  /// What its program gets; nil where the program gave it up by itself.
  public var error: ErrorNumber?
  /// How often the segment that was not acknowledged had been sent again; of a connect, the SYN.
  public var retransmissions: Int
  /// How often the peer was asked whether its window was still zero.
  public var probes: Int
  /// How long ago that segment had first been sent; nil where none was sent again.
  public var unanswered: Duration?
  /// The peer's receive window in bytes, as it last advertised it.
  public var peerWindow: UInt32
  /// The process that ran; it has to do with the failure only where the program gave up by itself.
  public var actor: Process?
  /// The listener of the local port, if there is one.
  public var listener: Listener?

  public init(
    time: Timestamp, flow: Flow, netns: UInt64, socket: Socket, error: ErrorNumber? = nil,
    retransmissions: Int = 0, probes: Int = 0, unanswered: Duration? = nil,
    peerWindow: UInt32 = 65535, actor: Process? = nil, listener: Listener? = nil
  ) {
    self.time = time
    self.flow = flow
    self.netns = netns
    self.socket = socket
    self.error = error
    self.retransmissions = retransmissions
    self.probes = probes
    self.unanswered = unanswered
    self.peerWindow = peerWindow
    self.actor = actor
    self.listener = listener
  }

  /// The state that the connection failed in.
  public var state: TCPState { socket.stateBeforeClose ?? socket.state }
}
