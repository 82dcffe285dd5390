import Glibc

/// A regular file that grows at its end only, one record after another (open(2), O_APPEND).
///
/// What one call appends is there whole or not at all, as far as other readers and a killed writer are
/// concerned. Symbolic links are not followed.
public struct AppendedFile: ~Copyable, Sendable {
  private let file: FileDescriptor
  private let path: String

  /// Whether the file must, may or must not exist.
  public enum Presence: Sendable { case existing, either, absent }

  public init(_ path: String, _ presence: Presence) throws(LinuxError) {
    let creation =
      switch presence {
      case .existing: Int32(0)
      case .either: O_CREAT
      case .absent: O_CREAT | O_EXCL
      }
    let number = try Syscall.run("open \(path)") {
      Glibc.open(path, O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | creation, 0o600)
    }
    file = FileDescriptor(owning: number)
    self.path = path
  }

  /// Its length in bytes and when it was written last, in nanoseconds since 1970.
  public func status() throws(LinuxError) -> (size: Int, modified: Int64) {
    var status = stat()
    try Syscall.run("look at \(path)") { fstat(file.number, &status) }
    return (
      Int(status.st_size),
      Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    )
  }

  /// Adds all of `bytes` with one write(2), or nothing: what a full disk took of them is removed again.
  public func append(_ bytes: [UInt8]) throws(LinuxError) {
    let size = try status().size
    var written = 0
    do throws(LinuxError) {
      // A disk that is filling up takes a part, and only the next call says why not more.
      while written < bytes.count { written += try write(bytes[written...]) }
    } catch {
      if written > 0 { try? truncate(to: size) }
      throw error
    }
  }

  private func write(_ bytes: ArraySlice<UInt8>) throws(LinuxError) -> Int {
    try Syscall.run("write \(path)") {
      bytes.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress, $0.count) }
    }
  }

  public func truncate(to size: Int) throws(LinuxError) {
    try Syscall.run("shorten \(path)") { ftruncate(file.number, off_t(size)) }
  }

  /// Up to `count` bytes from `offset` on.
  public func read(from offset: Int, upTo count: Int) throws(LinuxError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let length = try Syscall.run("read \(path)") {
      pread(file.number, &bytes, count, off_t(offset))
    }
    return Array(bytes.prefix(length))
  }

  /// Takes the file's lock until this value goes; false where another open file has it (flock(2)).
  public func lock() throws(LinuxError) -> Bool {
    do throws(LinuxError) {
      try Syscall.run("lock \(path)") { flock(file.number, LOCK_EX | LOCK_NB) }
      return true
    } catch {
      guard error.errno == EWOULDBLOCK else { throw error }
      return false
    }
  }
}
