import Foundation
import Linux
import Testing

/// Links, addresses and routes in namespaces that the tests make.
@Suite(.enabled(if: geteuid() == 0)) struct NetworkLinksTests {
  static func address(_ family: AddressFamily, _ host: UInt128, port: UInt16 = 0) -> SocketAddress {
    let network = family == .ipv4 ? UInt128(0xc612_0000) : UInt128(0xfd) << 120
    return SocketAddress(family, bits: network | host, port: port)
  }

  /// Two namespaces joined by a veth pair, configured for `family`.
  struct Pair: ~Copyable {
    let left: NetworkNamespace
    let right: NetworkNamespace

    init(_ family: AddressFamily) throws(LinuxError) {
      let left = try NetworkNamespace.anonymous()
      let right = try NetworkNamespace.anonymous()
      var leftLinks = try left.run { () throws(LinuxError) in try NetworkLinks() }
      var rightLinks = try right.run { () throws(LinuxError) in try NetworkLinks() }
      try leftLinks.createVeth(
        "left", peer: NetworkLinks.Peer(name: "right", in: right, [2, 0, 0, 0, 0, 7]))
      let whole = UInt8(family.addressLength * 8)
      try leftLinks.setUp("left")
      try rightLinks.setUp("right")
      try leftLinks.addAddress(address(family, 1), prefixLength: whole, to: "left")
      try rightLinks.addAddress(address(family, 2), prefixLength: whole, to: "right")
      try leftLinks.addRoute(to: address(family, 2), prefixLength: whole, over: "left")
      try rightLinks.addRoute(to: address(family, 1), prefixLength: whole, over: "right")
      try leftLinks.waitUntilRunning("left", limit: .seconds(5))
      try rightLinks.waitUntilRunning("right", limit: .seconds(5))
      self.left = left
      self.right = right
    }
  }

  @Test(arguments: AddressFamily.allCases)
  func aVethPairCarriesAConnection(_ family: AddressFamily) throws {
    let pair = try Pair(family)
    let listener = try pair.right.run { () throws(LinuxError) in
      let socket = try StreamSocket(family)
      try socket.bind(to: .any(family, port: 80))
      try socket.listen(backlog: 5)
      return socket
    }
    let client = try pair.left.run { () throws(LinuxError) in
      let socket = try StreamSocket(family)
      try socket.beginConnect(to: Self.address(family, 2, port: 80))
      return socket
    }
    #expect(
      try Poll.wait(for: .readable, on: listener.descriptor, limit: .seconds(5)) == .ready)
    let accepted = try listener.accept()
    #expect(try accepted.remoteAddress() == client.localAddress())
    #expect(try accepted.localAddress() == Self.address(family, 2, port: 80))
    #expect(try client.localAddress()?.bits == Self.address(family, 1).bits)
  }

  @Test(arguments: AddressFamily.allCases)
  func listsTheAddressesOfANamespace(_ family: AddressFamily) throws {
    let pair = try Pair(family)
    var links = try pair.left.run { () throws(LinuxError) in try NetworkLinks() }
    let addresses = try links.addresses()
    #expect(addresses.contains(Self.address(family, 1)))
    #expect(!addresses.contains(Self.address(family, 2)))
  }

  @Test func aLinkThatIsNotThereIsNamed() throws {
    var links = try NetworkNamespace.anonymous().run { () throws(LinuxError) in
      try NetworkLinks()
    }
    #expect(throws: LinuxError(operation: "find link eth7", errno: ENODEV)) {
      try links.index(of: "eth7")
    }
  }

  @Test func aLinkThatIsThereAlreadyIsRefused() throws {
    var links = try NetworkNamespace.anonymous().run { () throws(LinuxError) in
      try NetworkLinks()
    }
    try links.createBridge("b")
    let error = #expect(throws: LinuxError.self) { try links.createBridge("b") }
    #expect(error?.errno == EEXIST)
    #expect(error?.operation.hasPrefix("create bridge b") == true)
    try links.delete("b")
    try links.createBridge("b")
  }
}
