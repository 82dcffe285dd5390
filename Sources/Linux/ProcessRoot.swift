import CLinux
import Glibc

/// The files as a process sees them: `/proc/PID/root`, out of which no symbolic link leads
/// (openat2(2), RESOLVE_IN_ROOT).
public struct ProcessRoot: ~Copyable {
  /// Configuration files that are larger are not read.
  private static let largest: Int64 = 4 << 20

  private let folder: FileDescriptor

  public init(of pid: Int32) throws(LinuxError) {
    folder = try FileDescriptor.open("/proc/\(pid)/root")
  }

  /// The content of a regular file; EFBIG where it is too large, EINVAL where it is of another kind.
  public func read(_ path: String) throws(LinuxError) -> [UInt8] {
    let file = try open(path, O_RDONLY | O_NONBLOCK)
    var status = stat()
    try Syscall.run("look at \(path)") { fstat(file.number, &status) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .invalid("read \(path)") }
    guard status.st_size <= Self.largest else { throw .tooLarge("read \(path)") }
    return try file.readAll()
  }

  /// The paths that a pattern with `*`, `?` and `[…]` matches (glob(7)), in order; the pattern itself where it has none.
  public func paths(matching pattern: String) -> [String] {
    guard pattern.contains(where: { "*?[".contains($0) }) else { return [pattern] }
    var found = [""]
    for part in pattern.split(separator: "/") {
      found = found.flatMap { folder in
        part.contains(where: { "*?[".contains($0) })
          ? matches(String(part), in: folder) : ["\(folder)/\(part)"]
      }
    }
    return found
  }

  private func matches(_ part: String, in folder: String) -> [String] {
    guard let descriptor = try? open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY) else {
      return []
    }
    let names = (try? Directory.entries("/proc/self/fd/\(descriptor.number)")) ?? []
    return names.filter { fnmatch(part, $0, FNM_PERIOD) == 0 }.sorted().map { "\(folder)/\($0)" }
  }

  private func open(_ path: String, _ flags: Int32) throws(LinuxError) -> FileDescriptor {
    let number = try Syscall.run("open \(path)") {
      linux_open_in_root(folder.number, path, UInt64(flags))
    }
    return FileDescriptor(owning: Int32(number))
  }
}
