import CLinux
import Glibc

/// The connections that the packet filter of one network namespace tracks, and how it translates them
/// (nfnetlink_conntrack, `linux/netfilter/nfnetlink_conntrack.h`).
///
/// Needs CAP_NET_ADMIN. A RST leaves an entry for 10 s more (`nf_conntrack_tcp_timeout_close`); one that
/// refuses a connection removes it at once (`nf_conntrack_tcp_packet()`).
public struct ConnectionTracking: ~Copyable, Sendable {
  private var socket: NetlinkSocket

  /// One direction of a connection.
  public struct Tuple: Hashable, Sendable {
    public var source: SocketAddress
    public var destination: SocketAddress

    public init(from source: SocketAddress, to destination: SocketAddress) {
      self.source = source
      self.destination = destination
    }

    public var reversed: Tuple { Tuple(from: destination, to: source) }
  }

  /// Speaks to the namespace of the calling thread; the socket keeps that namespace alive.
  public init() throws(LinuxError) { socket = try NetlinkSocket(.netfilter) }

  /// How many connections the calling thread's namespace tracks; nil where the kernel tracks none at all.
  public static func count() -> Int? {
    (try? SysctlFS.read("net.netfilter.nf_conntrack_count")).flatMap { Int($0) }
  }

  /// The addresses that a direction has on the other side of the filter, the same where it translates
  /// nothing; nil where it does not know the connection.
  public mutating func translate(_ tuple: Tuple) throws(LinuxError) -> Tuple? {
    var message = NetlinkMessage(
      type: UInt16(NFNL_SUBSYS_CTNETLINK) << 8 | UInt16(IPCTNL_MSG_CT_GET.rawValue),
      flags: NLM_F_ACK)
    message.append(
      nfgenmsg(
        nfgen_family: tuple.source.family.rawValue, version: UInt8(NFNETLINK_V0), res_id: 0))
    // The kernel finds an entry by either of its directions.
    message.nest(Self.nested(CTA_TUPLE_ORIG.rawValue)) { $0.append(tuple) }
    var entry: (original: Tuple, reply: Tuple)?
    do throws(LinuxError) {
      try socket.perform(message, "look up a tracked connection") { entry = Self.entry($0) }
    } catch {
      if error.isAbsence { return nil }
      throw error
    }
    guard let entry else { return nil }
    if entry.original == tuple { return entry.reply.reversed }
    return entry.reply == tuple ? entry.original.reversed : nil
  }

  static func entry(_ reply: NetlinkReply) -> (original: Tuple, reply: Tuple)? {
    guard let header = reply.payload.load(nfgenmsg.self),
      let family = AddressFamily(rawValue: header.nfgen_family)
    else { return nil }
    let attributes = reply.attributes(after: MemoryLayout<nfgenmsg>.size)
    guard let original = attributes[UInt16(CTA_TUPLE_ORIG.rawValue)].flatMap({ Tuple($0, family) }),
      let answer = attributes[UInt16(CTA_TUPLE_REPLY.rawValue)].flatMap({ Tuple($0, family) })
    else { return nil }
    return (original, answer)
  }

  static func nested(_ type: UInt32) -> Int { Int(type) | Int(NLA_F_NESTED) }
}

extension ConnectionTracking.Tuple {
  /// What CTA_TUPLE_ORIG or CTA_TUPLE_REPLY holds; nil where it is not TCP.
  fileprivate init?(_ attribute: ArraySlice<UInt8>, _ family: AddressFamily) {
    let parts = attribute.attributes
    let (source, destination) = family.addressAttributes
    guard let addresses = parts[UInt16(CTA_TUPLE_IP.rawValue)]?.attributes,
      let ports = parts[UInt16(CTA_TUPLE_PROTO.rawValue)]?.attributes,
      ports[UInt16(CTA_PROTO_NUM.rawValue)]?.first == UInt8(IPPROTO_TCP),
      let from = addresses[source], let to = addresses[destination],
      from.count == family.addressLength, to.count == family.addressLength,
      let fromPort = ports[UInt16(CTA_PROTO_SRC_PORT.rawValue)]?.load(UInt16.self),
      let toPort = ports[UInt16(CTA_PROTO_DST_PORT.rawValue)]?.load(UInt16.self)
    else { return nil }
    self.init(
      from: SocketAddress(family, addressBytes: from, port: UInt16(bigEndian: fromPort)),
      to: SocketAddress(family, addressBytes: to, port: UInt16(bigEndian: toPort)))
  }
}

extension NetlinkMessage {
  /// Appends what CTA_TUPLE_ORIG holds.
  mutating func append(_ tuple: ConnectionTracking.Tuple) {
    let (source, destination) = tuple.source.family.addressAttributes
    nest(ConnectionTracking.nested(CTA_TUPLE_IP.rawValue)) {
      $0.attribute(Int(source), bytes: tuple.source.addressBytes)
      $0.attribute(Int(destination), bytes: tuple.destination.addressBytes)
    }
    nest(ConnectionTracking.nested(CTA_TUPLE_PROTO.rawValue)) {
      $0.attribute(Int(CTA_PROTO_NUM.rawValue), UInt8(IPPROTO_TCP))
      $0.attribute(Int(CTA_PROTO_SRC_PORT.rawValue), tuple.source.port.bigEndian)
      $0.attribute(Int(CTA_PROTO_DST_PORT.rawValue), tuple.destination.port.bigEndian)
    }
  }
}

extension AddressFamily {
  /// The numbers of the attributes for a source and a destination.
  fileprivate var addressAttributes: (UInt16, UInt16) {
    self == .ipv4
      ? (UInt16(CTA_IP_V4_SRC.rawValue), UInt16(CTA_IP_V4_DST.rawValue))
      : (UInt16(CTA_IP_V6_SRC.rawValue), UInt16(CTA_IP_V6_DST.rawValue))
  }
}
