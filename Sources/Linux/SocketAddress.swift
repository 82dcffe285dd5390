import Glibc

/// The two families that TCP runs over.
public enum AddressFamily: UInt8, Sendable, CaseIterable {
  case ipv4 = 2
  case ipv6 = 10

  /// Bytes of an address.
  public var addressLength: Int { self == .ipv4 ? 4 : 16 }
}

/// An address and port as a socket has them.
public struct SocketAddress: Hashable, Sendable {
  public var family: AddressFamily
  /// The address as a number, most significant byte first on the wire; an IPv4 one has 32 bits.
  public var bits: UInt128
  public var port: UInt16

  public init(_ family: AddressFamily, bits: UInt128, port: UInt16) {
    self.family = family
    self.bits = bits
    self.port = port
  }

  /// 0.0.0.0 or ::.
  public static func any(_ family: AddressFamily, port: UInt16) -> SocketAddress {
    SocketAddress(family, bits: 0, port: port)
  }

  /// The address in network byte order.
  public var addressBytes: [UInt8] {
    (0..<family.addressLength).reversed().map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
  }

  /// The address whose bytes, in network byte order, these are: four or sixteen.
  init(_ family: AddressFamily, addressBytes: some Sequence<UInt8>, port: UInt16) {
    let bytes = addressBytes.prefix(family.addressLength)
    self.init(family, bits: bytes.reduce(0) { $0 << 8 | UInt128($1) }, port: port)
  }

  /// Calls `body` with the address in the form that socket calls take.
  func withSocketAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var storage = sockaddr_storage()
    let length = withUnsafeMutableBytes(of: &storage) { write(to: $0) }
    return withUnsafePointer(to: storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
    }
  }

  private func write(to buffer: UnsafeMutableRawBufferPointer) -> Int {
    let isIPv4 = family == .ipv4
    let offset =
      isIPv4
      ? MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)!
      : MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)!
    buffer.storeBytes(of: sa_family_t(family.rawValue), as: sa_family_t.self)
    buffer.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
    UnsafeMutableRawBufferPointer(rebasing: buffer[offset...]).copyBytes(from: addressBytes)
    return isIPv4 ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
  }

  /// The address that a socket call filled in; nil where its family is another.
  init?(filledBy call: (UnsafeMutablePointer<sockaddr>, inout socklen_t) throws(LinuxError) -> Void)
    throws(LinuxError)
  {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var failure: LinuxError?
    withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        do throws(LinuxError) { try call(pointer, &length) } catch { failure = error }
      }
    }
    if let failure { throw failure }
    guard let family = AddressFamily(rawValue: UInt8(truncatingIfNeeded: storage.ss_family)) else {
      return nil
    }
    let bytes = withUnsafeBytes(of: storage) { Array($0) }
    let offset = family == .ipv4 ? 4 : 8
    self.init(
      family, addressBytes: bytes[offset...], port: UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
  }
}
