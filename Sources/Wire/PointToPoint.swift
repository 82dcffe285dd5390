extension LinkHeader {
  /// The Point-to-Point Protocol: perhaps HDLC's address and control, then the protocol (RFC 1661 section 2).
  static func pointToPoint(_ bytes: RawSpan, at offset: Int) throws(WireError) -> LinkHeader? {
    var reader = ByteReader(bytes, at: offset, .ethernet)
    var number: UInt16 = try reader.read()
    // The all-stations address and unnumbered information (RFC 1662 section 3.1).
    if number == 0xff03 { number = try reader.read() }
    let type: EtherType
    switch number {
    case 0x0021: type = .ipv4
    case 0x0057: type = .ipv6
    default: return nil
    }
    guard reader.offset <= longest else { throw WireError(.ethernet, .tooManyHeaders) }
    return LinkHeader(etherType: type, length: reader.offset)
  }

  /// What stands behind labels of MPLS (RFC 3032 section 2.1); the last one says so.
  func unlabelled(_ bytes: RawSpan) throws(WireError) -> LinkHeader? {
    var reader = ByteReader(bytes, at: length, .ethernet)
    for _ in 0..<8 {
      let label: UInt32 = try reader.read()
      if label & 0x100 != 0 { return try Self.bare(bytes, at: reader.offset)?.keeping(self) }
    }
    throw WireError(.ethernet, .tooManyHeaders)
  }

  /// This header with what the one outside of it says of the frame.
  func keeping(_ outer: LinkHeader) -> LinkHeader {
    var header = self
    header.vlan = vlan ?? outer.vlan
    header.direction = outer.direction
    header.interface = outer.interface
    return header
  }
}
