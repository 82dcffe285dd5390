import Foundation
import Linux
import Testing

@Suite(.enabled(if: geteuid() == 0)) struct SockDiagTests {
  /// A namespace with its loopback link up.
  static func loopback() throws(LinuxError) -> NetworkNamespace {
    let namespace = try NetworkNamespace.anonymous()
    var links = try namespace.run { () throws(LinuxError) in try NetworkLinks() }
    try links.setUp("lo")
    return namespace
  }

  static func loopbackAddress(_ family: AddressFamily, port: UInt16) -> SocketAddress {
    SocketAddress(family, bits: family == .ipv4 ? 0x7f00_0001 : 1, port: port)
  }

  @Test(arguments: AddressFamily.allCases)
  func seesAListenerAndItsQueue(_ family: AddressFamily) throws {
    let namespace = try Self.loopback()
    let address = Self.loopbackAddress(family, port: 8080)
    let listener = try namespace.run { () throws(LinuxError) in
      let socket = try StreamSocket(family)
      try socket.bind(to: address)
      try socket.listen(backlog: 7)
      return socket
    }
    let client = try namespace.run { () throws(LinuxError) in
      let socket = try StreamSocket(family)
      try socket.beginConnect(to: address)
      return socket
    }
    var diag = try namespace.run { () throws(LinuxError) in try SockDiag() }
    let entries = try diag.listeners(family)
    try #require(entries.count == 1)
    #expect(entries[0].local == address)
    #expect(entries[0].state == 10)
    #expect(entries[0].receiveQueue == 1)
    #expect(entries[0].sendQueue == 7)
    #expect(entries[0].uid == 0)
    var status = stat()
    fstat(listener.descriptor.number, &status)
    #expect(UInt64(entries[0].inode) == UInt64(status.st_ino))
    let connected = try diag.sockets(family, states: 1 << 1)
    #expect(connected.count == 2)
    let local = try client.localAddress()
    #expect(connected.contains { $0.local == local && $0.remote == address })
  }

  @Test(arguments: AddressFamily.allCases)
  func seesWhatAListenerDropped(_ family: AddressFamily) throws {
    let namespace = try Self.loopback()
    let address = Self.loopbackAddress(family, port: 8080)
    let listener = try namespace.run { () throws(LinuxError) in
      let socket = try StreamSocket(family)
      try socket.bind(to: address)
      try socket.listen(backlog: 0)
      return socket
    }
    // One connection is more than none: the queue is full, and the next SYN is dropped.
    var drops: [UInt32?] = []
    for _ in 0..<2 {
      try namespace.run { () throws(LinuxError) in
        let socket = try StreamSocket(family)
        try socket.beginConnect(to: address)
        var diag = try SockDiag()
        drops += try diag.listeners(family, withDrops: true).map(\.drops)
        #expect(try diag.listeners(family).map(\.drops) == [nil])
      }
    }
    #expect(drops == [0, 1])
    #expect(try listener.localAddress() == address)
  }

  @Test(arguments: AddressFamily.allCases)
  func destroysOneSocket(_ family: AddressFamily) throws {
    let namespace = try Self.loopback()
    let address = Self.loopbackAddress(family, port: 8080)
    let listener = try namespace.run { () throws(LinuxError) in
      let socket = try StreamSocket(family)
      try socket.bind(to: address)
      try socket.listen(backlog: 7)
      return socket
    }
    let client = try namespace.run { () throws(LinuxError) in
      let socket = try StreamSocket(family)
      try socket.beginConnect(to: address)
      return socket
    }
    let accepted = try listener.accept()
    var diag = try namespace.run { () throws(LinuxError) in try SockDiag() }
    let local = try #require(try client.localAddress())
    try diag.destroy(local: local, remote: address)
    #expect(try client.takeError() == ECONNABORTED)
    #expect(try accepted.takeError() == ECONNRESET)
    #expect(throws: LinuxError(operation: "destroy a TCP socket", errno: ENOENT)) {
      try diag.destroy(local: local, remote: address)
    }
  }
}
