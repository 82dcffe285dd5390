import CLinux

/// A table of tracked connections that has no room left.
extension ConnectionTracking {
  /// More take too long, and too much memory.
  private static let most = 1 << 20
  /// In one datagram.
  private static let block = 64

  /// Fills the table of the calling thread's namespace with connections that never were, from 10.0.0.0/8.
  ///
  /// Each namespace counts its own, up to nf_conntrack_max (`__nf_conntrack_alloc()`); they go with it.
  public static func fill() throws(LinuxError) {
    let limit = try Int(SysctlFS.read("net.netfilter.nf_conntrack_max")) ?? 0
    guard (1...most).contains(limit) else {
      throw LinuxError.tooLarge("fill a table of \(limit) tracked connections")
    }
    var socket = try NetlinkSocket(.netfilter)
    var connections = Block()
    for number in 0...limit / block {
      connections.renumber(number)
      try socket.post(connections.bytes, "add tracked connections")
    }
    guard count() ?? 0 >= limit else {
      throw LinuxError.invalid("fill the table of tracked connections")
    }
  }

  /// Requests for connections with consecutive addresses, which are put together once and then only renumbered.
  private struct Block {
    private(set) var bytes: [UInt8] = []
    /// Where the last three bytes of addresses stand, and the number of the connection within the block.
    private var places: [(offset: Int, number: Int)] = []

    init() {
      let address: [UInt8] = [10, 99, 98, 97]
      let message = ConnectionTracking.request(from: address).bytes
      let starts = message.indices.dropLast(3).filter { Array(message[$0..<$0 + 4]) == address }
      for number in 0..<block {
        places += starts.map { (bytes.count + $0 + 1, number) }
        bytes += message
      }
    }

    mutating func renumber(_ block: Int) {
      for (offset, number) in places {
        let address = block * ConnectionTracking.block + number
        bytes[offset] = UInt8(truncatingIfNeeded: address >> 16)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: address >> 8)
        bytes[offset + 2] = UInt8(truncatingIfNeeded: address)
      }
    }
  }

  /// Asks for an established connection; only such a one is not given up for another (`early_drop()`).
  private static func request(from source: [UInt8]) -> NetlinkMessage {
    var message = NetlinkMessage(
      type: UInt16(NFNL_SUBSYS_CTNETLINK) << 8 | UInt16(IPCTNL_MSG_CT_NEW.rawValue),
      flags: NLM_F_CREATE | NLM_F_EXCL)
    message.append(
      nfgenmsg(
        nfgen_family: AddressFamily.ipv4.rawValue, version: UInt8(NFNETLINK_V0), res_id: 0))
    let tuple = Tuple(
      from: SocketAddress(.ipv4, addressBytes: source, port: 1024),
      to: SocketAddress(.ipv4, bits: 0x0aff_ffff, port: 80))
    message.nest(nested(CTA_TUPLE_ORIG.rawValue)) { $0.append(tuple) }
    message.nest(nested(CTA_TUPLE_REPLY.rawValue)) { $0.append(tuple.reversed) }
    message.attribute(Int(CTA_STATUS.rawValue), established.bigEndian)
    message.attribute(Int(CTA_TIMEOUT.rawValue), UInt32(600).bigEndian)
    message.nest(nested(CTA_PROTOINFO.rawValue)) {
      $0.nest(nested(CTA_PROTOINFO_TCP.rawValue)) {
        $0.attribute(Int(CTA_PROTOINFO_TCP_STATE.rawValue), establishedState)
      }
    }
    return message
  }

  /// IPS_SEEN_REPLY, IPS_ASSURED and IPS_CONFIRMED (linux/netfilter/nf_conntrack_common.h).
  private static let established: UInt32 = 1 << 1 | 1 << 2 | 1 << 3
  /// TCP_CONNTRACK_ESTABLISHED (linux/netfilter/nf_conntrack_tcp.h).
  private static let establishedState: UInt8 = 3
}
