import CLinux
import Glibc

/// A program that was started to outlive this one: in a session of its own, without a terminal, so that
/// neither Ctrl-C nor a hangup reaches it (setsid(2)).
///
/// Two pipes join the two: the program sees the end of the first when this process has gone; this process
/// hears on the second.
public struct DetachedProcess: ~Copyable {
  public let pid: Int32
  private let toProgram: FileDescriptor
  private let fromProgram: FileDescriptor

  /// The numbers of the pipes' ends in the program.
  public static let input: Int32 = 3
  public static let output: Int32 = 4

  public init(_ arguments: [String]) throws(LinuxError) {
    let down = try Self.pipe()
    let up = try Self.pipe()
    let pid = try Self.spawn(arguments, input: down.read.number, output: up.write.number)
    self.pid = pid
    toProgram = down.write
    fromProgram = up.read
  }

  /// Waits for its first byte; false where it ended or was silent for `limit`.
  public func isReady(within limit: Duration) throws(LinuxError) -> Bool {
    guard try Poll.wait(for: .readable, on: fromProgram, limit: limit) == .ready else {
      return false
    }
    return try !fromProgram.read(upTo: 1).isEmpty
  }

  /// Tells it one byte.
  public func tell() throws(LinuxError) { try toProgram.writeAll([1]) }

  private struct Ends: ~Copyable {
    let read: FileDescriptor
    let write: FileDescriptor
  }

  private static func pipe() throws(LinuxError) -> Ends {
    var ends: [Int32] = [-1, -1]
    try Syscall.run("create a pipe") { linux_pipe(&ends) }
    return Ends(read: FileDescriptor(owning: ends[0]), write: FileDescriptor(owning: ends[1]))
  }

  private static func spawn(
    _ arguments: [String], input: Int32, output: Int32
  ) throws(LinuxError) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    Self.prepare(&actions, input: input, output: output)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID is 0x80 (spawn.h); Glibc's module hides it behind _GNU_SOURCE.
    posix_spawnattr_setflags(&attributes, 0x80)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: Int32 = 0
    try Syscall.check(
      "start \(arguments[0])",
      posix_spawn(&pid, arguments[0], &actions, &attributes, &words, environ))
    return pid
  }

  private static func prepare(
    _ actions: inout posix_spawn_file_actions_t, input: Int32, output: Int32
  ) {
    for stream in 0...2 as ClosedRange<Int32> {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    // By way of higher numbers: the pipes' own may be 3 and 4 the other way round.
    posix_spawn_file_actions_adddup2(&actions, input, 198)
    posix_spawn_file_actions_adddup2(&actions, output, 199)
    posix_spawn_file_actions_adddup2(&actions, 198, Self.input)
    posix_spawn_file_actions_adddup2(&actions, 199, Self.output)
    posix_spawn_file_actions_addclose(&actions, 198)
    posix_spawn_file_actions_addclose(&actions, 199)
  }
}
