extension LinkHeader {
  /// IEEE 802.3 with any number of IEEE 802.1Q tags.
  static func ethernet(_ bytes: RawSpan, at offset: Int) throws(WireError) -> LinkHeader? {
    guard offset <= longest else { throw WireError(.ethernet, .tooManyHeaders) }
    var reader = ByteReader(bytes, at: offset, .ethernet)
    try reader.skip(12)
    let header = LinkHeader(
      etherType: EtherType(rawValue: try reader.read()), length: offset + 14)
    return try header.untagged(bytes)
  }

  /// The same header with its VLAN tags read; nil where what is inside is not IP.
  func untagged(_ bytes: RawSpan) throws(WireError) -> LinkHeader? {
    var header = self
    var tags = 0
    while header.etherType.isTag {
      tags += 1
      guard tags <= 4 else { throw WireError(.vlan, .tooManyHeaders) }
      var reader = ByteReader(bytes, at: header.length, .vlan)
      let identifier = try reader.read(UInt16.self) & 0x0fff
      // VLAN 0 is a tag for priority only (IEEE 802.1Q, 9.6).
      if header.vlan == nil, identifier != 0 { header.vlan = identifier }
      header.etherType = EtherType(rawValue: try reader.read())
      header.length += 4
    }
    if header.etherType.isIP { return header }
    if header.etherType == .ppp {
      return try Self.pointToPoint(bytes, at: header.length + 6)?.keeping(header)
    }
    return header.etherType == .labels ? try header.unlabelled(bytes) : nil
  }

  /// Linux cooked capture: packet type, hardware type, address length, address, protocol: 16 bytes.
  static func cooked(_ bytes: RawSpan) throws(WireError) -> LinkHeader? {
    var reader = ByteReader(bytes, .cooked)
    let direction = Direction(rawValue: try reader.read())
    try reader.skip(12)
    let header = LinkHeader(
      etherType: EtherType(rawValue: try reader.read()), length: 16, direction: direction)
    return try header.untagged(bytes)
  }

  /// Version 2: protocol, zero, interface, hardware type, packet type, address length, address: 20 bytes.
  static func cooked2(_ bytes: RawSpan) throws(WireError) -> LinkHeader? {
    var reader = ByteReader(bytes, .cooked)
    let etherType = EtherType(rawValue: try reader.read())
    try reader.skip(2)
    let interface = try reader.read(UInt32.self)
    try reader.skip(2)
    let direction = Direction(rawValue: UInt16(try reader.read(UInt8.self)))
    try reader.skip(9)
    let header = LinkHeader(
      etherType: etherType, length: 20, direction: direction, interface: interface)
    return try header.untagged(bytes)
  }
}
