import Diagnosis
import Linux

/// The addresses of the hosts of one run, and of what is between them. They are drawn at random, so that runs beside each other
/// never have a connection of the same addresses and ports.
struct LabAddresses {
  let client: SocketAddress
  let server: SocketAddress
  let middle: SocketAddress
  private let hidesServer: Bool

  /// With `hidesServer` the client knows the server by the middle's address.
  init(_ family: AddressFamily, hidesServer: Bool = false) {
    self.hidesServer = hidesServer
    let network =
      switch family {
      // 198.18.0.0/15 is for tests of network devices (RFC 2544); a run takes four addresses of it.
      case .ipv4: UInt128(0xc612_0000) | UInt128.random(in: 0..<0x8000) << 2
      // fd00::/8 with a random global id and subnet (RFC 4193).
      case .ipv6: (UInt128(0xfd) << 120) | UInt128(UInt64.random(in: 0..<1 << 56)) << 64
      }
    client = SocketAddress(family, bits: network | 1, port: 0)
    server = SocketAddress(family, bits: network | 2, port: 0)
    middle = SocketAddress(family, bits: network | 3, port: 0)
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
