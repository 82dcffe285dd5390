import Glibc

extension NetworkNamespace {
  /// The calling thread's own.
  public static func current() throws(LinuxError) -> NetworkNamespace {
    try NetworkNamespace(path: "/proc/thread-self/ns/net")
  }

  /// The names that ip-netns(8) has for the namespace of that number.
  public static func names(ofInode inode: UInt64) -> [String] {
    let names = (try? Directory.entries("/run/netns")) ?? []
    return names.filter { name in
      var status = stat()
      return stat("/run/netns/\(name)", &status) == 0 && UInt64(status.st_ino) == inode
    }
  }

  /// What tells the namespace from a later one of the same number (SO_NETNS_COOKIE, Linux 5.14).
  ///
  /// Needs CAP_SYS_ADMIN.
  public func cookie() throws(LinuxError) -> UInt64 {
    try run { () throws(LinuxError) in
      let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
      let socket = FileDescriptor(
        owning: try Syscall.run("open a socket") { Glibc.socket(AF_UNIX, type, 0) })
      var cookie: UInt64 = 0
      var length = socklen_t(8)
      try Syscall.run("read a network namespace's cookie") {
        getsockopt(socket.number, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &length)
      }
      return cookie
    }
  }

  /// The namespace of that number: this process's own, one of a process, one that ip-netns(8) keeps, or one
  /// that this process holds open.
  ///
  /// Fails with ENOENT where there is none, or none that this process may look at.
  public static func find(inode: UInt64) throws(LinuxError) -> NetworkNamespace {
    let own = try current()
    if own.inode == inode { return own }
    for pid in try ProcFS.processes() where ProcFS.networkNamespace(of: pid) == inode {
      if let found = try? NetworkNamespace(ofProcess: pid), found.inode == inode { return found }
    }
    for name in (try? Directory.entries("/run/netns")) ?? [] {
      if let found = try? NetworkNamespace(named: name), found.inode == inode { return found }
    }
    for name in (try? Directory.entries("/proc/self/fd")) ?? [] {
      if let found = try? NetworkNamespace(path: "/proc/self/fd/\(name)"), found.inode == inode {
        return found
      }
    }
    throw LinuxError(operation: "find network namespace [\(inode)]", errno: ENOENT)
  }
}
