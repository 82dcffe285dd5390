import Glibc

/// A name that one holder at a time has among the processes of a network namespace, until the holder ends.
///
/// It is an abstract socket address (unix(7)): the kernel takes it back however the process ends, and there is no
/// file that could be left.
public struct HeldName: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  private init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// Takes a name of at most 100 bytes; nil where somebody has it.
  public static func take(_ name: String) throws(LinuxError) -> HeldName? {
    let type = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = FileDescriptor(
      owning: try Syscall.run("create a socket") { socket(AF_UNIX, type, 0) })
    do throws(LinuxError) {
      try Syscall.run("hold the name \(name)") { bind(descriptor.number, name) }
    } catch {
      if error.errno == EADDRINUSE { return nil }
      throw error
    }
    return HeldName(descriptor)
  }

  private static func bind(_ descriptor: Int32, _ name: String) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)!
    // A zero byte before the name is what makes it abstract.
    let bytes = [0] + Array(name.utf8.prefix(100))
    withUnsafeMutableBytes(of: &address) {
      UnsafeMutableRawBufferPointer(rebasing: $0[offset...]).copyBytes(from: bytes)
    }
    return withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(descriptor, $0, socklen_t(offset + bytes.count))
      }
    }
  }
}
