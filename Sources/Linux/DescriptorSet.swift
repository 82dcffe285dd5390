import CLinux

/// Several descriptors that can be waited for as one (epoll(7)); it owns none of them.
public struct DescriptorSet: ~Copyable, Sendable {
  private let file: FileDescriptor

  public init() throws(LinuxError) {
    file = FileDescriptor(
      owning: try Syscall.run("create an epoll instance") { linux_epoll_create() })
  }

  /// Readable while one of the set is; it must not be closed.
  public var descriptor: Int32 { file.number }

  /// Adds a descriptor; it leaves the set when it is closed.
  public func add(_ number: Int32) throws(LinuxError) {
    try Syscall.run("wait for a descriptor") { linux_epoll_add(file.number, number) }
  }
}

/// A clock that makes its descriptor readable again and again (timerfd_create(2)).
public struct IntervalTimer: ~Copyable, Sendable {
  private let file: FileDescriptor

  public init(every interval: Duration) throws(LinuxError) {
    let file = FileDescriptor(
      owning: try Syscall.run("create a timer") { linux_timer_create() })
    let (seconds, attoseconds) = interval.components
    let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    try Syscall.run("start a timer") { linux_timer_start(file.number, nanoseconds) }
    self.file = file
  }

  /// Readable once the time is over; it must not be closed.
  public var descriptor: Int32 { file.number }

  /// Whether the time was over since this was last asked.
  public func hasElapsed() throws(LinuxError) -> Bool {
    do throws(LinuxError) { return try !file.read(upTo: 8).isEmpty } catch {
      if error.wouldWait { return false }
      throw error
    }
  }
}
