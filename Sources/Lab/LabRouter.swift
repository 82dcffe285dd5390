import Diagnosis
import Linux

/// The kernel between the hosts as a router with rules.
struct LabRouter: ~Copyable {
  private var filter: PacketFilter
  private let addresses: LabAddresses

  /// Makes a router of the calling thread's namespace.
  init(_ addresses: LabAddresses, _ rules: [Scenario.RouterRule]) throws(LinuxError) {
    try SysctlFS.write("net.ipv4.ip_forward", "1")
    try SysctlFS.write("net.ipv6.conf.all.forwarding", "1")
    // It is on one link with both hosts, and would tell each of a better way.
    try SysctlFS.write("net.ipv4.conf.all.send_redirects", "0")
    var links = try NetworkLinks()
    try links.setUp("lo")
    var filter = try PacketFilter()
    // A rule that asks for connection tracking turns it on, and a later one must know of connections that
    // were opened before it.
    try filter.add([.established], to: .forward)
    for rule in rules { try Self.add(rule, to: &filter, addresses) }
    self.filter = filter
    self.addresses = addresses
  }

  /// Has the router know a host that was plugged in.
  static func plugIn(
    _ host: Scenario.Host, _ addresses: LabAddresses, _ links: inout NetworkLinks
  ) throws(LinuxError) {
    let whole = UInt8(addresses.middle.family.addressLength * 8)
    try links.addAddress(addresses.middle, prefixLength: whole, to: host.rawValue)
    try links.addRoute(to: addresses.of(host), prefixLength: whole, over: host.rawValue)
    try setWay(to: host, addresses, up: true, &links)
  }

  /// Has what goes to a host arrive, or be lost.
  static func setWay(
    to host: Scenario.Host, _ addresses: LabAddresses, up: Bool, _ links: inout NetworkLinks
  ) throws(LinuxError) {
    try links.addNeighbour(
      addresses.of(host), up ? host.hardwareAddress : LabNetwork.nobody, on: host.rawValue)
  }

  mutating func add(_ rule: Scenario.RouterRule) throws(LinuxError) {
    try Self.add(rule, to: &filter, addresses)
  }

  private static func add(
    _ rule: Scenario.RouterRule, to filter: inout PacketFilter, _ addresses: LabAddresses
  ) throws(LinuxError) {
    switch rule {
    case .masquerade:
      try filter.add(
        [.comesFrom(link: Scenario.Host.client.rawValue), .masquerade], to: .source)
    case .forwardPort(let port):
      var server = addresses.server
      server.port = port
      try filter.add(
        [.to(addresses.middle), .toPort(port), .redirect(to: server)], to: .destination)
    case .dropInvalid: try filter.add([.invalid, .drop], to: .forward)
    case .dropInvalidForSelf: try filter.add([.invalid, .drop], to: .input)
    case .untracked(let host):
      try filter.add([.comesFrom(link: host.rawValue), .untrack], to: .raw)
    case .rejectWithReset(let port, let established):
      try filter.add(
        [.toPort(port)] + (established ? [.established] : []) + [.rejectWithReset], to: .forward)
    }
  }
}

extension Scenario.Path {
  /// Whether the client knows the service by the router's address.
  var hidesServer: Bool {
    guard case .router(let rules) = self else { return false }
    return rules.contains { if case .forwardPort = $0 { true } else { false } }
  }
}
