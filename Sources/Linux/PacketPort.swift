import CLinux
import Glibc

/// All frames that come in over one link, from a ring shared with the kernel (packet(7), TPACKET_V2), and
/// a way out over it. Frames can be changed where they lie, and sent on from there.
///
/// Needs CAP_NET_RAW.
public struct PacketPort: ~Copyable {
  private static let frameSize = 2048
  private static let frameCount = 4096
  private static let blockSize = 1 << 16
  /// Frames that go in one call.
  private static let batch = 64

  private let socket: FileDescriptor
  private let memory: UnsafeMutableRawPointer
  private let outgoing: UnsafeMutablePointer<iovec>
  private var next = 0

  /// Opens the link of that name in the calling thread's namespace.
  public init(link: String) throws(LinuxError) {
    var links = try NetworkLinks()
    let index = try links.index(of: link)
    let type = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = FileDescriptor(
      owning: try Syscall.run("open a packet socket") { Glibc.socket(AF_PACKET, type, 0) })
    let size = Self.frameSize * Self.frameCount
    try Self.configure(socket)
    let failed = UnsafeMutableRawPointer(bitPattern: -1)
    let memory = try Syscall.pointer("map a packet ring") {
      let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, socket.number, 0)
      return address == failed ? nil : address
    }
    do throws(LinuxError) { try Self.bind(socket, index) } catch {
      munmap(memory, size)
      throw error
    }
    self.socket = socket
    self.memory = memory
    outgoing = .allocate(capacity: Self.batch)
  }

  deinit {
    munmap(memory, Self.frameSize * Self.frameCount)
    outgoing.deallocate()
  }

  /// Readable when frames wait; it must not be closed.
  public var descriptor: Int32 { socket.number }

  /// Hands up to a batch of the frames that wait to `decide`, which may change them, and sends those on
  /// over `other` for which it says true. How many there were.
  public mutating func relay(
    to other: borrowing PacketPort, _ decide: (inout MutableRawSpan) -> Bool
  ) -> Int {
    let first = next
    var count = 0
    var going = 0
    while count < Self.batch, let frame = waiting(at: next) {
      var span = frame.mutableBytes
      if decide(&span) {
        outgoing[going] = iovec(iov_base: frame.baseAddress, iov_len: frame.count)
        going += 1
      }
      next = (next + 1) % Self.frameCount
      count += 1
    }
    other.send(outgoing, going)
    for index in 0..<count {
      linux_store_release(start((first + index) % Self.frameCount), UInt32(TP_STATUS_KERNEL))
    }
    return count
  }

  /// Sends one frame.
  public func send(_ frame: [UInt8]) {
    frame.withUnsafeBytes {
      var vector = iovec(
        iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
      send(&vector, 1)
    }
  }

  /// What the kernel does not take is lost, as on any link.
  private func send(_ frames: UnsafeMutablePointer<iovec>, _ count: Int) {
    var sent = 0
    while sent < count {
      let done = try? Syscall.run("send frames") {
        linux_send_frames(socket.number, frames + sent, UInt32(count - sent))
      }
      sent += Int(max(done ?? 1, 1))
    }
  }

  private func start(_ index: Int) -> UnsafeMutableRawPointer { memory + index * Self.frameSize }

  /// The frame at a place of the ring, if there is one.
  private func waiting(at index: Int) -> UnsafeMutableRawBufferPointer? {
    let start = start(index)
    guard linux_load_acquire(start) & UInt32(TP_STATUS_USER) != 0 else { return nil }
    let header = start.loadUnaligned(as: tpacket2_hdr.self)
    let offset = Int(header.tp_mac)
    let length = min(Int(header.tp_snaplen), Self.frameSize - offset)
    return UnsafeMutableRawBufferPointer(start: start + offset, count: length)
  }

  private static func configure(_ socket: borrowing FileDescriptor) throws(LinuxError) {
    try set(socket, PACKET_IGNORE_OUTGOING, Int32(1))
    try set(socket, PACKET_QDISC_BYPASS, Int32(1))
    try set(socket, PACKET_VERSION, Int32(TPACKET_V2.rawValue))
    let size = frameSize * frameCount
    try set(
      socket, PACKET_RX_RING,
      tpacket_req(
        tp_block_size: UInt32(blockSize), tp_block_nr: UInt32(size / blockSize),
        tp_frame_size: UInt32(frameSize), tp_frame_nr: UInt32(frameCount)))
  }

  private static func set<Value: BitwiseCopyable>(
    _ socket: borrowing FileDescriptor, _ option: Int32, _ value: Value
  ) throws(LinuxError) {
    let number = socket.number
    try Syscall.run("set up a packet socket") {
      withUnsafeBytes(of: value) {
        setsockopt(number, SOL_PACKET, option, $0.baseAddress, socklen_t($0.count))
      }
    }
  }

  private static func bind(
    _ socket: borrowing FileDescriptor, _ index: Int32
  ) throws(LinuxError) {
    var address = sockaddr_ll()
    address.sll_family = UInt16(AF_PACKET)
    address.sll_protocol = UInt16(ETH_P_ALL).bigEndian
    address.sll_ifindex = index
    let number = socket.number
    try Syscall.run("bind a packet socket") {
      withUnsafePointer(to: address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.bind(number, $0, socklen_t(MemoryLayout<sockaddr_ll>.size))
        }
      }
    }
  }
}
