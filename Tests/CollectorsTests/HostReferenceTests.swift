import Facts
import Foundation
import Knowledge
import Testing

@testable import Collectors

@Suite struct HostReferenceTests {
  @Test func readsAParameterOfThisKernel() {
    #expect(HostReference.value(of: .keepaliveTime).running.flatMap { Int($0) } != nil)
    #expect(HostReference.value(of: Sysctl(rawValue: "net.ipv4.tcp_tw_recycle")).running == nil)
  }

  @Test func readsTheCountersOfThisNamespace() {
    #expect(HostReference.counters()[.listenOverflows] != nil)
    #expect(HostReference.counters()[.outgoingResets] != nil)
  }

  /// `watch` prints these names, and people ask what they mean.
  @Test(arguments: KernelReason.Kind.allCases)
  func theReferenceExplainsTheReasonsOfThisKernel(_ kind: KernelReason.Kind) throws {
    let names = try #require(
      HostReference.names(of: kind.enumeration, prefix: kind.prefix))
    let known = Set(KernelReason.all.filter { $0.kind == kind }.map(\.name))
    let wanted = names.filter { name in
      name != "MAX" && (kind == .reset || name.hasPrefix("TCP_") || name.hasPrefix("SOCKET_"))
    }
    #expect(wanted.count > 20)
    #expect(Set(wanted).subtracting(known) == [])
  }

  @Test func findsAListenerAndItsProcess() throws {
    let listener = try Listening()
    let end = Endpoint(IPAddress(v4: 0x7f00_0001), port: listener.port)
    let search = try #require(ConnectionSearch.look(for: [end], port: listener.port))
    #expect(search.ownEnds == [end])
    let found = try #require(search.listeners.first)
    #expect(found.queue.queueLimit == 7)
    #expect(found.queue.owner?.pid == getpid())
    #expect(search.sockets.isEmpty)
  }

  /// A listener on loopback with a backlog of 7.
  private struct Listening: ~Copyable {
    let descriptor: Int32
    let port: UInt16

    init() throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let socket = descriptor
      let result = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, length) == 0 && listen(socket, 7) == 0
            && getsockname(socket, $0, &length) == 0
        }
      }
      try #require(result)
      port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
  }
}
