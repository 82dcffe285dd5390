import Glibc

/// The open descriptors of processes (proc_pid_fd(5)).
public enum OpenFiles {
  /// How many a process has; nil where it is gone or may not be looked at.
  public static func count(of pid: Int32) -> Int? {
    var status = stat()
    // Since Linux 6.2 (commit f1f1f2569901) the folder's size is their number.
    if stat("/proc/\(pid)/fd", &status) == 0, status.st_size > 0 { return Int(status.st_size) }
    return try? Directory.entries("/proc/\(pid)/fd").count
  }

  /// The soft limit on their number (RLIMIT_NOFILE), from /proc/PID/limits.
  public static func limit(of pid: Int32) -> Int? {
    guard let bytes = try? FileDescriptor.open("/proc/\(pid)/limits").readAll() else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let name = Array("Max open files".utf8)
    guard let line = lines.first(where: { $0.starts(with: name) }) else { return nil }
    let words = line.dropFirst(name.count).split(separator: UInt8(ascii: " "))
    return words.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
  }

  /// Which of these processes holds each of these sockets, by inode number; the first that does.
  ///
  /// Gives up on a process after `most` descriptors.
  public static func owners(
    of inodes: Set<UInt32>, among pids: [Int32], most: Int = 65536
  ) -> [UInt32: Int32] {
    var owners: [UInt32: Int32] = [:]
    for pid in pids where owners.count < inodes.count {
      for name in ((try? Directory.entries("/proc/\(pid)/fd")) ?? []).prefix(most) {
        guard let inode = socket(pid, name), inodes.contains(inode), owners[inode] == nil else {
          continue
        }
        owners[inode] = pid
      }
    }
    return owners
  }

  /// The socket that a descriptor is of: its link reads `socket:[12345]`.
  private static func socket(_ pid: Int32, _ descriptor: String) -> UInt32? {
    var buffer = [UInt8](repeating: 0, count: 32)
    let length = buffer.withUnsafeMutableBytes {
      readlink(
        "/proc/\(pid)/fd/\(descriptor)", $0.baseAddress!.assumingMemoryBound(to: CChar.self),
        $0.count)
    }
    guard length > 9, buffer.starts(with: "socket:[".utf8) else { return nil }
    return UInt32(String(decoding: buffer[8..<(length - 1)], as: UTF8.self))
  }
}
