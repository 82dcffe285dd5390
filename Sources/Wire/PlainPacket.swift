/// Frames of the commonest shape, read without a decision at every field: a known link header, IPv4 without options
/// or IPv6 without extensions, not a fragment, TCP. `Dissection` reads these too, to the same values, and all others.
struct PlainFrame {
  let etherType: EtherType
  /// Where IP begins.
  let start: Int

  /// Nil for every other shape.
  @inline(__always)
  init?(_ bytes: RawSpan, _ type: LinkType) {
    guard bytes.byteCount >= 40 + Self.linkLength(type) else { return nil }
    start = Self.linkLength(type)
    switch type {
    case .ethernet, .cooked: etherType = EtherType(rawValue: bytes.number(at: start - 2))
    case .cooked2: etherType = EtherType(rawValue: bytes.number(at: 0))
    case .raw:
      let version: UInt8 = bytes.number(at: 0)
      etherType = version >> 4 == 6 ? .ipv6 : .ipv4
    default: return nil
    }
    if etherType == .ipv4 {
      let first: UInt8 = bytes.number(at: start)
      let fragment: UInt16 = bytes.number(at: start + 6)
      let inner: UInt8 = bytes.number(at: start + 9)
      guard first == 0x45, fragment & 0x3fff == 0, inner == IPHeader.tcp else { return nil }
    } else {
      guard etherType == .ipv6, bytes.byteCount >= start + 60 else { return nil }
      let first: UInt8 = bytes.number(at: start)
      let inner: UInt8 = bytes.number(at: start + 6)
      guard first >> 4 == 6, inner == IPHeader.tcp else { return nil }
    }
  }

  @inline(__always)
  private static func linkLength(_ type: LinkType) -> Int {
    switch type {
    case .ethernet: 14
    case .cooked: 16
    case .cooked2: 20
    default: 0
    }
  }

  var isIPv4: Bool { etherType == .ipv4 }
  var segment: Int { start + (isIPv4 ? 20 : 40) }
}

/// The addresses and ports of a segment.
public struct PacketEnds: Hashable, Sendable {
  /// As in `IPHeader`.
  public var source: UInt128
  public var destination: UInt128
  public var sourcePort: UInt16
  public var destinationPort: UInt16

  /// Nil where the frame is not of the commonest shape.
  public init?(plain bytes: RawSpan, _ type: LinkType) {
    guard let frame = PlainFrame(bytes, type) else { return nil }
    (source, destination) = bytes.addresses(of: frame)
    sourcePort = bytes.number(at: frame.segment)
    destinationPort = bytes.number(at: frame.segment + 2)
  }

  init(source: UInt128, destination: UInt128, sourcePort: UInt16, destinationPort: UInt16) {
    self.source = source
    self.destination = destination
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
  }

  public init(_ packet: Packet) {
    (source, destination) = (packet.ip.source, packet.ip.destination)
    (sourcePort, destinationPort) = (packet.tcp.sourcePort, packet.tcp.destinationPort)
  }
}

extension Packet {
  /// Nil where the frame is not of the commonest shape, or wrong.
  public init?(plain bytes: RawSpan, _ type: LinkType) {
    guard let frame = PlainFrame(bytes, type) else { return nil }
    let length: UInt16 = bytes.number(at: frame.start + (frame.isIPv4 ? 2 : 4))
    let word: UInt16 = bytes.number(at: frame.segment + 12)
    let header = Int(word >> 12) * 4
    let inner = Int(length) - (frame.isIPv4 ? 20 : 0)
    // A length of 0 is left to be filled in by the network card.
    guard length != 0, header >= 20, inner >= header else { return nil }
    link = LinkHeader(plain: frame, bytes, type)
    ip = IPHeader(plain: frame, bytes, payloadLength: UInt16(inner))
    tcp = TCPHeader(plain: bytes, at: frame.segment, word)
    storedLength = UInt32(inner - header)
    let begin = min(frame.segment + header, bytes.byteCount)
    payloadStart = UInt32(begin)
    payloadEnd = UInt32(begin + min(bytes.byteCount - begin, inner - header))
  }
}

extension LinkHeader {
  @inline(__always)
  fileprivate init(plain frame: PlainFrame, _ bytes: RawSpan, _ type: LinkType) {
    self.init(etherType: frame.etherType, length: frame.start)
    if type == .cooked {
      direction = Direction(rawValue: bytes.number(at: 0))
    } else if type == .cooked2 {
      direction = Direction(rawValue: UInt16(bytes.number(at: 10) as UInt8))
      interface = bytes.number(at: 4)
    }
  }
}

extension IPHeader {
  @inline(__always)
  fileprivate init(plain frame: PlainFrame, _ bytes: RawSpan, payloadLength: UInt16) {
    (source, destination) = bytes.addresses(of: frame)
    (isIPv4, protocolNumber) = (frame.isIPv4, Self.tcp)
    (fragmentOffset, moreFragments) = (0, false)
    self.payloadLength = payloadLength
    if isIPv4 {
      let identification: UInt16 = bytes.number(at: frame.start + 4)
      let flags: UInt8 = bytes.number(at: frame.start + 6)
      (self.identification, dontFragment) = (UInt32(identification), flags & 0x40 != 0)
      (hopLimit, storedLength) = (bytes.number(at: frame.start + 8), 20)
    } else {
      (identification, dontFragment) = (nil, true)
      (hopLimit, storedLength) = (bytes.number(at: frame.start + 7), 40)
    }
  }
}

extension TCPHeader {
  @inline(__always)
  fileprivate init(plain bytes: RawSpan, at start: Int, _ word: UInt16) {
    sourcePort = bytes.number(at: start)
    destinationPort = bytes.number(at: start + 2)
    sequence = bytes.number(at: start + 4)
    acknowledgment = bytes.number(at: start + 8)
    flags = Flags(rawValue: word & 0x1ff)
    window = bytes.number(at: start + 14)
    checksum = bytes.number(at: start + 16)
    storedLength = UInt8(word >> 12) * 4
  }
}

extension RawSpan {
  /// An integer in network byte order, which must lie inside.
  @inline(__always)
  func number<Value: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Value {
    // The load is checked against the bounds, and any bit pattern is an integer.
    unsafe Value(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self))
  }

  @inline(__always)
  fileprivate func addresses(of frame: PlainFrame) -> (source: UInt128, destination: UInt128) {
    if frame.isIPv4 {
      let source: UInt32 = number(at: frame.start + 12)
      let destination: UInt32 = number(at: frame.start + 16)
      return (IPHeader.mappedPrefix | UInt128(source), IPHeader.mappedPrefix | UInt128(destination))
    }
    return (number(at: frame.start + 8), number(at: frame.start + 24))
  }
}
