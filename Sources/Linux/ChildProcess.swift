import CLinux
import Glibc

/// A program that this process started; it is killed and reaped with its owner. With its own end, all
/// that it left running in its process group ends too.
///
/// It leads a process group of its own, so that Ctrl-C at a terminal does not reach it, and starts
/// with no signal blocked, ignored or handled.
public struct ChildProcess: ~Copyable, Sendable {
  /// How a process ended (wait(2)).
  public enum Ending: Hashable, Sendable {
    case exited(code: Int32)
    case signalled(Int32)
  }

  /// SIGKILL.
  public static let killSignal = Glibc.SIGKILL

  public let pid: Int32
  private let handle: FileDescriptor
  private var ending: Ending?

  /// Starts `arguments[0]`, a path, with exactly the descriptors of `descriptors` besides output and
  /// error: the child's number is the key. Its input is empty.
  public init(_ arguments: [String], descriptors: [Int32: Int32] = [:]) throws(LinuxError) {
    let pid = try SpawnRequest(arguments, descriptors: descriptors).spawn()
    do throws(LinuxError) {
      let handle = try Syscall.run("watch process \(pid)") { linux_pidfd_open(pid) }
      self.handle = FileDescriptor(owning: handle)
      self.pid = pid
    } catch {
      Self.killAndReap(pid)
      throw error
    }
  }

  deinit { if ending == nil { Self.killAndReap(pid) } }

  /// Ends a process group whose leader was not waited for, so that its number is still its own.
  @discardableResult
  private static func killAndReap(_ pid: Int32) -> Int32 {
    Glibc.kill(-pid, SIGKILL)
    var status: Int32 = 0
    _ = try? Syscall.run("wait for process \(pid)") { waitpid(pid, &status, 0) }
    return status
  }

  /// Sends a signal to the program alone, not to what it started.
  public func signal(_ number: Int32) throws(LinuxError) {
    guard ending == nil else { return }
    try Syscall.run("send signal \(number) to process \(pid)") { Glibc.kill(pid, number) }
  }

  /// Kills the program and every process of its group.
  public func killGroup() { if ending == nil { Glibc.kill(-pid, SIGKILL) } }

  /// Lets the program go on when its owner is gone.
  public mutating func leave() { if ending == nil { ending = .exited(code: 0) } }

  /// How the program ended, waiting up to `limit` for that; nil while it runs.
  public mutating func wait(limit: Duration) throws(LinuxError) -> Ending? {
    if let ending { return ending }
    guard try Poll.wait(for: .readable, on: handle, limit: limit) == .ready else { return nil }
    let status = Self.killAndReap(pid)
    let signal = status & 0x7f
    ending = signal == 0 ? .exited(code: (status >> 8) & 0xff) : .signalled(signal)
    return ending
  }
}

/// What posix_spawn(3) is told.
private struct SpawnRequest: ~Copyable {
  private let arguments: [String]
  private let descriptors: [Int32: Int32]

  init(_ arguments: [String], descriptors: [Int32: Int32]) {
    self.arguments = arguments
    self.descriptors = descriptors
  }

  consuming func spawn() throws(LinuxError) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let input = try Self.emptyInput()
    let sources = try Self.movedUp(descriptors.merging([STDIN_FILENO: input.number]) { $1 })
    defer { for source in sources.values { close(source) } }
    for (target, source) in sources {
      posix_spawn_file_actions_adddup2(&actions, source, target)
    }
    return try spawn(&actions)
  }

  /// A pipe that nobody writes to: a tree without /dev/null has no other file at its end.
  private static func emptyInput() throws(LinuxError) -> FileDescriptor {
    var ends: [Int32] = [-1, -1]
    try Syscall.run("create a pipe") { linux_pipe(&ends) }
    close(ends[1])
    return FileDescriptor(owning: ends[0])
  }

  /// Copies above every target number, so that no dup2 overwrites the source of another.
  private static func movedUp(
    _ descriptors: [Int32: Int32]
  ) throws(LinuxError) -> [Int32: Int32] {
    var copies: [Int32: Int32] = [:]
    let above = (descriptors.keys.max() ?? 0) + 1
    for (target, source) in descriptors {
      let copy = try Syscall.run("duplicate a descriptor") { fcntl(source, F_DUPFD_CLOEXEC, above) }
      copies[target] = copy
    }
    return copies
  }

  private func spawn(
    _ actions: inout posix_spawn_file_actions_t
  ) throws(LinuxError) -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: Int32 = 0
    try Syscall.check(
      "start \(arguments[0])",
      posix_spawn(&pid, arguments[0], &actions, &attributes, &words, environ))
    return pid
  }
}
