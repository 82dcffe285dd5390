import Glibc

/// A user of this host (passwd(5)).
public struct Account: Hashable, Sendable {
  public let uid: UInt32
  public let gid: UInt32
  /// Nil for a number without an entry.
  public let name: String?
  public let home: String?
  public let shell: String?

  /// The user of that number, with a group of the caller's choice.
  public init(uid: UInt32, gid: UInt32) {
    self.uid = uid
    self.gid = gid
    var entry = passwd()
    var buffer = [CChar](repeating: 0, count: 65_536)
    var found: UnsafeMutablePointer<passwd>?
    let size = buffer.count
    let result = buffer.withUnsafeMutableBufferPointer {
      strings -> (name: String?, home: String?, shell: String?) in
      guard getpwuid_r(uid, &entry, strings.baseAddress!, size, &found) == 0, found != nil else {
        return (nil, nil, nil)
      }
      return (
        String(cString: entry.pw_name), String(cString: entry.pw_dir),
        String(cString: entry.pw_shell)
      )
    }
    (name, home, shell) = result
  }

  /// Gives up root for good: this process gets the user's numbers and groups, and no other's.
  public func assume() throws(LinuxError) {
    let operation = "become user \(name ?? String(uid))"
    if let name {
      try Syscall.run(operation) { initgroups(name, gid) }
    } else {
      var only = gid
      try Syscall.run(operation) { setgroups(1, &only) }
    }
    // With root's rights these set the real, effective and saved numbers at once (setuid(2)).
    try Syscall.run(operation) { setgid(gid) }
    try Syscall.run(operation) { setuid(uid) }
    guard uid == 0 || setuid(0) == -1 else { throw LinuxError(operation: operation, errno: EPERM) }
  }
}
