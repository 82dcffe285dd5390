import Diagnosis
import Linux

/// A network that no other run on this host has at the same time: runs beside each other never have a connection
/// of the same addresses and ports.
struct LabSubnet: ~Copyable {
  let family: AddressFamily
  /// Its address, without those of its hosts.
  let bits: UInt128
  private let name: HeldName?

  init(_ family: AddressFamily) throws(LinuxError) {
    let first = UInt64.random(in: 0..<1 << 56)
    // IPv6 has more than can ever meet.
    let tries: UInt64 = family == .ipv4 ? Self.ipv4Count : 1
    var free: UInt128?
    var name: HeldName?
    for offset in 0..<tries where name == nil {
      let bits = Self.network(family, first + offset)
      name = try HeldName.take("whyreset-lab-\(family.rawValue)-\(bits)")
      if name != nil { free = bits }
    }
    guard let free else { throw LinuxError.allTaken("find a network for a run of the lab") }
    self.family = family
    bits = free
    self.name = name
  }

  /// 198.18.0.0/15 is for tests of network devices (RFC 2544); a run takes four addresses of it.
  private static let ipv4Count: UInt64 = 0x8000

  private static func network(_ family: AddressFamily, _ number: UInt64) -> UInt128 {
    switch family {
    case .ipv4: 0xc612_0000 | UInt128(number % ipv4Count) << 2
    // fd00::/8 with that global id and subnet (RFC 4193).
    case .ipv6: (UInt128(0xfd) << 120) | UInt128(number) << 64
    }
  }
}

/// The addresses of the hosts of one run, and of what is between them.
struct LabAddresses {
  let client: SocketAddress
  let server: SocketAddress
  let middle: SocketAddress
  private let hidesServer: Bool

  /// With `hidesServer` the client knows the server by the middle's address.
  init(in subnet: borrowing LabSubnet, hidesServer: Bool = false) {
    self.hidesServer = hidesServer
    client = SocketAddress(subnet.family, bits: subnet.bits | 1, port: 0)
    server = SocketAddress(subnet.family, bits: subnet.bits | 2, port: 0)
    middle = SocketAddress(subnet.family, bits: subnet.bits | 3, port: 0)
  }

  /// The address by which a host knows the other.
  func peer(of host: Scenario.Host) -> SocketAddress {
    host == .client && hidesServer ? middle : of(host.other)
  }

  func of(_ host: Scenario.Host) -> SocketAddress { host == .client ? client : server }
}

extension Scenario.Host {
  var other: Scenario.Host { self == .client ? .server : .client }

  static let both: [Scenario.Host] = [.client, .server]
}
