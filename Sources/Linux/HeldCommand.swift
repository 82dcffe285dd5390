import CLinux
import Glibc

/// A program that was started for someone else and waits until it may become the command that was asked
/// for: with the same number, and with this process's own streams, process group, signals and limits.
///
/// What is started is a program that calls `Holder.run`. If this process ends first, it ends without
/// having run the command; once released, the command outlives this value.
public struct HeldCommand: ~Copyable {
  /// Its number, that of the command too.
  public let pid: Int32
  private let handle: FileDescriptor
  private let channel: MessageChannel

  /// Starts a holder: a path, and its arguments for a channel of that number.
  ///
  /// Signals that are blocked or ignored by now would be so for the command.
  public init(_ path: String, arguments: (Int32) -> [String]) throws(LinuxError) {
    let pair = try MessageChannel.Pair()
    let far = pair.far.descriptor.number
    let pid = try Self.spawn(path, arguments(far), inheriting: far)
    let handle = try Syscall.run("watch process \(pid)") { linux_pidfd_open(pid) }
    self.pid = pid
    self.handle = FileDescriptor(owning: handle)
    channel = pair.keepNear()
  }

  /// Readable once it has ended; it must not be closed.
  public var descriptor: Int32 { handle.number }

  /// Lets it become the command; what was in the way, or nil.
  public func release() -> String? {
    do throws(LinuxError) {
      try channel.send([1])
      // Closed by the kernel as the command begins, or with a holder that a signal has ended.
      guard let message = try channel.receive() else { return nil }
      return String(decoding: message, as: UTF8.self)
    } catch { return nil }
  }

  public func signal(_ number: Int32) { kill(pid, number) }

  /// The exit status of a shell for the way it ended, 128 and the number of a signal; nil while it runs.
  public func status() throws(LinuxError) -> Int32? {
    var status: Int32 = 0
    let pid = pid
    guard try Syscall.run("wait for process \(pid)", { waitpid(pid, &status, WNOHANG) }) == pid
    else { return nil }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  private static func spawn(
    _ path: String, _ arguments: [String], inheriting descriptor: Int32
  ) throws(LinuxError) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Onto itself: the number stays, only close-on-exec goes (posix_spawn(3p), adddup2).
    posix_spawn_file_actions_adddup2(&actions, descriptor, descriptor)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: Int32 = 0
    try Syscall.check(
      "start \(path)", posix_spawn(&pid, path, &actions, nil, &words, environ))
    return pid
  }
}

/// The other side of `HeldCommand`, in the process that becomes the command.
public enum Holder {
  /// Waits for the release, prepares, and replaces this program by the command, which is looked for as a
  /// shell does; ends the process with the status of a shell for a command that cannot be run.
  public static func run(
    _ command: [String], channel number: Int32, prepare: () throws(LinuxError) -> Void
  ) -> Never {
    let channel = MessageChannel(FileDescriptor(owning: number))
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    guard let released = try? channel.receive(), !released.isEmpty else { _exit(1) }
    let failure: LinuxError
    do throws(LinuxError) {
      try prepare()
      var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
      try Syscall.run("run \(command[0])") { execvp(command[0], &words) }
      _exit(0)
    } catch { failure = error }
    try? channel.send(Array("\(failure)".utf8))
    _exit(failure.isAbsence ? 127 : 126)
  }
}
