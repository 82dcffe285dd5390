/// The state of a TCP socket (include/net/tcp_states.h); raw values and names are the kernel's.
public enum TCPState: UInt8, Sendable, CaseIterable {
  case established = 1
  case synSent, synReceived, finWait1, finWait2, timeWait, closed, closeWait, lastACK, listen
  case closing, newSynReceived

  /// The kernel's name without its prefix: `ESTABLISHED`, `FIN_WAIT1`.
  public var name: String {
    switch self {
    case .established: "ESTABLISHED"
    case .synSent: "SYN_SENT"
    case .synReceived: "SYN_RECV"
    case .finWait1: "FIN_WAIT1"
    case .finWait2: "FIN_WAIT2"
    case .timeWait: "TIME_WAIT"
    case .closed: "CLOSE"
    case .closeWait: "CLOSE_WAIT"
    case .lastACK: "LAST_ACK"
    case .listen: "LISTEN"
    case .closing: "CLOSING"
    case .newSynReceived: "NEW_SYN_RECV"
    }
  }

  /// Whether the peer's FIN has arrived in this state.
  public var peerHasClosed: Bool {
    switch self {
    case .closeWait, .lastACK, .closing, .timeWait: true
    default: false
    }
  }

  /// Whether this end has sent its own FIN in this state.
  public var hasSentFIN: Bool {
    switch self {
    case .finWait1, .finWait2, .closing, .lastACK, .timeWait: true
    default: false
    }
  }
}
