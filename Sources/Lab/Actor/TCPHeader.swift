import Linux

/// A TCP segment that is made by hand (RFC 9293 section 3.1).
struct TCPHeader {
  let source: UInt16
  let destination: UInt16
  let sequence: UInt32
  let acknowledgment: UInt32
  let flags: UInt8
  /// A multiple of four bytes.
  let options: [UInt8]
  var window = UInt16.max
  /// An even number of bytes, few enough for the segment to have at most 255.
  var payload: [UInt8] = []

  /// The segment as it goes between the two addresses, with its checksum.
  func bytes(from local: SocketAddress, to remote: SocketAddress) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: source)
    bytes.append(bigEndian: destination)
    bytes.append(bigEndian: sequence)
    bytes.append(bigEndian: acknowledgment)
    bytes += [UInt8((20 + options.count) / 4) << 4, flags]
    bytes.append(bigEndian: window)
    bytes += [0, 0, 0, 0] + options + payload
    let sum = Self.checksum(Self.pseudoHeader(local, remote, length: bytes.count) + bytes)
    bytes[16] = UInt8(sum >> 8)
    bytes[17] = UInt8(sum & 0xff)
    return bytes
  }

  /// What the checksum covers besides the segment (RFC 9293 section 3.1, RFC 8200 section 8.1).
  private static func pseudoHeader(
    _ local: SocketAddress, _ remote: SocketAddress, length: Int
  ) -> [UInt8] {
    let tcp: UInt8 = 6
    return local.addressBytes + remote.addressBytes + [0, tcp, 0, UInt8(length)]
  }

  /// The Internet checksum (RFC 1071) of an even number of bytes.
  static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      sum += UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
    }
    while sum >> 16 != 0 { sum = sum >> 16 + sum & 0xffff }
    return ~UInt16(sum)
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
