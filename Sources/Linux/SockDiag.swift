import CLinux
import Glibc

/// The TCP sockets of one network namespace (sock_diag(7)).
public struct SockDiag: ~Copyable {
  private var socket: NetlinkSocket

  /// Speaks to the namespace of the calling thread.
  public init() throws(LinuxError) { socket = try NetlinkSocket(.sockDiag) }

  /// One TCP socket.
  public struct Entry: Hashable, Sendable {
    /// The kernel's number (include/net/tcp_states.h): 1 is ESTABLISHED, 10 is LISTEN.
    public let state: UInt8
    public let local: SocketAddress
    /// Of a listener: unspecified, port 0.
    public let remote: SocketAddress
    /// The number by which /proc/PID/fd names it; 0 where no descriptor is left.
    public let inode: UInt32
    public let uid: UInt32
    /// Unread bytes; of a listener: the connections in its accept queue.
    public let receiveQueue: UInt32
    /// Unacknowledged bytes; of a listener: the accept queue's limit.
    public let sendQueue: UInt32
    /// Tells sockets apart while the host runs.
    public let cookie: UInt64
    /// Packets that the socket dropped, of a listener handshakes; nil where that was not asked for.
    public let drops: UInt32?
    /// How long ago the peer last acknowledged something; nil where that was not asked for.
    public let sinceAcknowledgment: Duration?

    /// TCP_LISTEN.
    static let listen = UInt8(TCP_LISTEN)
  }

  /// The sockets in `states`, a bit for each state's number.
  public mutating func sockets(
    _ family: AddressFamily, states: UInt32 = .max, withDrops: Bool = false,
    withTimes: Bool = false
  ) throws(LinuxError) -> [Entry] {
    var entries: [Entry] = []
    try visit(family, states: states, withDrops: withDrops, withTimes: withTimes) {
      entries.append($0)
    }
    return entries
  }

  /// Shows each socket in `states` once, without keeping them.
  public mutating func visit(
    _ family: AddressFamily, states: UInt32 = .max, withDrops: Bool = false,
    withTimes: Bool = false, _ body: (Entry) -> Void
  ) throws(LinuxError) {
    var message = NetlinkMessage(type: UInt16(SOCK_DIAG_BY_FAMILY), flags: NLM_F_DUMP)
    var request = Self.request(family)
    request.idiag_states = states
    if withDrops { request.idiag_ext |= 1 << (UInt8(INET_DIAG_SKMEMINFO) - 1) }
    if withTimes { request.idiag_ext |= 1 << (UInt8(INET_DIAG_INFO) - 1) }
    message.append(request)
    try socket.perform(message, "list TCP sockets") { reply in
      if let entry = Entry(reply) { body(entry) }
    }
  }

  /// The listening sockets.
  public mutating func listeners(
    _ family: AddressFamily, withDrops: Bool = false
  ) throws(LinuxError) -> [Entry] {
    try sockets(family, states: 1 << Entry.listen, withDrops: withDrops)
  }

  /// The handshakes that wait for their last ACK (SYN_RECV).
  public mutating func handshakes(_ family: AddressFamily) throws(LinuxError) -> [Entry] {
    try sockets(family, states: 1 << UInt32(TCP_SYN_RECV))
  }

  /// Destroys every connected socket of the calling thread's namespace.
  public static func destroyAll() throws(LinuxError) {
    var diag = try SockDiag()
    for family in AddressFamily.allCases {
      for socket in try diag.sockets(family) where socket.state != Entry.listen {
        try? diag.destroy(local: socket.local, remote: socket.remote)
      }
    }
  }

  /// Destroys one socket, as `ss -K` does: its application gets ECONNABORTED, its peer a reset.
  public mutating func destroy(
    local: SocketAddress, remote: SocketAddress
  ) throws(LinuxError) {
    var message = NetlinkMessage(type: UInt16(SOCK_DESTROY), flags: NLM_F_ACK)
    message.append(Self.request(local, remote))
    try socket.perform(message, "destroy a TCP socket")
  }

  /// The number of the state of one connected socket; fails with ENOENT where there is none.
  public mutating func state(
    local: SocketAddress, remote: SocketAddress
  ) throws(LinuxError) -> UInt8 {
    var message = NetlinkMessage(type: UInt16(SOCK_DIAG_BY_FAMILY), flags: NLM_F_ACK)
    message.append(Self.request(local, remote))
    var entry: Entry?
    try socket.perform(message, "look for a TCP socket") { entry = Entry($0) }
    // A listener stands in for a connection that there is not (inet_diag_find_one_icsk()).
    guard let entry, entry.state != Entry.listen else {
      throw LinuxError(operation: "look for a TCP socket", errno: ENOENT)
    }
    return entry.state
  }

  private static func request(
    _ local: SocketAddress, _ remote: SocketAddress
  ) -> inet_diag_req_v2 {
    var request = request(local.family)
    request.id.idiag_sport = local.port.bigEndian
    request.id.idiag_dport = remote.port.bigEndian
    withUnsafeMutableBytes(of: &request.id.idiag_src) { $0.copyBytes(from: local.addressBytes) }
    withUnsafeMutableBytes(of: &request.id.idiag_dst) { $0.copyBytes(from: remote.addressBytes) }
    return request
  }

  private static func request(_ family: AddressFamily) -> inet_diag_req_v2 {
    var request = inet_diag_req_v2()
    request.sdiag_family = family.rawValue
    request.sdiag_protocol = UInt8(IPPROTO_TCP)
    request.idiag_states = .max
    // INET_DIAG_NOCOOKIE: any socket of this tuple.
    request.id.idiag_cookie = (.max, .max)
    return request
  }
}

extension SockDiag.Entry {
  init?(_ reply: NetlinkReply) {
    guard let message = reply.payload.load(inet_diag_msg.self),
      let family = AddressFamily(rawValue: message.idiag_family)
    else { return nil }
    state = message.idiag_state
    local = SocketAddress(
      family, addressBytes: withUnsafeBytes(of: message.id.idiag_src) { Array($0) },
      port: UInt16(bigEndian: message.id.idiag_sport))
    remote = SocketAddress(
      family, addressBytes: withUnsafeBytes(of: message.id.idiag_dst) { Array($0) },
      port: UInt16(bigEndian: message.id.idiag_dport))
    inode = message.idiag_inode
    uid = message.idiag_uid
    receiveQueue = message.idiag_rqueue
    sendQueue = message.idiag_wqueue
    cookie = UInt64(message.id.idiag_cookie.1) << 32 | UInt64(message.id.idiag_cookie.0)
    let attributes = reply.attributes(after: MemoryLayout<inet_diag_msg>.size)
    let memory = attributes[UInt16(INET_DIAG_SKMEMINFO)]
    drops = memory?.dropFirst(4 * Int(SK_MEMINFO_DROPS)).load(UInt32.self)
    // tcpi_last_ack_recv, in milliseconds: the thirteenth number of struct tcp_info, after eight bytes.
    let age = attributes[UInt16(INET_DIAG_INFO)]?.dropFirst(8 + 12 * 4).load(UInt32.self)
    sinceAcknowledgment = age.map { .milliseconds(Int64($0)) }
  }
}
