import Glibc

extension FileDescriptor {
  /// Bytes of the file; nil where it is not a regular one.
  public var size: Int64? {
    var status = stat()
    guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(status.st_size)
  }

  /// Standard input, on a descriptor of its own.
  public static func standardInput() throws(LinuxError) -> FileDescriptor {
    let copy = try Syscall.run("read standard input") { fcntl(0, F_DUPFD_CLOEXEC, 0) }
    return FileDescriptor(owning: copy)
  }
}
