import Diagnosis
import Linux
import Wire

/// A RST that the relay makes, as a whole frame.
struct RelaySegment {
  let frame: [UInt8]

  /// The RST that a segment without a connection gets, with the numbers of RFC 9293 section 3.10.7.1.
  init(refusing packet: Packet, hopLimit: UInt8, toward host: Scenario.Host) {
    let tcp = packet.tcp
    let hasACK = tcp.flags.contains(.ack)
    let length = UInt32(packet.payloadLength) + (tcp.flags.contains(.syn) ? 1 : 0)
    frame = Self.frame(
      RelayTuple(packet).reversed, isIPv4: packet.ip.isIPv4, toward: host, hopLimit: hopLimit,
      identification: 0, sequence: hasACK ? tcp.acknowledgment : 0,
      acknowledgment: hasACK ? nil : tcp.sequence &+ length)
  }

  /// A RST in the name of the receiver's peer.
  init(_ reset: Scenario.InjectedReset, of flow: RelayFlow) {
    let towardClient = reset.toward == .client
    let (sequence, acknowledged) =
      towardClient
      ? (flow.nextOfServer, flow.nextOfClient) : (flow.nextOfClient, flow.nextOfServer)
    let tuple = towardClient ? flow.outside.reversed : flow.inside
    frame = Self.frame(
      tuple, isIPv4: tuple.isIPv4, toward: reset.toward, hopLimit: reset.hopLimit,
      identification: reset.identification,
      sequence: sequence &+ UInt32(bitPattern: reset.sequenceOffset),
      acknowledgment: reset.acknowledges ? acknowledged : nil)
  }

  private static func frame(
    _ tuple: RelayTuple, isIPv4: Bool, toward host: Scenario.Host, hopLimit: UInt8,
    identification: UInt16, sequence: UInt32, acknowledgment: UInt32?
  ) -> [UInt8] {
    let family = isIPv4 ? AddressFamily.ipv4 : .ipv6
    let mask = isIPv4 ? UInt128(UInt32.max) : .max
    let source = SocketAddress(family, bits: tuple.source & mask, port: 0)
    let destination = SocketAddress(family, bits: tuple.destination & mask, port: 0)
    let rst: UInt8 = 4
    let ack: UInt8 = 16
    let segment = TCPHeader(
      source: tuple.sourcePort, destination: tuple.destinationPort, sequence: sequence,
      acknowledgment: acknowledgment ?? 0, flags: acknowledgment == nil ? rst : rst | ack,
      options: [], window: 0
    ).bytes(from: source, to: destination)
    let header = IPHeaderBytes(source, destination, hopLimit, identification)
    return ethernet(toward: host, isIPv4: isIPv4) + header.bytes(length: segment.count) + segment
  }

  private static func ethernet(toward host: Scenario.Host, isIPv4: Bool) -> [UInt8] {
    let (to, from) = (host.hardwareAddress, host.other.hardwareAddress)
    return to.indices.map { to[$0] } + from.indices.map { from[$0] }
      + (isIPv4 ? [0x08, 0x00] : [0x86, 0xdd])
  }
}

extension RelayTuple {
  /// Whether the addresses are IPv4-mapped (RFC 4291 section 2.5.5.2).
  fileprivate var isIPv4: Bool { source >> 32 == 0xffff }
}

/// The IP header of a packet of TCP that is made by hand.
private struct IPHeaderBytes {
  private let source: SocketAddress
  private let destination: SocketAddress
  private let hopLimit: UInt8
  private let identification: UInt16

  init(
    _ source: SocketAddress, _ destination: SocketAddress, _ hopLimit: UInt8,
    _ identification: UInt16
  ) {
    self.source = source
    self.destination = destination
    self.hopLimit = hopLimit
    self.identification = identification
  }

  /// The header before `length` bytes of TCP.
  func bytes(length: Int) -> [UInt8] {
    let tcp: UInt8 = 6
    let addresses = source.addressBytes + destination.addressBytes
    guard source.family == .ipv4 else {
      return [0x60, 0, 0, 0, UInt8(length >> 8), UInt8(length & 0xff), tcp, hopLimit] + addresses
    }
    let total = length + 20
    var header: [UInt8] =
      [0x45, 0, UInt8(total >> 8), UInt8(total & 0xff)]
      + [UInt8(identification >> 8), UInt8(identification & 0xff), 0x40, 0, hopLimit, tcp, 0, 0]
      + addresses
    let sum = TCPHeader.checksum(header)
    header[10] = UInt8(sum >> 8)
    header[11] = UInt8(sum & 0xff)
    return header
  }
}
