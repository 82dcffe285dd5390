import Diagnosis
import Linux

/// The addresses of the two hosts of one run. They are drawn at random, so that runs beside each other
/// never have a connection of the same addresses and ports.
struct LabAddresses {
  let client: SocketAddress
  let server: SocketAddress

  init(_ family: AddressFamily) {
    let network =
      switch family {
      // 198.18.0.0/15 is for tests of network devices (RFC 2544); a run takes four addresses of it.
      case .ipv4: UInt128(0xc612_0000) | UInt128.random(in: 0..<0x8000) << 2
      // fd00::/8 with a random global id and subnet (RFC 4193).
      case .ipv6: (UInt128(0xfd) << 120) | UInt128(UInt64.random(in: 0..<1 << 56)) << 64
      }
    client = SocketAddress(family, bits: network | 1, port: 0)
    server = SocketAddress(family, bits: network | 2, port: 0)
  }

  func of(_ host: Scenario.Host) -> SocketAddress { host == .client ? client : server }
}

extension Scenario.Host {
  var other: Scenario.Host { self == .client ? .server : .client }

  static let both: [Scenario.Host] = [.client, .server]
}
