import Glibc

/// Small files that a crash, of this process or of the host, leaves whole: as they were, or as they were to be.
public enum DurableFile {
  /// Bytes and permission bits of a file.
  public struct Contents: Hashable, Sendable {
    public var bytes: [UInt8]
    public var mode: UInt32

    public init(bytes: [UInt8], mode: UInt32) {
      self.bytes = bytes
      self.mode = mode
    }
  }

  /// What is at `path`; nil where nothing is. A link, a folder or a device is refused, and so is a file of
  /// more than `limit` bytes.
  public static func read(_ path: String, limit: Int = 1 << 20) throws(LinuxError) -> Contents? {
    guard let number = try opened(path) else { return nil }
    let file = FileDescriptor(owning: number)
    var status = stat()
    try Syscall.run("look at \(path)") { fstat(file.number, &status) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .invalid("read \(path), which is not a regular file")
    }
    let bytes = try file.read(upTo: limit + 1)
    guard bytes.count <= limit else { throw .tooLarge("read \(path)") }
    return Contents(bytes: bytes, mode: status.st_mode & 0o7777)
  }

  /// A link, and a device that would wait, are not followed.
  private static func opened(_ path: String) throws(LinuxError) -> Int32? {
    do throws(LinuxError) {
      return try Syscall.run("open \(path)") {
        open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
      }
    } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  /// Puts a new file in the place of `path` in one step, by way of `temporary` in the same folder, and
  /// waits until the disk has both (fsync(2), rename(2)).
  public static func replace(
    _ path: String, with contents: Contents, temporary: String
  ) throws(LinuxError) {
    do throws(LinuxError) {
      try write(contents, to: temporary)
      try Syscall.run("rename \(temporary)") { rename(temporary, path) }
    } catch {
      unlink(temporary)
      throw error
    }
    try synchronizeFolder(of: path)
  }

  /// Removes a file for good; one that is not there is no failure.
  public static func remove(_ path: String) throws(LinuxError) {
    do throws(LinuxError) {
      try Syscall.run("remove \(path)") { unlink(path) }
    } catch {
      if error.isAbsence { return }
      throw error
    }
    try synchronizeFolder(of: path)
  }

  private static func write(_ contents: Contents, to path: String) throws(LinuxError) {
    // A killed predecessor may have left one; O_EXCL makes sure that it is not somebody's link.
    unlink(path)
    let number = try Syscall.run("create \(path)") {
      open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    let file = FileDescriptor(owning: number)
    do throws(LinuxError) { try file.writeAll(contents.bytes) } catch {
      throw LinuxError(operation: "write \(path)", errno: error.errno)
    }
    // umask(2) does not bend what fchmod(2) sets.
    try Syscall.run("set the mode of \(path)") { fchmod(number, contents.mode) }
    try Syscall.run("write \(path) to the disk") { fsync(number) }
  }

  private static func synchronizeFolder(of path: String) throws(LinuxError) {
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    let number = try Syscall.run("open \(folder)") {
      open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    let file = FileDescriptor(owning: number)
    try Syscall.run("write \(folder) to the disk") { fsync(file.number) }
  }
}
