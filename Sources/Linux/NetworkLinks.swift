import CLinux
import Glibc

/// The links, addresses and routes of one network namespace (rtnetlink(7)).
public struct NetworkLinks: ~Copyable {
  private var socket: NetlinkSocket

  /// Speaks to the namespace of the calling thread.
  public init() throws(LinuxError) { socket = try NetlinkSocket(.route) }

  /// The far end of a veth pair: its name, its namespace, its hardware address.
  public struct Peer {
    public let name: String
    public let namespace: Int32
    public let hardwareAddress: HardwareAddress

    public init(
      name: String, in namespace: borrowing NetworkNamespace, _ address: HardwareAddress
    ) {
      self.name = name
      self.namespace = namespace.descriptor.number
      hardwareAddress = address
    }
  }

  /// Six bytes.
  public typealias HardwareAddress = InlineArray<6, UInt8>

  /// Creates a pair of virtual Ethernet links, `name` here and its peer elsewhere (veth(4)); without an
  /// address of its own, `name` gets a random one.
  public mutating func createVeth(
    _ name: String, _ address: HardwareAddress? = nil, peer: Peer
  ) throws(LinuxError) {
    var message = Self.newLink(name)
    if let address { message.attribute(Int(IFLA_ADDRESS), address) }
    message.nest(Int(IFLA_LINKINFO)) { link in
      link.attribute(Int(IFLA_INFO_KIND), text: "veth")
      link.nest(Int(IFLA_INFO_DATA)) { data in
        data.nest(Int(VETH_INFO_PEER)) { Self.describe(peer, in: &$0) }
      }
    }
    try socket.perform(message, "create veth \(name)")
  }

  public mutating func createBridge(_ name: String) throws(LinuxError) {
    var message = Self.newLink(name)
    message.nest(Int(IFLA_LINKINFO)) {
      $0.attribute(Int(IFLA_INFO_KIND), text: "bridge")
    }
    try socket.perform(message, "create bridge \(name)")
  }

  /// Deletes a link, and with it the other end of a veth pair.
  public mutating func delete(_ name: String) throws(LinuxError) {
    var message = NetlinkMessage(type: UInt16(RTM_DELLINK), flags: NLM_F_ACK)
    message.append(ifinfomsg())
    message.attribute(Int(IFLA_IFNAME), text: name)
    try socket.perform(message, "delete link \(name)")
  }

  public mutating func setUp(_ name: String) throws(LinuxError) {
    var message = NetlinkMessage(type: UInt16(RTM_NEWLINK), flags: NLM_F_ACK)
    var link = ifinfomsg()
    link.ifi_flags = UInt32(IFF_UP)
    link.ifi_change = UInt32(IFF_UP)
    message.append(link)
    message.attribute(Int(IFLA_IFNAME), text: name)
    try socket.perform(message, "set link \(name) up")
  }

  /// Makes a link a port of a bridge, or of none.
  public mutating func attach(_ name: String, toBridge bridge: String?) throws(LinuxError) {
    let index = if let bridge { try index(of: bridge) } else { Int32(0) }
    var message = NetlinkMessage(type: UInt16(RTM_NEWLINK), flags: NLM_F_ACK)
    message.append(ifinfomsg())
    message.attribute(Int(IFLA_IFNAME), text: name)
    message.attribute(Int(IFLA_MASTER), index)
    try socket.perform(message, "attach link \(name) to \(bridge ?? "nothing")")
  }

  /// The addresses of all links.
  public mutating func addresses() throws(LinuxError) -> [SocketAddress] {
    var message = NetlinkMessage(type: UInt16(RTM_GETADDR), flags: NLM_F_DUMP)
    message.append(ifaddrmsg())
    var found: [SocketAddress] = []
    try socket.perform(message, "list addresses") { reply in
      guard let head = reply.payload.load(ifaddrmsg.self),
        let family = AddressFamily(rawValue: head.ifa_family)
      else { return }
      let attributes = reply.attributes(after: MemoryLayout<ifaddrmsg>.size)
      // On a point-to-point link IFA_ADDRESS is the peer's (if_addr.h).
      let own = attributes[UInt16(IFA_LOCAL)] ?? attributes[UInt16(IFA_ADDRESS)]
      guard let own, own.count == family.addressLength else { return }
      found.append(SocketAddress(family, addressBytes: Array(own), port: 0))
    }
    return found
  }

  /// Adds an address that is usable at once, without duplicate address detection.
  public mutating func addAddress(
    _ address: SocketAddress, prefixLength: UInt8, to name: String
  ) throws(LinuxError) {
    var message = NetlinkMessage(
      type: UInt16(RTM_NEWADDR), flags: NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL)
    message.append(
      ifaddrmsg(
        ifa_family: address.family.rawValue, ifa_prefixlen: prefixLength,
        ifa_flags: UInt8(IFA_F_NODAD), ifa_scope: 0, ifa_index: UInt32(try index(of: name))))
    message.attribute(Int(IFA_LOCAL), bytes: address.addressBytes)
    message.attribute(Int(IFA_ADDRESS), bytes: address.addressBytes)
    try socket.perform(message, "add an address to \(name)")
  }

  /// Adds a route to `destination`, which is on the link itself.
  public mutating func addRoute(
    to destination: SocketAddress, prefixLength: UInt8, over name: String
  ) throws(LinuxError) {
    var message = NetlinkMessage(
      type: UInt16(RTM_NEWROUTE), flags: NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL)
    var route = rtmsg()
    route.rtm_family = destination.family.rawValue
    route.rtm_dst_len = prefixLength
    route.rtm_table = UInt8(RT_TABLE_MAIN.rawValue)
    route.rtm_protocol = UInt8(RTPROT_BOOT)
    route.rtm_scope = UInt8(RT_SCOPE_LINK.rawValue)
    route.rtm_type = UInt8(RTN_UNICAST)
    message.append(route)
    message.attribute(Int(RTA_DST.rawValue), bytes: destination.addressBytes)
    message.attribute(Int(RTA_OIF.rawValue), try index(of: name))
    try socket.perform(message, "add a route over \(name)")
  }

  /// Adds a neighbour that is never asked for its hardware address.
  public mutating func addNeighbour(
    _ address: SocketAddress, _ hardwareAddress: HardwareAddress, on name: String
  ) throws(LinuxError) {
    var message = NetlinkMessage(
      type: UInt16(RTM_NEWNEIGH), flags: NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE)
    var neighbour = ndmsg()
    neighbour.ndm_family = address.family.rawValue
    neighbour.ndm_ifindex = try index(of: name)
    neighbour.ndm_state = UInt16(NUD_PERMANENT)
    message.append(neighbour)
    message.attribute(Int(NDA_DST), bytes: address.addressBytes)
    message.attribute(Int(NDA_LLADDR), hardwareAddress)
    try socket.perform(message, "add a neighbour on \(name)")
  }

  /// The link's number in its namespace.
  public mutating func index(of name: String) throws(LinuxError) -> Int32 {
    try find(name).ifi_index
  }

  private mutating func flags(of name: String) throws(LinuxError) -> UInt32 {
    try find(name).ifi_flags
  }

  private mutating func find(_ name: String) throws(LinuxError) -> ifinfomsg {
    var message = NetlinkMessage(type: UInt16(RTM_GETLINK), flags: NLM_F_ACK)
    message.append(ifinfomsg())
    message.attribute(Int(IFLA_IFNAME), text: name)
    var link: ifinfomsg?
    try socket.perform(message, "find link \(name)") {
      link = $0.payload.load(ifinfomsg.self)
    }
    guard let link else { throw LinuxError(operation: "find link \(name)", errno: ENODEV) }
    return link
  }

  /// Waits until packets can pass: both ends of the link are up, and the kernel has seen it.
  public mutating func waitUntilRunning(
    _ name: String, limit: Duration
  ) throws(LinuxError) {
    let end = ContinuousClock.now + limit
    while try flags(of: name) & UInt32(IFF_RUNNING) == 0 {
      guard ContinuousClock.now < end else {
        throw LinuxError(operation: "wait for link \(name)", errno: ETIMEDOUT)
      }
      try Poll.sleep(.milliseconds(1))
    }
  }

  static func newLink(_ name: String) -> NetlinkMessage {
    var message = NetlinkMessage(
      type: UInt16(RTM_NEWLINK), flags: NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL)
    message.append(ifinfomsg())
    message.attribute(Int(IFLA_IFNAME), text: name)
    return message
  }

  private static func describe(_ peer: Peer, in message: inout NetlinkMessage) {
    message.append(ifinfomsg())
    message.attribute(Int(IFLA_IFNAME), text: peer.name)
    message.attribute(Int(IFLA_ADDRESS), peer.hardwareAddress)
    message.attribute(Int(IFLA_NET_NS_FD), peer.namespace)
  }
}
