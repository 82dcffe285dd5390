import Glibc

/// An open file of this process; it is closed with its owner.
public struct FileDescriptor: ~Copyable, Sendable {
  /// The number by which system calls know it; valid while the owner lives.
  public let number: Int32

  /// Takes over a descriptor that nobody else will close.
  public init(owning number: Int32) { self.number = number }

  deinit { close(number) }

  /// What a file is opened for.
  public enum Access: Sendable {
    case reading
    /// A file that exists.
    case writing
    /// A file that does not exist yet; only its owner may read it.
    case creating
    /// A file that is emptied, or made for all whom umask(2) lets.
    case replacing

    fileprivate var flags: Int32 {
      switch self {
      case .reading: O_RDONLY
      case .writing: O_WRONLY
      case .creating: O_WRONLY | O_CREAT | O_EXCL
      case .replacing: O_WRONLY | O_CREAT | O_TRUNC
      }
    }

    fileprivate var permissions: mode_t { if case .replacing = self { 0o666 } else { 0o600 } }
  }

  /// Opens the file at `path`; an error names it, or says `operation` in its place.
  public static func open(
    _ path: String, for access: Access = .reading, operation: String? = nil
  ) throws(LinuxError) -> FileDescriptor {
    let number = try Syscall.run(operation ?? "open \(path)") {
      Glibc.open(path, access.flags | O_CLOEXEC, access.permissions)
    }
    return FileDescriptor(owning: number)
  }

  /// Another descriptor of the same open file.
  public func duplicate() throws(LinuxError) -> FileDescriptor {
    let copy = try Syscall.run("duplicate a descriptor") { fcntl(number, F_DUPFD_CLOEXEC, 0) }
    return FileDescriptor(owning: copy)
  }

  /// Up to `count` bytes; none at the end of the file.
  public func read(upTo count: Int) throws(LinuxError) -> [UInt8] {
    var failure: LinuxError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(LinuxError) {
        filled = try Syscall.run("read") { Glibc.read(number, buffer.baseAddress, count) }
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Every byte up to the end of the file.
  public func readAll() throws(LinuxError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let chunk = try read(upTo: 16384)
      if chunk.isEmpty { return bytes }
      bytes += chunk
    }
  }

  /// Writes every byte, in as many calls as that takes.
  public func writeAll(_ bytes: [UInt8]) throws(LinuxError) {
    var written = 0
    while written < bytes.count {
      written += try Syscall.run("write") {
        bytes.withUnsafeBytes {
          Glibc.write(number, $0.baseAddress! + written, bytes.count - written)
        }
      }
    }
  }

  /// Gives the file this size; what was not written reads as zeros and takes no room.
  public func extend(to size: Int) throws(LinuxError) {
    try Syscall.run("set a file's size") { ftruncate(number, size) }
  }
}
