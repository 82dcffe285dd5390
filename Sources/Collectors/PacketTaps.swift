public import Facts
public import Linux

/// Packet sockets in network namespaces that keep the headers of all TCP segments for a moment.
///
/// Needs CAP_NET_RAW; for other namespaces than its own, CAP_SYS_ADMIN too.
public struct PacketTaps: ~Copyable {
  private let waiter: DescriptorSet
  private var taps: [Tap?]
  /// The inode numbers of the namespaces, by the number of the tap.
  public let namespaces: [UInt64]
  private var packets = RecentPackets()
  private var lostBefore: UInt64 = 0

  /// The ring of one namespace.
  private final class Tap {
    private var ring: PacketRing
    init(_ ring: consuming PacketRing) { self.ring = ring }

    var descriptor: Int32 { ring.descriptor }
    func receive(_ body: (RawSpan, PacketRing.Arrival) -> Void) { ring.receive(body) }
    func lost() -> UInt64 { (try? ring.lost()) ?? 0 }
  }

  /// Listens in `namespaces`, inode numbers; with none, in this process's own. With ports, only to connections
  /// that have one of them.
  public init(namespaces: [UInt32] = [], ports: [UInt16] = []) throws(LinuxError) {
    let own = try NetworkNamespace.current().inode
    let inodes = namespaces.isEmpty ? [own] : namespaces.map { UInt64($0) }
    let waiter = try DescriptorSet()
    var taps: [Tap?] = []
    for inode in inodes {
      let namespace = try NetworkNamespace.find(inode: inode)
      let ring = try namespace.run { () throws(LinuxError) in
        try PacketRing(.headers(ports: ports))
      }
      taps.append(Tap(ring))
    }
    for case .some(let tap) in taps { try waiter.add(tap.descriptor) }
    self.waiter = waiter
    self.taps = taps
    self.namespaces = inodes
  }

  /// Readable when packets wait; it must not be closed.
  public var descriptor: Int32 { waiter.descriptor }

  /// Takes in the packets that wait.
  public mutating func read() {
    for (number, tap) in taps.enumerated() {
      tap?.receive { packets.add($0, $1, tap: number) }
    }
  }

  /// The packets of these connections that passed lately; each is handed out once.
  public mutating func take(_ flows: [Flow]) -> [RecentPackets.Packet] { packets.take(flows) }

  /// Lets go of a namespace, which a packet socket keeps alive.
  public mutating func leave(_ namespace: UInt32) {
    for index in taps.indices where namespaces[index] == UInt64(namespace) {
      lostBefore += taps[index]?.lost() ?? 0
      taps[index] = nil
    }
  }

  /// Packets that were lost because this program did not keep up.
  public var lost: UInt64 { lostBefore + taps.reduce(0) { $0 + ($1?.lost() ?? 0) } }
}
