import Facts

/// A kernel release by its first two numbers: what it can tell of resets.
public struct EmulatedKernel: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let version: KernelVersion

  public init(_ major: Int, _ minor: Int) { version = KernelVersion(major, minor) }

  /// "6.8", and what follows it as in "6.8.0-31-generic".
  public init?(_ text: String) {
    guard let version = KernelVersion(release: text) else { return nil }
    self.version = version
  }

  public var description: String { version.description }

  public static func < (left: Self, right: Self) -> Bool { left.version < right.version }

  /// Commit b533fb9 and its siblings: a reason in `tcp_send_reset`, which until then fired for full sockets
  /// only, so neither for a closed port nor in TIME_WAIT.
  var givesReasons: Bool { self >= EmulatedKernel(6, 10) }
  /// Commits edc92b4 to c026c65: a reason for resets that answer nothing, too.
  var givesActiveReasons: Bool { self >= EmulatedKernel(6, 12) }
  /// `bpf_dynptr_from_skb` in programs on BTF tracepoints.
  var showsPayload: Bool { self >= EmulatedKernel(6, 12) }
  /// Commit a11a791: the drop reason TCP_LISTEN_OVERFLOW.
  var namesOverflow: Bool { self >= EmulatedKernel(6, 15) }
  /// The tracepoint `tcp_sendmsg_locked`.
  var showsSaid: Bool { self >= EmulatedKernel(6, 16) }

  /// What this kernel would have told of the reset; nil where it says nothing of such a one.
  func telling(_ reset: SentReset) -> SentReset? {
    var reset = reset
    if !givesReasons {
      guard reset.socket != nil || reset.fromListener else { return nil }
      reset.reason = nil
    } else if !givesActiveReasons, !reset.isAnswer {
      reset.reason = "NOT_SPECIFIED"
    }
    return reset
  }
}
