import Facts
import Linux

extension Endpoint {
  init(_ address: SocketAddress) {
    self.init(
      address.family == .ipv4
        ? IPAddress(v4: UInt32(truncatingIfNeeded: address.bits)) : IPAddress(v6: address.bits),
      port: address.port)
  }
}

extension SocketAddress {
  init(_ endpoint: Endpoint) {
    let address = endpoint.address
    self.init(
      address.isIPv4 ? .ipv4 : .ipv6,
      bits: address.isIPv4 ? address.bits & 0xffff_ffff : address.bits, port: endpoint.port)
  }
}
