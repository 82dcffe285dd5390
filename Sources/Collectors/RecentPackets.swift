public import Facts
public import Linux
public import Wire

/// The headers of the packets that passed lately, in a ring of fixed size: the oldest give way.
///
/// About 11 MB: 65,536 packets, so at 100,000 packets a second those of 650 ms.
public struct RecentPackets: Sendable {
  /// One packet and where it was seen.
  public struct Packet: Sendable {
    public let time: Timestamp
    /// The tap that saw it.
    public let tap: Int
    public let flow: Flow
    public let isReset: Bool
    /// Bytes that it had, from its network header on.
    public let length: Int
    public let cooked: CookedHeader
    /// From its network header on, without payload.
    public let headers: [UInt8]
  }

  private struct Entry {
    var time: Int64 = 0
    /// 0 is no packet, or one that was taken.
    var key: UInt64 = 0
    var length: UInt32 = 0
    var interface: UInt32 = 0
    var count: UInt16 = 0
    var etherType: UInt16 = 0
    var hardwareType: UInt16 = 0
    var vlanTag: UInt16?
    var packetType: UInt8 = 0
    var tap: UInt8 = 0
  }

  /// Longer headers are cut off.
  private static let slot = 128
  private let capacity: Int
  private var entries: [Entry]
  private var bytes: [UInt8]
  private var next = 0

  public init(capacity: Int = 65_536) {
    self.capacity = capacity
    entries = Array(repeating: Entry(), count: capacity)
    bytes = Array(repeating: 0, count: capacity * Self.slot)
  }

  /// Keeps a packet; one on loopback is seen going out and coming in, and kept once.
  public mutating func add(_ packet: RawSpan, _ arrival: PacketRing.Arrival, tap: Int) {
    guard !arrival.isLoopbackOutput,
      case .tcp(let parsed)? = try? Dissection(packet, within: arrival.link)
    else { return }
    let count = min(parsed.payload.lowerBound, packet.byteCount, Self.slot)
    let start = next * Self.slot
    unsafe packet.withUnsafeBytes {
      unsafe bytes.replaceSubrange(start..<start + count, with: $0.prefix(count))
    }
    entries[next] = Entry(
      time: arrival.wallNanoseconds, key: parsed.flow.key, length: UInt32(clamping: arrival.length),
      interface: UInt32(bitPattern: arrival.interface), count: UInt16(count),
      etherType: arrival.etherType, hardwareType: arrival.hardwareType, vlanTag: arrival.vlanTag,
      packetType: arrival.packetType, tap: UInt8(truncatingIfNeeded: tap))
    next = (next + 1) % capacity
  }

  /// Takes the packets of these connections, given by one of their directions, out of the ring; in the order
  /// in which they came.
  public mutating func take(_ flows: [Flow]) -> [Packet] {
    let wanted = Set(flows.map(\.key))
    let exact = Set(flows + flows.map(\.reversed))
    var packets: [Packet] = []
    for step in 0..<capacity {
      let index = (next + step) % capacity
      guard entries[index].key != 0, wanted.contains(entries[index].key),
        let packet = packet(at: index), exact.contains(packet.flow)
      else { continue }
      entries[index].key = 0
      packets.append(packet)
    }
    return packets
  }

  private func packet(at index: Int) -> Packet? {
    let entry = entries[index]
    let start = index * Self.slot
    let headers = Array(bytes[start..<start + Int(entry.count)])
    let cooked = CookedHeader(
      etherType: EtherType(rawValue: entry.etherType), interface: entry.interface,
      direction: LinkHeader.Direction(rawValue: UInt16(entry.packetType)) ?? .toThisHost,
      hardwareType: entry.hardwareType, vlanTag: entry.vlanTag)
    let link = LinkHeader(etherType: cooked.etherType, length: 0)
    guard case .tcp(let parsed)? = unsafe try? Dissection(headers.span.bytes, within: link) else {
      return nil
    }
    return Packet(
      time: Timestamp(nanoseconds: entry.time), tap: Int(entry.tap), flow: parsed.flow,
      isReset: parsed.tcp.flags.contains(.rst), length: Int(entry.length), cooked: cooked,
      headers: headers)
  }
}

extension PacketRing.Arrival {
  fileprivate var link: LinkHeader {
    LinkHeader(etherType: EtherType(rawValue: etherType), length: 0)
  }

  /// ARPHRD_LOOPBACK (linux/if_arp.h) and PACKET_OUTGOING (packet(7)).
  var isLoopbackOutput: Bool { hardwareType == 772 && packetType == 4 }
}

extension Flow {
  /// The same for both directions, and not 0: to find candidates by; others may have it too.
  fileprivate var key: UInt64 { max(source.key &+ destination.key, 1) }
}

extension Endpoint {
  fileprivate var key: UInt64 {
    let bits = address.bits
    var key = UInt64(truncatingIfNeeded: bits) ^ UInt64(truncatingIfNeeded: bits >> 64)
    // The finaliser of MurmurHash3.
    key = (key ^ UInt64(port) << 40) &* 0xff51_afd7_ed55_8ccd
    key = (key ^ key >> 33) &* 0xc4ce_b9fe_1a85_ec53
    return key ^ key >> 33
  }
}
