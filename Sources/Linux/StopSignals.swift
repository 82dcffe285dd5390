import CLinux
import Glibc

/// The signals that ask a program to stop, as a descriptor to wait for (signalfd(2)): SIGINT, SIGTERM, SIGHUP.
public struct StopSignals: ~Copyable {
  private let file: FileDescriptor

  /// From here on these signals no longer end the process; SIGPIPE is ignored, so that a write to a closed
  /// pipe fails with EPIPE.
  public init() throws(LinuxError) {
    signal(SIGPIPE, SIG_IGN)
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
    try Syscall.check("block signals", pthread_sigmask(SIG_BLOCK, &set, nil))
    let number = try Syscall.run("wait for signals") {
      signalfd(-1, &set, Int32(SFD_CLOEXEC))
    }
    file = FileDescriptor(owning: number)
  }

  /// Readable once such a signal has come; it must not be closed.
  public var descriptor: Int32 { file.number }

  /// Whether one has come.
  public var hasArrived: Bool {
    (try? Poll.wait(for: .readable, on: file, limit: .zero)) == .ready
  }
}
