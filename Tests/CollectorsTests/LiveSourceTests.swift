import Facts
import Foundation
import Linux
import Testing

@testable import Collectors

/// Each source, with a real reset in a network namespace of its own.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct LiveSourceTests {
  /// A namespace with its loopback link up, in which nothing listens.
  private static func namespace() throws -> NetworkNamespace {
    let namespace = try NetworkNamespace.anonymous()
    try namespace.run { () throws(LinuxError) in
      var links = try NetworkLinks()
      try links.setUp("lo")
    }
    return namespace
  }

  private static func loopback(_ family: AddressFamily, port: UInt16) -> SocketAddress {
    SocketAddress(family, bits: family == .ipv4 ? 0x7f00_0001 : 1, port: port)
  }

  /// A connection to a port where nothing listens: one SYN, one RST.
  private static func refuse(_ family: AddressFamily, port: UInt16) throws(LinuxError) {
    let socket = try StreamSocket(family)
    try? socket.beginConnect(to: loopback(family, port: port))
    _ = try? Poll.sleep(.milliseconds(50))
  }

  @Test(arguments: AddressFamily.allCases)
  func aPacketSocketSeesTheRefusal(_ family: AddressFamily) throws {
    let namespace = try Self.namespace()
    let resets = try namespace.run { () throws(LinuxError) in
      let source = try PacketResets.attached()
      try Self.refuse(family, port: 9)
      try Poll.sleep(.milliseconds(100))
      return source.poll().compactMap { event in
        if case .wire(let reset) = event { reset } else { nil }
      }
    }
    // On loopback a packet goes out and comes in.
    #expect(Set(resets.map(\.direction)) == [.outgoing, .incoming])
    for reset in resets {
      #expect(reset.form == .refusal && reset.netns == namespace.inode)
      #expect(reset.flow.source.port == 9 && reset.flow.source.address.isLoopback)
      #expect(reset.hopLimit == 64 && reset.window == 0 && reset.segment.payloadLength == 0)
      #expect((reset.identification != nil) == (family == .ipv4))
    }
  }

  @Test func countersMoveByTheRefusal() throws {
    let namespace = try Self.namespace()
    let events = try namespace.run { () throws(LinuxError) in
      let source = try CounterSource.attached()
      try Self.refuse(.ipv4, port: 9)
      return source.look()
    }
    guard case .counters(let change) = try #require(events.first) else { return }
    #expect(change[.outgoingResets] == 1 && change[.attemptFails] == 1)
    #expect(change.netns == namespace.inode && events.count == 1)
  }

  @Test(arguments: AddressFamily.allCases)
  func tracepointsSeeTheRefusalAtBothEnds(_ family: AddressFamily) throws {
    let port: UInt16 = family == .ipv4 ? 7 : 8
    let namespace = try Self.namespace()
    let source = try TracefsResets.attached()
    try namespace.run { () throws(LinuxError) in try Self.refuse(family, port: port) }
    var sent: SentReset?
    var received: ReceivedReset?
    for event in try source.poll() {
      if case .sent(let reset) = event, reset.flow.source.port == port { sent = reset }
      if case .received(let reset) = event, reset.flow.source.port == port { received = reset }
    }
    #expect(sent?.reason == "NO_SOCKET" && sent?.hasUnseenTrigger == true && sent?.actor == nil)
    #expect(sent?.flow.source.address.isLoopback == true)
    #expect(received?.socket.state == .synSent && received?.socket.role == .client)
    #expect(received?.socket.owner?.pid == getpid())
    #expect(source.lost == 0)
  }

  @Test func anInstanceEndsWithItsSourceAndTheAbandonedAreCleared() throws {
    let system = try TraceFileSystem()
    // No process can have this number (proc(5), /proc/sys/kernel/pid_max).
    let abandoned = "\(system.path)/instances/whyreset-4194305"
    try FileManager.default.createDirectory(atPath: abandoned, withIntermediateDirectories: false)
    let own = "\(system.path)/instances/whyreset-\(getpid())"
    do {
      let source = try TracefsResets.attached()
      #expect(FileManager.default.fileExists(atPath: own))
      #expect(!FileManager.default.fileExists(atPath: abandoned))
      #expect(source.descriptor >= 0)
    }
    #expect(!FileManager.default.fileExists(atPath: own))
  }

  @Test func aNamespaceThatIsNotThereIsOneClearError() {
    #expect(throws: LinuxError(operation: "find network namespace [1]", errno: ENOENT)) {
      _ = try PacketResets.attached(namespaces: [1])
    }
  }
}
