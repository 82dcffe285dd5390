import CLinux
import Glibc

/// A socket that sends whole TCP segments, checksum included (raw(7)); needs CAP_NET_RAW.
public struct RawSocket: ~Copyable {
  private let descriptor: FileDescriptor
  private let family: AddressFamily

  public init(_ family: AddressFamily) throws(LinuxError) {
    let type = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
    let number = try Syscall.run("create a raw socket") {
      socket(Int32(family.rawValue), type, Int32(IPPROTO_TCP))
    }
    descriptor = FileDescriptor(owning: number)
    self.family = family
  }

  /// Sets the TTL, or the hop limit, of what it sends.
  public func setHopLimit(_ hops: Int32) throws(LinuxError) {
    let isIPv4 = family == .ipv4
    try Syscall.run("set a hop limit") {
      withUnsafeBytes(of: hops) {
        setsockopt(
          descriptor.number, Int32(isIPv4 ? IPPROTO_IP : IPPROTO_IPV6),
          isIPv4 ? IP_TTL : IPV6_UNICAST_HOPS, $0.baseAddress, socklen_t($0.count))
      }
    }
  }

  /// Sends one segment; the kernel puts the IP header before it.
  public func send(_ segment: [UInt8], to address: SocketAddress) throws(LinuxError) {
    // raw(7): an IPv6 raw socket takes a port of 0 only.
    let host = SocketAddress(address.family, bits: address.bits, port: 0)
    _ = try Syscall.run("send a raw segment") {
      host.withSocketAddress { pointer, length in
        segment.withUnsafeBytes {
          sendto(descriptor.number, $0.baseAddress, $0.count, 0, pointer, length)
        }
      }
    }
  }
}

extension RawSocket {
  /// Whether a program has such a socket in the calling thread's namespace (/proc/net/raw, whose second
  /// column ends in the protocol).
  public static func existHere() throws(LinuxError) -> Bool {
    for table in ["raw", "raw6"] {
      let file = try FileDescriptor.open("/proc/thread-self/net/\(table)")
      let lines = String(decoding: try file.readAll(), as: UTF8.self).split(separator: "\n")
      if lines.dropFirst().contains(where: isOfTCP) { return true }
    }
    return false
  }

  private static func isOfTCP(_ line: Substring) -> Bool {
    let columns = line.split(separator: " ")
    return columns.count > 1 && columns[1].hasSuffix(":0006")
  }
}
