import CLinux
import Glibc

/// A network namespace; it lives at least as long as this value (network_namespaces(7)).
public struct NetworkNamespace: ~Copyable, Sendable {
  public let descriptor: FileDescriptor
  /// Its number in the nsfs file system: what the kernel's events name it by.
  public let inode: UInt64

  /// The namespace that ip-netns(8) calls `name`.
  public init(named name: String) throws(LinuxError) {
    let operation = "open network namespace \(name)"
    guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
      throw LinuxError(operation: operation, errno: EINVAL)
    }
    try self.init(path: "/run/netns/\(name)", operation: operation)
  }

  /// The namespace that a process is in.
  public init(ofProcess pid: Int32) throws(LinuxError) {
    try self.init(
      path: "/proc/\(pid)/ns/net", operation: "open the network namespace of process \(pid)")
  }

  public init(path: String) throws(LinuxError) {
    try self.init(path: path, operation: "open network namespace \(path)")
  }

  private init(path: String, operation: String) throws(LinuxError) {
    try self.init(FileDescriptor.open(path, operation: operation), operation: operation)
  }

  /// Takes over an open namespace file.
  public init(
    _ descriptor: consuming FileDescriptor, operation: String = "use a network namespace"
  ) throws(LinuxError) {
    let number = descriptor.number
    // ENOTTY, "not a namespace", would read as a failure of a terminal.
    guard linux_namespace_type(number) == CLONE_NEWNET else {
      throw LinuxError(operation: "\(operation), which is another kind of file", errno: EINVAL)
    }
    var status = stat()
    try Syscall.run(operation) { fstat(number, &status) }
    inode = UInt64(status.st_ino)
    self.descriptor = descriptor
  }

  /// A namespace without a name, empty but for its loopback link; it vanishes with its last user.
  public static func anonymous() throws(LinuxError) -> NetworkNamespace {
    try DedicatedThread.run { () throws(LinuxError) in
      try Syscall.run("create a network namespace") { linux_unshare(CLONE_NEWNET) }
      return try NetworkNamespace(path: "/proc/thread-self/ns/net")
    }
  }

  /// Moves the calling thread, and no other, into the namespace for good.
  public func enter() throws(LinuxError) {
    try Syscall.run("enter a network namespace") { linux_setns(descriptor.number, CLONE_NEWNET) }
  }

  /// Runs `body` inside the namespace, on a thread of its own.
  public func run<Result: ~Copyable>(
    _ body: () throws(LinuxError) -> Result
  ) throws(LinuxError) -> Result {
    try DedicatedThread.run { () throws(LinuxError) in
      try enter()
      return try body()
    }
  }
}
