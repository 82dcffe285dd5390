public import Facts
public import Linux
import Wire

/// Resets as packets: what is in their headers, sent or received, from packet sockets.
///
/// Needs CAP_NET_RAW; for other namespaces than its own, CAP_SYS_ADMIN too.
public struct PacketResets: ~Copyable {
  private let waiter: DescriptorSet
  private let taps: [Tap]

  /// The ring of one namespace.
  private final class Tap {
    /// Nil once the namespace is gone.
    private var ring: PacketRing?
    private let netns: UInt64
    private var handshakes = HandshakeMemory()
    let descriptor: Int32
    private var lostBefore: UInt64 = 0

    init(_ ring: consuming PacketRing, netns: UInt64) {
      descriptor = ring.descriptor
      self.ring = .some(ring)
      self.netns = netns
    }

    func read(into events: inout [Event]) {
      ring?.receive { bytes, arrival in
        if let reset = handshakes.read(bytes, arrival, netns: netns) { events.append(.wire(reset)) }
      }
    }

    func leave(_ namespace: UInt32) {
      guard netns == UInt64(namespace) else { return }
      lostBefore = (try? lost()) ?? 0
      ring = nil
    }

    func lost() throws(LinuxError) -> UInt64 { try ring?.lost() ?? lostBefore }
  }

  /// Listens in `namespaces`, inode numbers; with none, in this process's own.
  public static func attached(
    namespaces: [UInt32] = []
  ) throws(LinuxError) -> PacketResets {
    let waiter = try DescriptorSet()
    var taps: [Tap] = []
    if namespaces.isEmpty {
      taps.append(Tap(try PacketRing(), netns: try NetworkNamespace.current().inode))
    }
    for inode in namespaces {
      let namespace = try NetworkNamespace.find(inode: UInt64(inode))
      let ring = try namespace.run { () throws(LinuxError) in try PacketRing() }
      taps.append(Tap(ring, netns: UInt64(inode)))
    }
    for tap in taps { try waiter.add(tap.descriptor) }
    return PacketResets(waiter: waiter, taps: taps)
  }

  private init(waiter: consuming DescriptorSet, taps: [Tap]) {
    self.waiter = waiter
    self.taps = taps
  }

  /// The resets that wait, oldest first in each namespace.
  public func poll() -> [Event] {
    var events: [Event] = []
    for tap in taps { tap.read(into: &events) }
    return events
  }

  /// Lets go of a namespace, which a packet socket keeps alive.
  public func leave(_ namespace: UInt32) {
    for tap in taps { tap.leave(namespace) }
  }

  /// Readable when resets wait; it must not be closed.
  public var descriptor: Int32 { waiter.descriptor }

  /// Packets that were lost because this program did not keep up.
  public var lost: UInt64 {
    get throws(LinuxError) {
      var sum: UInt64 = 0
      for tap in taps { sum += try tap.lost() }
      return sum
    }
  }
}

extension HandshakeMemory {
  /// The RST that the bytes are, beside what was learned of its connection; nil for other segments, which are
  /// learned from.
  fileprivate mutating func read(
    _ bytes: RawSpan, _ arrival: PacketRing.Arrival, netns: UInt64
  ) -> WireReset? {
    let link = LinkHeader(
      etherType: EtherType(rawValue: arrival.etherType), length: 0,
      vlan: arrival.vlanTag.flatMap { $0 & 0x0fff == 0 ? nil : $0 & 0x0fff })
    guard case .tcp(let packet)? = try? Dissection(bytes, within: link) else { return nil }
    let option = packet.options(in: bytes).timestamp
    guard packet.tcp.flags.contains(.rst) else {
      note(packet.flow, packet, hasTimestamps: option != nil)
      return nil
    }
    var reset = WireReset(
      packet, option.map { WireReset.TimestampOption(value: $0.value, echo: $0.echo) }, arrival,
      netns: netns)
    reset.habit = habit(of: reset.flow)
    return reset
  }
}

extension WireReset {
  init(
    _ packet: Packet, _ option: TimestampOption?, _ arrival: PacketRing.Arrival, netns: UInt64
  ) {
    self.init(
      time: Timestamp(nanoseconds: arrival.wallNanoseconds), flow: packet.flow, netns: netns,
      interface: arrival.interface, direction: Direction(packetType: arrival.packetType),
      segment: Segment(
        sequence: packet.tcp.sequence, acknowledgment: packet.tcp.acknowledgment,
        flags: Segment.Flags(rawValue: UInt8(truncatingIfNeeded: packet.tcp.flags.rawValue)),
        payloadLength: UInt32(clamping: packet.payloadLength)),
      window: packet.tcp.window, hopLimit: packet.ip.hopLimit,
      identification: packet.ip.isIPv4
        ? packet.ip.identification.map { UInt16(truncatingIfNeeded: $0) } : nil,
      dontFragment: packet.ip.dontFragment,
      timestampOption: option,
      vlan: packet.link.vlan)
  }
}

extension WireReset.Direction {
  /// PACKET_OTHERHOST is 3 and PACKET_OUTGOING 4 (packet(7)).
  fileprivate init(packetType: UInt8) {
    switch packetType {
    case 4: self = .outgoing
    case 3: self = .passing
    default: self = .incoming
    }
  }
}

extension Packet {
  /// The direction of the packet.
  var flow: Flow {
    Flow(
      from: Endpoint(IPAddress(v6: ip.source), port: tcp.sourcePort),
      to: Endpoint(IPAddress(v6: ip.destination), port: tcp.destinationPort))
  }
}
