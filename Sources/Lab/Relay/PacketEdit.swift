import Wire

/// Rewrites addresses and ports of a frame in place, and its checksums by what changed (RFC 1624).
struct PacketEdit {
  private let packet: Packet
  /// The sum of all that changed, in one's complement, for the header of IPv4 and for TCP.
  private var ipChange: UInt32 = 0
  private var tcpChange: UInt32 = 0

  init(_ packet: Packet) { self.packet = packet }

  /// Has the segment be of another tuple.
  mutating func apply(_ tuple: RelayTuple, to frame: inout MutableRawSpan) {
    let isIPv4 = packet.ip.isIPv4
    let ip = packet.link.length
    let tcp = ip + packet.ip.length
    replaceAddress(packet.ip.source, tuple.source, at: ip + (isIPv4 ? 12 : 8), &frame)
    replaceAddress(packet.ip.destination, tuple.destination, at: ip + (isIPv4 ? 16 : 24), &frame)
    replacePort(packet.tcp.sourcePort, tuple.sourcePort, at: tcp, &frame)
    replacePort(packet.tcp.destinationPort, tuple.destinationPort, at: tcp + 2, &frame)
    if isIPv4, ipChange != 0 {
      let old = UInt16(frame.byte(at: ip + 10)) << 8 | UInt16(frame.byte(at: ip + 11))
      frame.store(Self.updated(old, by: ipChange), at: ip + 10)
    }
    if tcpChange != 0 {
      frame.store(Self.updated(packet.tcp.checksum, by: tcpChange), at: tcp + 16)
    }
  }

  private mutating func replaceAddress(
    _ old: UInt128, _ new: UInt128, at offset: Int, _ frame: inout MutableRawSpan
  ) {
    guard old != new else { return }
    let words = packet.ip.isIPv4 ? 2 : 8
    for word in 0..<words {
      let shift = (words - 1 - word) * 16
      let (before, after) = (
        UInt16(truncatingIfNeeded: old >> shift), UInt16(truncatingIfNeeded: new >> shift)
      )
      note(before, after, isAddress: true)
      frame.store(after, at: offset + word * 2)
    }
  }

  private mutating func replacePort(
    _ old: UInt16, _ new: UInt16, at offset: Int, _ frame: inout MutableRawSpan
  ) {
    guard old != new else { return }
    note(old, new, isAddress: false)
    frame.store(new, at: offset)
  }

  /// TCP's checksum covers the addresses as well; that of an IPv4 header covers nothing else.
  private mutating func note(_ old: UInt16, _ new: UInt16, isAddress: Bool) {
    let change = UInt32(~old) + UInt32(new)
    tcpChange += change
    if isAddress { ipChange += change }
  }

  /// Equation 3 of RFC 1624: HC' = ~(~HC + ~m + m').
  static func updated(_ checksum: UInt16, by change: UInt32) -> UInt16 {
    var sum = UInt32(~checksum) + change
    while sum >> 16 != 0 { sum = sum >> 16 + sum & 0xffff }
    return ~UInt16(sum)
  }
}

extension MutableRawSpan {
  fileprivate func byte(at offset: Int) -> UInt8 {
    bytes.unsafeByte(at: offset)
  }

  /// In network byte order.
  fileprivate mutating func store(_ value: UInt16, at offset: Int) {
    storeBytes(of: UInt8(value >> 8), toByteOffset: offset, as: UInt8.self)
    storeBytes(of: UInt8(value & 0xff), toByteOffset: offset + 1, as: UInt8.self)
  }
}

extension RawSpan {
  fileprivate func unsafeByte(at offset: Int) -> UInt8 {
    // Any bit pattern is a byte, and the bounds are checked.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
