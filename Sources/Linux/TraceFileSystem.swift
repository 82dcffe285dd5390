import CLinux
import Glibc

/// The kernel's tracing files: tracefs, where it is mounted, else a mount that only this process sees
/// (Documentation/trace/ftrace.rst).
///
/// Needs root; to mount it, CAP_SYS_ADMIN.
public struct TraceFileSystem: ~Copyable, Sendable {
  /// The folder that `events` and `instances` are in; valid while this value lives.
  public let path: String
  private let mount: FileDescriptor?

  private static let mountPoints = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"]

  public init() throws(LinuxError) {
    if let place = Self.mountPoints.first(where: { access("\($0)/trace_clock", F_OK) == 0 }) {
      path = place
      mount = nil
      return
    }
    let mount = try Self.privateMount()
    path = "/proc/self/fd/\(mount.number)"
    self.mount = consume mount
  }

  /// A mount that is in no folder and ends with its descriptor (fsmount(2), Linux 5.2).
  private static func privateMount() throws(LinuxError) -> FileDescriptor {
    let operation = "mount tracefs, which is not mounted at \(mountPoints[0])"
    let context = FileDescriptor(
      owning: Int32(try Syscall.run(operation) { linux_fsopen("tracefs") }))
    try Syscall.run(operation) { linux_fsconfig_create(context.number) }
    return FileDescriptor(
      owning: Int32(try Syscall.run(operation) { linux_fsmount(context.number) }))
  }

  /// The text of one of its files, by its path below `path`.
  public func read(_ file: String) throws(LinuxError) -> String {
    let file = try FileDescriptor.open("\(path)/\(file)", operation: "read tracefs file \(file)")
    return String(decoding: try file.readAll(), as: UTF8.self)
  }
}

/// A tracing instance of this process: its own buffers and its own choice of events, apart from everybody
/// else's; it is removed with its owner.
public struct TraceInstance: ~Copyable, Sendable {
  private let path: String

  /// What all names begin with; the process's number follows, and a number of its own for each but the first.
  private static let prefix = "whyreset-"

  /// Creates it, and removes those that killed processes left behind.
  public init(in system: borrowing TraceFileSystem) throws(LinuxError) {
    let folder = "\(system.path)/instances"
    Self.removeAbandoned(in: folder)
    let name = "\(Self.prefix)\(getpid())"
    self.path = try Self.create(name, in: folder)
  }

  /// One process may watch several times.
  private static func create(_ name: String, in folder: String) throws(LinuxError) -> String {
    for number in 1..<64 {
      let path = number == 1 ? "\(folder)/\(name)" : "\(folder)/\(name)-\(number)"
      do throws(LinuxError) {
        try Syscall.run("create tracing instance \(name)") { mkdir(path, 0o700) }
        return path
      } catch  where error.errno == EEXIST {}
    }
    throw LinuxError(operation: "create tracing instance \(name)", errno: EEXIST)
  }

  deinit { rmdir(path) }

  /// The kernel refuses (EBUSY) to remove an instance of which a file is open.
  private static func removeAbandoned(in folder: String) {
    for name in (try? Directory.entries(folder)) ?? [] where name.hasPrefix(prefix) {
      guard let pid = Int32(name.dropFirst(prefix.count).prefix { $0 != "-" }) else { continue }
      if kill(pid, 0) != 0 { rmdir("\(folder)/\(name)") }
    }
  }

  /// Writes a setting, `trace_clock` or `events/tcp/enable`.
  public func set(_ file: String, _ value: String) throws(LinuxError) {
    let operation = "set tracefs file \(file) to \(value)"
    let target = try FileDescriptor.open("\(path)/\(file)", for: .writing, operation: operation)
    do throws(LinuxError) { try target.writeAll(Array(value.utf8)) } catch {
      throw LinuxError(operation: operation, errno: error.errno)
    }
  }

  public func read(_ file: String) throws(LinuxError) -> String {
    let source = try FileDescriptor.open("\(path)/\(file)", operation: "read tracefs file \(file)")
    return String(decoding: try source.readAll(), as: UTF8.self)
  }

  /// The numbers of the processors that have a buffer.
  public func processors() throws(LinuxError) -> [Int] {
    try Directory.entries("\(path)/per_cpu").compactMap {
      $0.hasPrefix("cpu") ? Int($0.dropFirst(3)) : nil
    }.sorted()
  }

  /// The buffer of one processor, to be read a sub-buffer at a time; reading does not block.
  public func rawPipe(of processor: Int) throws(LinuxError) -> FileDescriptor {
    let name = "\(path)/per_cpu/cpu\(processor)/trace_pipe_raw"
    let number = try Syscall.run("open the trace buffer of processor \(processor)") {
      Glibc.open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    }
    return FileDescriptor(owning: number)
  }
}

extension FileDescriptor {
  /// Up to `count` bytes; nil where there are none for the moment (EAGAIN).
  public func readIfReady(upTo count: Int) throws(LinuxError) -> [UInt8]? {
    do throws(LinuxError) { return try read(upTo: count) } catch {
      if error.wouldWait { return nil }
      throw error
    }
  }
}
