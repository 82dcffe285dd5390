/// How a connection was ended at one of its ends, as that end's kernel saw it.
public struct Closure: Hashable, Sendable {
  public enum Manner: Hashable, Sendable {
    /// close() or shutdown(), in the orderly way: a FIN.
    case fin
    /// The kernel gave up by itself, with this error: a time-out.
    case error(ErrorNumber)
    /// TCP_REPAIR or another way that tells the peer nothing.
    case silent
    /// The connect was given up before the peer had answered.
    case cancelled
  }

  public var manner: Manner
  public var time: Timestamp
  /// The process that closed; nil where the kernel closed by itself.
  public var by: Process?
  /// How that process was ending, if it was.
  public var exit: ExitStatus?
  /// The sequence number that the FIN had.
  public var finSequence: UInt32?
  /// The socket at that moment.
  public var socket: Socket

  public init(
    manner: Manner, time: Timestamp, by: Process? = nil, exit: ExitStatus? = nil,
    finSequence: UInt32? = nil, socket: Socket
  ) {
    self.manner = manner
    self.time = time
    self.by = by
    self.exit = exit
    self.finSequence = finSequence
    self.socket = socket
  }

  /// How long the connection had been without payload when it was closed; nil where none ever came or went.
  public var idle: Duration? {
    [socket.lastReceived, socket.lastSent].compactMap(\.self).max().map { time - $0 }
  }
}
