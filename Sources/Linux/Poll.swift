import Glibc

/// Waiting for descriptors and for time.
public enum Poll {
  /// What a wait for one descriptor ended in.
  public enum Result: Sendable { case ready, timedOut, abandoned }

  /// The events of poll(2) that a wait ends at.
  public enum Event: Sendable {
    case readable, writable, hangUp

    var mask: Int16 {
      switch self {
      case .readable: Int16(POLLIN)
      case .writable: Int16(POLLOUT)
      case .hangUp: 0
      }
    }
  }

  /// Waits until `descriptor` is ready, or `limit` has passed, or the peer of `watched` has gone.
  public static func wait(
    for event: Event, on descriptor: borrowing FileDescriptor, limit: Duration,
    unlessClosed watched: Int32 = -1
  ) throws(LinuxError) -> Result {
    var entries = [
      pollfd(fd: descriptor.number, events: event.mask, revents: 0),
      pollfd(fd: watched, events: 0, revents: 0),
    ]
    guard try poll(&entries, limit: limit) else { return .timedOut }
    return entries[1].revents != 0 ? .abandoned : .ready
  }

  /// Which of `descriptors` can be read or have been hung up, waiting up to `limit` for one.
  public static func readable(
    _ descriptors: [Int32], limit: Duration
  ) throws(LinuxError) -> [Bool] {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = try poll(&entries, limit: limit)
    return entries.map { $0.revents != 0 }
  }

  /// Lets `duration` pass.
  public static func sleep(_ duration: Duration) throws(LinuxError) {
    var none: [pollfd] = []
    _ = try poll(&none, limit: duration)
  }

  /// Whether anything happened within `limit`; a signal does not shorten it.
  private static func poll(
    _ entries: inout [pollfd], limit: Duration
  ) throws(LinuxError) -> Bool {
    let end = ContinuousClock.now + limit
    while true {
      let left = Int32(clamping: (end - ContinuousClock.now).wholeMilliseconds)
      let count = try Syscall.interruptible("poll") {
        Glibc.poll(&entries, nfds_t(entries.count), left)
      }
      if let count, count > 0 { return true }
      if left == 0 { return false }
    }
  }
}

extension Duration {
  /// Rounded up, and 0 for a time that has passed.
  fileprivate var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    return max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
