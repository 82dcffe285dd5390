import Glibc

extension NetworkNamespace {
  /// The calling thread's own.
  public static func current() throws(LinuxError) -> NetworkNamespace {
    try NetworkNamespace(path: "/proc/thread-self/ns/net")
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
