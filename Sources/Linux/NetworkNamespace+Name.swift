import Glibc

extension NetworkNamespace {
  private static let folder = "/run/netns"
  /// MS_BIND and MNT_DETACH (linux/mount.h, linux/fs.h).
  private static let bind: UInt = 4096
  private static let detach: Int32 = 2

  /// Gives the namespace a name in the way of ip-netns(8): it then stays without a process.
  ///
  /// Needs CAP_SYS_ADMIN.
  public func keep(as name: String) throws(LinuxError) {
    let path = "\(Self.folder)/\(name)"
    try Directory.create("/run")
    try Directory.create(Self.folder)
    _ = try FileDescriptor.open(path, for: .creating)
    do throws(LinuxError) {
      try Syscall.run("keep a network namespace as \(name)") {
        mount("/proc/self/fd/\(descriptor.number)", path, nil, Self.bind, nil)
      }
    } catch {
      try? Directory.removeFile(path)
      throw error
    }
  }

  /// The names of those that were kept under a name that begins so.
  public static func kept(withPrefix prefix: String) -> [String] {
    ((try? Directory.entries(folder)) ?? []).filter { $0.hasPrefix(prefix) }.sorted()
  }

  /// Takes the name back; the namespace goes with its last user.
  public static func forget(_ name: String) throws(LinuxError) {
    let path = "\(folder)/\(name)"
    // One that was not mounted is a file that was left behind.
    _ = try? Syscall.run("unmount \(path)") { umount2(path, Self.detach) }
    try Directory.removeFile(path)
  }
}
