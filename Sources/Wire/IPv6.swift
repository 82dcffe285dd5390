extension IPHeader {
  /// RFC 8200 section 3, and the extension headers of section 4.
  static func ipv6(_ bytes: RawSpan, at offset: Int) throws(WireError) -> IPHeader {
    var reader = ByteReader(bytes, at: offset, .ipv6)
    let first = try reader.read(UInt8.self)
    guard first >> 4 == 6 else { throw WireError(.ipv6, .wrongVersion(first >> 4)) }
    try reader.skip(3)
    let payload = Int(try reader.read(UInt16.self))
    let next = try reader.read(UInt8.self)
    let hopLimit = try reader.read(UInt8.self)
    var header = IPHeader(
      source: try reader.read(), destination: try reader.read(), isIPv4: false,
      hopLimit: hopLimit, protocolNumber: next, identification: nil, dontFragment: true,
      fragmentOffset: 0, moreFragments: false, payloadLength: nil, storedLength: 40)
    while header.fragmentOffset == 0, let kind = Extension(rawValue: header.protocolNumber) {
      try header.read(kind, &reader)
    }
    guard payload != 0 else { return header }
    guard payload >= header.length - 40 else { throw WireError(.ipv6, .badLength(payload)) }
    header.payloadLength = UInt16(payload - (header.length - 40))
    return header
  }

  /// The headers that may stand between IPv6 and TCP, by protocol number.
  private enum Extension: UInt8 {
    case hopByHop = 0
    case routing = 43
    case fragment = 44
    case authentication = 51
    case destinationOptions = 60
    case mobility = 135
    case hostIdentity = 139
    case shim6 = 140
  }

  @_lifetime(reader: copy reader)
  private mutating func read(
    _ kind: Extension, _ reader: inout ByteReader
  ) throws(WireError) {
    protocolNumber = try reader.read()
    let units = Int(try reader.read(UInt8.self))
    var size = 8 + units * 8
    switch kind {
    case .fragment:
      size = 8
      let fragment = try reader.read(UInt16.self)
      identification = try reader.read(UInt32.self)
      fragmentOffset = fragment & 0xfff8
      moreFragments = fragment & 1 != 0
      dontFragment = false
    case .authentication:
      // In units of four bytes, less two (RFC 4302 section 2.2).
      size = 8 + units * 4
      try reader.skip(size - 2)
    default: try reader.skip(size - 2)
    }
    guard length + size <= UInt16.max else { throw WireError(.ipv6, .tooManyHeaders) }
    storedLength += UInt16(size)
  }
}
