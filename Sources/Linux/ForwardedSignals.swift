import CLinux
import Glibc

/// The signals that a program passes on to another that it runs: SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1,
/// SIGUSR2 (signalfd(2)).
public struct ForwardedSignals: ~Copyable {
  private let file: FileDescriptor

  /// From here on these signals no longer end the process; SIGPIPE is ignored.
  public init() throws(LinuxError) {
    signal(SIGPIPE, SIG_IGN)
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2] { sigaddset(&set, number) }
    try Syscall.check("block signals", pthread_sigmask(SIG_BLOCK, &set, nil))
    let number = try Syscall.run("wait for signals") {
      signalfd(-1, &set, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
    }
    file = FileDescriptor(owning: number)
  }

  /// Readable once such a signal has come; it must not be closed.
  public var descriptor: Int32 { file.number }

  /// The signals that have come from other processes.
  ///
  /// Those of the terminal (si_code SI_KERNEL, sigaction(2)) are left out: they went to the whole process
  /// group, the other program too.
  public func take() -> [Int32] {
    var numbers: [Int32] = []
    var record = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    while read(file.number, &record, size) == size {
      if record.ssi_code <= 0 { numbers.append(Int32(record.ssi_signo)) }
    }
    return numbers
  }
}
