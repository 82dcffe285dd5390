import Diagnosis
import Linux

/// The cable between the two hosts: a bridge in a namespace of its own, with a link to each host.
///
/// The bridge stands between the hosts so that one can lose its link, and with it all memory, while the
/// other's stays as it is; and so that a cut cable drops packets without a sign of it at either end.
struct LabNetwork: ~Copyable {
  private let middle: NetworkNamespace
  private var links: NetworkLinks
  private let addresses: LabAddresses
  private var isCut = false

  private static let bridge = "cable"
  private static let nobody: NetworkLinks.HardwareAddress = [2, 0, 0, 0, 0, 9]
  /// The name of a host's link inside the host.
  private static let hostLink = "eth0"

  init(_ addresses: LabAddresses) throws(LinuxError) {
    let middle = try NetworkNamespace.anonymous()
    var links = try middle.run { () throws(LinuxError) in try NetworkLinks() }
    try links.createBridge(Self.bridge)
    try links.setUp(Self.bridge)
    self.middle = middle
    self.links = links
    self.addresses = addresses
  }

  /// Gives `host`, which is the namespace, its link, its address and the way to the other host.
  mutating func plugIn(
    _ host: Scenario.Host, _ namespace: borrowing NetworkNamespace
  ) throws(LinuxError) {
    let port = host.rawValue
    try links.createVeth(
      port,
      peer: NetworkLinks.Peer(name: Self.hostLink, in: namespace, host.hardwareAddress))
    try links.setUp(port)
    var inside = try namespace.run { () throws(LinuxError) in try NetworkLinks() }
    try configure(&inside, host)
    try links.waitUntilRunning(port, limit: .seconds(5))
    try inside.waitUntilRunning(Self.hostLink, limit: .seconds(5))
    if !isCut { try links.attach(port, toBridge: Self.bridge) }
  }

  /// Takes a host's link away, and its address with it.
  mutating func unplug(_ host: Scenario.Host) throws(LinuxError) {
    try links.delete(host.rawValue)
  }

  /// Lets packets pass, or drops them all.
  mutating func setCable(whole: Bool) throws(LinuxError) {
    isCut = !whole
    for host in Scenario.Host.both {
      try links.attach(host.rawValue, toBridge: whole ? Self.bridge : nil)
    }
  }

  /// Has what a host sends find its way to the other, or go to a hardware address that nobody has.
  func setWay(from host: LabHost, up: Bool) throws(LinuxError) {
    let other = host.role.other
    try host.inside { () throws(LinuxError) in
      var links = try NetworkLinks()
      try links.addNeighbour(
        addresses.of(other), up ? other.hardwareAddress : Self.nobody, on: Self.hostLink)
    }
  }

  private func configure(
    _ inside: inout NetworkLinks, _ host: Scenario.Host
  ) throws(LinuxError) {
    let own = addresses.of(host)
    let other = addresses.of(host.other)
    let whole = UInt8(own.family.addressLength * 8)
    try inside.setUp("lo")
    try inside.setUp(Self.hostLink)
    try inside.addAddress(own, prefixLength: whole, to: Self.hostLink)
    try inside.addRoute(to: other, prefixLength: whole, over: Self.hostLink)
    // A neighbour that is asked for and does not answer would give EHOSTUNREACH, which a host that is
    // farther away than one cable does not.
    try inside.addNeighbour(other, host.other.hardwareAddress, on: Self.hostLink)
  }
}

extension Scenario.Host {
  /// A locally administered address; a host keeps it when it is rebooted.
  fileprivate var hardwareAddress: NetworkLinks.HardwareAddress {
    [2, 0, 0, 0, 0, self == .client ? 1 : 2]
  }
}
