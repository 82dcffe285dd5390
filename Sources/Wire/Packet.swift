/// One TCP segment with the headers around it: a plain value, without its bytes.
///
/// Its parts are narrow because it is copied for every packet of a capture: with words in the place of 16 bits
/// reading took twice as long.
public struct Packet: Hashable, Sendable {
  public var link: LinkHeader
  public var ip: IPHeader
  public var tcp: TCPHeader
  /// Bytes of TCP payload on the wire, whether or not all were captured.
  public var payloadLength: Int { Int(storedLength) }
  /// Where the captured part of the payload lies in the bytes that were parsed.
  public var payload: Range<Int> { Int(payloadStart)..<Int(payloadEnd) }
  let storedLength: UInt32
  let payloadStart: UInt32
  let payloadEnd: UInt32

  /// The options; `bytes` are those that were parsed.
  public func options(in bytes: RawSpan) -> TCPOptions {
    let start = link.length + ip.length
    return TCPOptions(bytes, from: start + 20, to: start + tcp.length)
  }
}

/// What a frame turned out to hold.
public enum Dissection: Hashable, Sendable {
  case tcp(Packet)
  /// A later fragment: its TCP header was in the first.
  case fragment(IPHeader)
  /// A message about a TCP segment.
  case icmp(ICMPError)
  /// IP with another protocol inside, or no IP at all.
  case other
}

extension Dissection {
  /// Reads the headers of a frame, which begins with what `type` says.
  public init(_ bytes: RawSpan, _ type: LinkType) throws(WireError) {
    guard let link = try LinkHeader.parse(bytes, type) else {
      self = .other
      return
    }
    try self.init(bytes, link)
  }

  /// Reads the headers of a packet whose link header, VLAN tags perhaps not included, is `link`.
  public init(_ bytes: RawSpan, within link: LinkHeader) throws(WireError) {
    guard let link = try link.untagged(bytes) else {
      self = .other
      return
    }
    try self.init(bytes, link)
  }

  /// Tunnels in tunnels are followed so far.
  private static let deepest = 4

  private init(_ bytes: RawSpan, _ link: LinkHeader) throws(WireError) {
    var link = link
    for _ in 0..<Self.deepest {
      let ip = try IPHeader.parse(bytes, at: link.length, link.etherType)
      let start = link.length + ip.length
      if ip.protocolNumber == IPHeader.tcp {
        self = ip.fragmentOffset == 0 ? .tcp(try Packet(bytes, link, ip)) : .fragment(ip)
        return
      }
      if ip.fragmentOffset == 0, let error = try ICMPError(bytes, ip, at: start) {
        self = .icmp(error)
        return
      }
      guard ip.fragmentOffset == 0, let inner = try Tunnel.inner(bytes, ip, at: start) else {
        break
      }
      link = inner.keeping(link)
    }
    self = .other
  }
}

extension Packet {
  fileprivate init(_ bytes: RawSpan, _ link: LinkHeader, _ ip: IPHeader) throws(WireError) {
    let start = link.length + ip.length
    let tcp = try TCPHeader.parse(bytes, at: start)
    let payload = start + tcp.length
    let captured = max(bytes.byteCount - payload, 0)
    let length = ip.payloadLength.map { Int($0) - tcp.length } ?? captured
    guard length >= 0 else { throw WireError(.tcp, .badLength(tcp.length)) }
    let begin = min(payload, bytes.byteCount)
    self.init(
      link: link, ip: ip, tcp: tcp, storedLength: UInt32(length), payloadStart: UInt32(begin),
      payloadEnd: UInt32(begin + min(captured, length)))
  }
}
