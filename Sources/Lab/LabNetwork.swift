import Diagnosis
import Linux

/// What is between the two hosts: a namespace with a link to each, which are joined there.
///
/// It stands between the hosts so that one can lose its link, and with it all memory, while the other's
/// stays as it is; and so that a cut cable drops packets without a sign of it at either end.
struct LabNetwork: ~Copyable {
  private let middle: NetworkNamespace
  private var links: NetworkLinks
  private let addresses: LabAddresses
  private let junction: Junction
  private var router: LabRouter?
  private var relay: RelayProcess?
  /// What the relay does, so that another one can go on with it.
  private var relaying = Scenario.Relay()
  /// A machine that has taken a host's address.
  private var impostor: NetworkNamespace?
  private let program: String
  private var plugged: Set<Scenario.Host> = []
  private var isCut = false

  /// How the two links are joined.
  private enum Junction {
    case bridge, router, relay

    init(_ path: Scenario.Path) {
      switch path {
      case .cable: self = .bridge
      case .router: self = .router
      case .relay: self = .relay
      }
    }
  }

  private static let bridge = "cable"
  static let nobody: NetworkLinks.HardwareAddress = [2, 0, 0, 0, 0, 9]
  /// The name of a host's link inside the host.
  private static let hostLink = "eth0"

  /// `program` is whyreset's own path; its command `lab-relay` becomes the relay.
  init(
    _ addresses: LabAddresses, _ path: Scenario.Path, program: String
  ) throws(LinuxError) {
    let middle = try NetworkNamespace.anonymous()
    var links = try middle.run { () throws(LinuxError) in try NetworkLinks() }
    var router: LabRouter?
    var relaying = Scenario.Relay()
    switch path {
    case .cable:
      try links.createBridge(Self.bridge)
      try links.setUp(Self.bridge)
    case .router(let rules):
      router = try middle.run { () throws(LinuxError) in try LabRouter(addresses, rules) }
    case .relay(let relay): relaying = relay
    }
    junction = Junction(path)
    relay = nil
    impostor = nil
    self.router = router
    self.relaying = relaying
    self.program = program
    self.middle = middle
    self.links = links
    self.addresses = addresses
  }

  /// Gives the namespace between the hosts a name, under which it stays.
  func keep(as name: String) throws(LinuxError) { try middle.keep(as: name) }

  /// The namespace between the hosts, where a host of its own is there.
  var middleNamespace: UInt64? { junction == .bridge ? nil : middle.inode }

  /// Gives `host`, which is the namespace, its link, its address and the way to the other host.
  mutating func plugIn(
    _ host: Scenario.Host, _ namespace: borrowing NetworkNamespace
  ) throws(LinuxError) {
    let port = host.rawValue
    try links.createVeth(
      port, host.portAddress,
      peer: NetworkLinks.Peer(name: Self.hostLink, in: namespace, host.hardwareAddress))
    try links.setUp(port)
    var inside = try namespace.run { () throws(LinuxError) in try NetworkLinks() }
    try configure(&inside, host)
    if junction == .relay {
      try namespace.run { () throws(LinuxError) in try LinkOffloads.turnOff(Self.hostLink) }
    }
    try links.waitUntilRunning(port, limit: .seconds(5))
    try inside.waitUntilRunning(Self.hostLink, limit: .seconds(5))
    plugged.insert(host)
    try join(host)
  }

  /// Takes a host's link away, and its address with it.
  mutating func unplug(_ host: Scenario.Host) throws(LinuxError) {
    // The relay cannot do without a link; the next one begins with no memory of connections.
    relay = nil
    plugged.remove(host)
    try links.delete(host.rawValue)
  }

  /// Lets packets pass, or drops them all.
  mutating func setCable(whole: Bool) throws(LinuxError) {
    isCut = !whole
    if junction == .relay { return try tellRelay(.cut(isCut)) }
    for host in Scenario.Host.both {
      switch junction {
      case .bridge: try links.attach(host.rawValue, toBridge: whole ? Self.bridge : nil)
      case .router: try LabRouter.setWay(to: host, addresses, up: whole, &links)
      case .relay: break
      }
    }
  }

  /// Has what a host sends find its way to the other, or go to a hardware address that nobody has.
  func setWay(from host: LabHost, up: Bool) throws(LinuxError) {
    let other = host.role.other
    try host.inside { () throws(LinuxError) in
      var links = try NetworkLinks()
      try links.addNeighbour(
        addresses.of(other), up ? nextHop(of: host.role) : Self.nobody, on: Self.hostLink)
    }
  }

  /// Has another machine on the cable take a host's address, and the other host believe it.
  mutating func impersonate(
    _ role: Scenario.Host, before witness: LabHost
  ) throws(LinuxError) {
    guard junction == .bridge else { throw LinuxError.invalid("impersonate a host off the cable") }
    let namespace = try NetworkNamespace.anonymous()
    try links.createVeth(
      Self.impostorPort, [2, 0, 0, 0, 1, 3],
      peer: NetworkLinks.Peer(name: Self.hostLink, in: namespace, Self.impostorAddress))
    try links.setUp(Self.impostorPort)
    var inside = try namespace.run { () throws(LinuxError) in try NetworkLinks() }
    try configure(&inside, role)
    try links.attach(Self.impostorPort, toBridge: Self.bridge)
    try links.waitUntilRunning(Self.impostorPort, limit: .seconds(5))
    try inside.waitUntilRunning(Self.hostLink, limit: .seconds(5))
    let address = addresses.of(role)
    try witness.inside { () throws(LinuxError) in
      var links = try NetworkLinks()
      try links.addNeighbour(address, Self.impostorAddress, on: Self.hostLink)
    }
    impostor = consume namespace
  }

  private static let impostorPort = "impostor"
  private static let impostorAddress: NetworkLinks.HardwareAddress = [2, 0, 0, 0, 0, 3]

  /// A kernel parameter of the router.
  func setRouter(_ name: String, to value: String) throws(LinuxError) {
    try SysctlFS.write(name, value, in: middle)
  }

  mutating func addRule(_ rule: Scenario.RouterRule) throws(LinuxError) {
    guard router != nil else { throw LinuxError.invalid("add a rule where there is no router") }
    try router!.add(rule)
  }

  mutating func change(_ change: Scenario.RelayChange) throws(LinuxError) {
    guard junction == .relay else {
      throw LinuxError.invalid("change a relay where there is none")
    }
    if case .set(let relay) = change { relaying = relay }
    try tellRelay(.change(change))
  }

  private func tellRelay(_ instruction: RelayInstruction) throws(LinuxError) {
    if relay != nil { try relay!.tell(instruction) }
  }

  private mutating func startRelay() throws(LinuxError) {
    relay = try RelayProcess(program: program, middle: addresses.middle, in: middle)
    try tellRelay(.change(.set(relaying)))
    if isCut { try tellRelay(.cut(true)) }
  }

  private mutating func join(_ host: Scenario.Host) throws(LinuxError) {
    switch junction {
    case .bridge: if !isCut { try links.attach(host.rawValue, toBridge: Self.bridge) }
    case .router:
      try LabRouter.plugIn(host, addresses, &links)
      if plugged.count == Scenario.Host.both.count {
        relay = try RelayProcess(program: program, middle: nil, in: middle)
      }
      if isCut { try LabRouter.setWay(to: host, addresses, up: false, &links) }
    case .relay: if plugged.count == Scenario.Host.both.count { try startRelay() }
    }
  }

  private func configure(
    _ inside: inout NetworkLinks, _ host: Scenario.Host
  ) throws(LinuxError) {
    let own = addresses.of(host)
    let whole = UInt8(own.family.addressLength * 8)
    try inside.setUp("lo")
    try inside.setUp(Self.hostLink)
    try inside.addAddress(own, prefixLength: whole, to: Self.hostLink)
    for other in [addresses.of(host.other), addresses.middle] {
      try inside.addRoute(to: other, prefixLength: whole, over: Self.hostLink)
      // A neighbour that is asked for and does not answer would give EHOSTUNREACH, which a host that is
      // farther away than one cable does not.
      try inside.addNeighbour(other, nextHop(of: host), on: Self.hostLink)
    }
  }

  /// Whom a host hands its packets to.
  private func nextHop(of host: Scenario.Host) -> NetworkLinks.HardwareAddress {
    junction == .router ? host.portAddress : host.other.hardwareAddress
  }
}

extension Scenario.Host {
  /// A locally administered address; a host keeps it when it is rebooted.
  var hardwareAddress: NetworkLinks.HardwareAddress {
    [2, 0, 0, 0, 0, self == .client ? 1 : 2]
  }

  /// That of the middle's link to the host.
  var portAddress: NetworkLinks.HardwareAddress {
    [2, 0, 0, 0, 1, self == .client ? 1 : 2]
  }
}
