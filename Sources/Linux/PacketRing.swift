import CLinux
import Glibc

/// TCP segments that pass through one network namespace, from a ring shared with the kernel
/// (packet(7), Documentation/networking/packet_mmap.rst, TPACKET_V3).
///
/// Needs CAP_NET_RAW.
public struct PacketRing: ~Copyable {
  /// What the kernel says of one packet besides its bytes.
  public struct Arrival: Hashable, Sendable {
    /// CLOCK_REALTIME in nanoseconds.
    public let wallNanoseconds: Int64
    /// The EtherType of what the bytes begin with.
    public let etherType: UInt16
    /// The tag control information of a VLAN tag that was taken off.
    public let vlanTag: UInt16?
    public let interface: Int32
    /// ARPHRD_… (linux/if_arp.h).
    public let hardwareType: UInt16
    /// Bytes that the packet had, from its network header on.
    public let length: Int
    /// PACKET_HOST, PACKET_OUTGOING … (packet(7)).
    public let packetType: UInt8
  }

  /// Which segments are handed over, and how much of each.
  public enum Selection: Sendable {
    /// Those with RST set: the headers, and a little.
    case resets
    /// The headers of all, or of those that come from or go to one of these ports.
    case headers(ports: [UInt16])
    /// All: the headers, and the beginning of the payload.
    case segments
  }

  private static let blockSize = 1 << 16
  private static let blockCount = 64
  /// The longest headers with options, and a little.
  private static let snapLength: UInt32 = 256

  /// A block's description begins with its status (`struct tpacket_hdr_v1`).
  private static let statusOffset = MemoryLayout<tpacket_block_desc>.offset(of: \.hdr)!

  private let socket: FileDescriptor
  private let memory: UnsafeMutableRawPointer
  private var block = 0
  private var dropped: UInt64 = 0

  /// Sees the namespace of the calling thread.
  public init(_ selection: Selection = .resets) throws(LinuxError) {
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
    // Protocol 0 hears nothing until bind(2), so that no packet gets past the filter.
    let socket = FileDescriptor(
      owning: try Syscall.run("open a packet socket") { Glibc.socket(AF_PACKET, type, 0) })
    try Self.filter(socket, selection)
    let memory = try Self.map(socket, patience: selection.patience)
    do throws(LinuxError) { try Self.listen(socket) } catch {
      munmap(memory, Self.blockSize * Self.blockCount)
      throw error
    }
    self.socket = socket
    self.memory = memory
  }

  deinit { munmap(memory, Self.blockSize * Self.blockCount) }

  /// Readable when packets wait; it must not be closed.
  public var descriptor: Int32 { socket.number }

  /// Hands every packet that waits to `body`, from its network header on.
  public mutating func receive(_ body: (RawSpan, Arrival) -> Void) {
    for _ in 0..<Self.blockCount {
      let start = memory + block * Self.blockSize
      let status = start + Self.statusOffset
      guard linux_load_acquire(status) & UInt32(TP_STATUS_USER) != 0 else { return }
      Self.read(UnsafeRawBufferPointer(start: start, count: Self.blockSize), body)
      linux_store_release(status, UInt32(TP_STATUS_KERNEL))
      block = (block + 1) % Self.blockCount
    }
  }

  /// Packets that found the ring full, from the beginning on.
  public mutating func lost() throws(LinuxError) -> UInt64 {
    var statistics = tpacket_stats_v3()
    var length = socklen_t(MemoryLayout<tpacket_stats_v3>.size)
    let number = socket.number
    // Reading sets them to zero.
    try Syscall.run("read packet statistics") {
      getsockopt(number, SOL_PACKET, PACKET_STATISTICS, &statistics, &length)
    }
    dropped += UInt64(statistics.tp_drops)
    return dropped
  }
}

extension PacketRing {
  private static func filter(
    _ socket: borrowing FileDescriptor, _ selection: Selection
  ) throws(LinuxError) {
    let number = socket.number
    var instructions =
      switch selection {
      case .resets: ClassicFilter.resets(snapLength: snapLength)
      case .headers(let ports): ClassicFilter.headers(ports: ports)
      case .segments: ClassicFilter.segments(snapLength: snapLength)
      }
    try instructions.withUnsafeMutableBufferPointer { buffer throws(LinuxError) in
      var program = sock_fprog(len: UInt16(buffer.count), filter: buffer.baseAddress)
      try Syscall.run("attach a packet filter") {
        setsockopt(
          number, SOL_SOCKET, SO_ATTACH_FILTER, &program,
          socklen_t(MemoryLayout<sock_fprog>.size))
      }
    }
  }

  private static func map(
    _ socket: borrowing FileDescriptor, patience: UInt32
  ) throws(LinuxError) -> UnsafeMutableRawPointer {
    let number = socket.number
    var version = Int32(TPACKET_V3.rawValue)
    try Syscall.run("set the packet ring's version") {
      setsockopt(number, SOL_PACKET, PACKET_VERSION, &version, socklen_t(4))
    }
    var request = tpacket_req3()
    request.tp_block_size = UInt32(blockSize)
    request.tp_block_nr = UInt32(blockCount)
    request.tp_frame_size = 512
    request.tp_frame_nr = UInt32(blockSize / 512 * blockCount)
    request.tp_retire_blk_tov = patience
    try Syscall.run("create a packet ring") {
      setsockopt(
        number, SOL_PACKET, PACKET_RX_RING, &request, socklen_t(MemoryLayout<tpacket_req3>.size))
    }
    let failed = UnsafeMutableRawPointer(bitPattern: -1)
    return try Syscall.pointer("map a packet ring") {
      let address = mmap(
        nil, blockSize * blockCount, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0)
      return address == failed ? nil : address
    }
  }

  private static func listen(_ socket: borrowing FileDescriptor) throws(LinuxError) {
    var address = sockaddr_ll()
    address.sll_family = UInt16(AF_PACKET)
    address.sll_protocol = UInt16(ETH_P_ALL).bigEndian
    let number = socket.number
    try Syscall.run("listen to packets") {
      withUnsafePointer(to: address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(number, $0, socklen_t(MemoryLayout<sockaddr_ll>.size))
        }
      }
    }
  }

  /// The address of a packet stands behind its header, aligned to 16 bytes (TPACKET_ALIGN).
  private static let addressOffset = (MemoryLayout<tpacket3_hdr>.size + 15) & ~15

  private static func read(
    _ block: UnsafeRawBufferPointer, _ body: (RawSpan, Arrival) -> Void
  ) {
    let header = block.loadUnaligned(as: tpacket_block_desc.self).hdr.bh1
    var offset = Int(header.offset_to_first_pkt)
    for _ in 0..<header.num_pkts {
      guard offset + addressOffset + MemoryLayout<sockaddr_ll>.size <= block.count else { return }
      let packet = block.loadUnaligned(fromByteOffset: offset, as: tpacket3_hdr.self)
      let address = block.loadUnaligned(
        fromByteOffset: offset + addressOffset, as: sockaddr_ll.self)
      let start = offset + Int(packet.tp_net)
      let end = start + Int(packet.tp_snaplen)
      guard end <= block.count else { return }
      body(UnsafeRawBufferPointer(rebasing: block[start..<end]).bytes, Arrival(packet, address))
      offset += Int(packet.tp_next_offset)
    }
  }
}

extension PacketRing.Selection {
  /// A block that is not full is handed over after so long, in milliseconds.
  fileprivate var patience: UInt32 {
    switch self {
    case .resets: 10
    case .headers, .segments: 50
    }
  }
}

extension PacketRing.Arrival {
  fileprivate init(_ packet: tpacket3_hdr, _ address: sockaddr_ll) {
    wallNanoseconds = Int64(packet.tp_sec) * 1_000_000_000 + Int64(packet.tp_nsec)
    etherType = UInt16(bigEndian: address.sll_protocol)
    let isTagged = packet.tp_status & UInt32(TP_STATUS_VLAN_VALID) != 0
    vlanTag = isTagged ? UInt16(truncatingIfNeeded: packet.hv1.tp_vlan_tci) : nil
    interface = address.sll_ifindex
    hardwareType = address.sll_hatype
    length = Int(packet.tp_len)
    packetType = address.sll_pkttype
  }
}
