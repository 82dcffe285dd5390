public import Facts
public import Linux
public import Wire

/// Packet sockets in network namespaces that keep every TCP segment, for runs that are short.
///
/// Needs CAP_NET_RAW and CAP_SYS_ADMIN.
public struct SegmentTaps: ~Copyable {
  /// One segment and where it was seen.
  public struct Segment: Sendable {
    public let time: Timestamp
    /// The place of its namespace among those that are listened in.
    public let tap: Int
    /// Bytes that it had, from its network header on.
    public let length: Int
    public let cooked: CookedHeader
    /// From its network header on; at most 256 bytes.
    public let bytes: [UInt8]
  }

  private final class Tap {
    private var ring: PacketRing
    init(_ ring: consuming PacketRing) { self.ring = ring }
    func receive(_ body: (RawSpan, PacketRing.Arrival) -> Void) { ring.receive(body) }
  }

  private let taps: [Tap?]
  public private(set) var segments: [Segment] = []
  private static let most = 100_000

  /// Listens in `namespaces`, inode numbers.
  public init(namespaces: [UInt64]) throws(LinuxError) {
    var taps: [Tap?] = []
    for inode in namespaces {
      // One that its host will have only after it has booted again cannot be listened in yet.
      guard let namespace = try? NetworkNamespace.find(inode: inode) else {
        taps.append(nil)
        continue
      }
      taps.append(
        Tap(try namespace.run { () throws(LinuxError) in try PacketRing(.segments) }))
    }
    self.taps = taps
  }

  /// Takes in the segments that wait.
  public mutating func read() {
    for (number, tap) in taps.enumerated() {
      tap?.receive { bytes, arrival in
        guard segments.count < Self.most, !arrival.isLoopbackOutput else { return }
        segments.append(Segment(bytes, arrival, tap: number))
      }
    }
  }
}

extension SegmentTaps.Segment {
  fileprivate init(_ packet: RawSpan, _ arrival: PacketRing.Arrival, tap: Int) {
    time = Timestamp(nanoseconds: arrival.wallNanoseconds)
    self.tap = tap
    length = arrival.length
    cooked = CookedHeader(
      etherType: EtherType(rawValue: arrival.etherType),
      interface: UInt32(max(arrival.interface, 0)),
      direction: LinkHeader.Direction(rawValue: UInt16(arrival.packetType)) ?? .toThisHost,
      hardwareType: arrival.hardwareType, vlanTag: arrival.vlanTag)
    bytes = unsafe packet.withUnsafeBytes { unsafe Array($0) }
  }
}
