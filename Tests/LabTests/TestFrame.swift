import Wire

/// A TCP segment in Ethernet with right checksums, for tests; no options anywhere.
struct TestFrame {
  static let sequence: UInt32 = 1000
  static let acknowledgment: UInt32 = 5000

  let source: UInt128
  let destination: UInt128
  let sourcePort: UInt16
  let destinationPort: UInt16
  let flags: UInt8
  let payload: Int

  var bytes: [UInt8] {
    let isIPv4 = source >> 32 == 0xffff
    let length = isIPv4 ? 4 : 16
    let addresses = Self.big(source, length) + Self.big(destination, length)
    var segment =
      Self.big(UInt128(sourcePort), 2) + Self.big(UInt128(destinationPort), 2)
      + Self.big(UInt128(Self.sequence), 4) + Self.big(UInt128(Self.acknowledgment), 4)
      + [0x50, flags, 1, 0, 0, 0, 0, 0] + [UInt8](repeating: 0x61, count: payload)
    let pseudo = addresses + [0, 6] + Self.big(UInt128(segment.count), 2)
    segment.replaceSubrange(16..<18, with: Self.big(UInt128(Self.checksum(pseudo + segment)), 2))
    var header: [UInt8]
    if isIPv4 {
      header = [0x45, 0] + Self.big(UInt128(20 + segment.count), 2) + [0, 9, 0x40, 0, 64, 6, 0, 0]
      header += addresses
      header.replaceSubrange(10..<12, with: Self.big(UInt128(Self.checksum(header)), 2))
    } else {
      header = [0x60, 0, 0, 0] + Self.big(UInt128(segment.count), 2) + [6, 64] + addresses
    }
    return [UInt8](repeating: 2, count: 12) + (isIPv4 ? [8, 0] : [0x86, 0xdd]) + header + segment
  }

  static func packet(_ frame: [UInt8]) throws -> Packet {
    guard case .tcp(let packet) = try Dissection(frame.span.bytes, .ethernet) else {
      throw WireError(.tcp, .badLength(0))
    }
    return packet
  }

  /// Whether the sums over IPv4's header and over the segment come to nothing (RFC 1071).
  static func checksumsAreRight(_ frame: [UInt8]) -> Bool {
    let isIPv4 = frame[12] == 8
    let start = 14 + (isIPv4 ? 20 : 40)
    let segment = Array(frame[start...])
    let addresses = Array(frame[(isIPv4 ? 26 : 22)..<(isIPv4 ? 34 : 54)])
    let pseudo = addresses + [0, 6] + big(UInt128(segment.count), 2)
    return checksum(pseudo + segment) == 0 && (!isIPv4 || checksum(Array(frame[14..<34])) == 0)
  }

  static func checksum(_ bytes: [UInt8]) -> UInt16 {
    let padded = bytes + (bytes.count % 2 == 0 ? [] : [0])
    return checksum(
      stride(from: 0, to: padded.count, by: 2).map {
        UInt16(padded[$0]) << 8 | UInt16(padded[$0 + 1])
      })
  }

  static func checksum(_ words: [UInt16]) -> UInt16 {
    var sum = words.reduce(UInt32(0)) { $0 + UInt32($1) }
    while sum >> 16 != 0 { sum = sum >> 16 + sum & 0xffff }
    return ~UInt16(sum)
  }

  /// 0 and 0xffff are the same number in one's complement.
  static func isSame(_ first: UInt16, _ second: UInt16) -> Bool {
    first == second || (first ^ second) == 0xffff && (first == 0 || second == 0)
  }

  private static func big(_ value: UInt128, _ length: Int) -> [UInt8] {
    (0..<length).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
