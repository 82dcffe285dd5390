import Capture
import Diagnosis
import Facts
import Testing
import Wire

/// Conversations as they are captured, and what is said of them.
@Suite struct CaptureScannerTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let cause: String?
    let sender: Finding.Sender
    let scene: Scene

    init(
      _ name: String, _ cause: String?, by sender: Finding.Sender,
      _ talk: (inout Scene) -> Void
    ) {
      testDescription = name
      self.cause = cause
      self.sender = sender
      var scene = Scene()
      talk(&scene)
      self.scene = scene
    }
  }

  static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
  static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"

  static let cases = [
    Case("a SYN is refused", "port-closed", by: .server) {
      $0.send(.client, .syn)
      $0.refuseSYN()
    },
    Case("the next request meets the FIN of an idle connection", "keepalive-race", by: .server) {
      $0.handshake()
      $0.send(.client, [.ack, .psh], get)
      $0.send(.server, [.ack, .psh], ok)
      $0.send(.client, .ack)
      $0.wait(65)
      $0.send(.server, [.fin, .ack])
      $0.send(.client, .ack)
      $0.send(.client, [.ack, .psh], get)
      $0.refuse(.server)
    },
    Case("a request lies unread at close", "unread-data-at-close", by: .server) {
      $0.handshake()
      $0.send(.client, [.ack, .psh], get)
      $0.send(.server, .ack)
      $0.send(.server, [.rst, .ack])
    },
    Case("the SYN-ACK is repeated, then the request reset", "accept-queue-overflow", by: .server) {
      $0.handshake()
      $0.send(.client, [.ack, .psh], get)
      for _ in 0..<3 {
        $0.wait(1)
        $0.send(.server, [.syn, .ack], shift: -1)
        $0.send(.client, .ack)
      }
      $0.refuse(.server)
    },
    Case("a request meets a server that forgot", "stale-connection", by: .server) {
      $0.handshake()
      $0.send(.client, [.ack, .psh], get)
      $0.send(.server, [.ack, .psh], ok)
      $0.send(.client, .ack)
      $0.wait(40)
      $0.send(.client, [.ack, .psh], get)
      $0.refuse(.server)
    },
    Case("the client gives the connect up", "connect-cancelled", by: .client) {
      $0.send(.client, .syn)
      $0.send(.server, [.syn, .ack])
      $0.refuse(.client)
    },
    Case("the answer comes after the client's FIN", "write-after-close", by: .client) {
      $0.handshake()
      $0.send(.client, [.ack, .psh], get)
      $0.send(.client, [.fin, .ack])
      $0.send(.server, [.ack, .psh], ok)
      $0.refuse(.client)
    },
    Case("SYNs that nothing answers", "retransmission-timeout", by: .unknown) {
      $0.send(.client, .syn)
      $0.wait(1)
      $0.send(.client, .syn, shift: -1)
      $0.wait(2)
      $0.send(.client, .syn, shift: -1)
    },
  ]

  @Test(arguments: cases) func tellsTheCauseOnce(_ example: Case) throws {
    let findings = example.scene.ends.map { diagnose($0) }
    try #require(findings.count == 1)
    #expect(findings[0].cause == example.cause)
    #expect(findings[0].sender == example.sender)
    #expect(findings[0].confidence != .certain)
    #expect(findings[0].roles == .seen)
  }

  @Test(arguments: cases) func packetsSeenTwiceChangeNothing(_ example: Case) {
    var doubled = Scene()
    doubled = example.scene.repeatingEach()
    #expect(doubled.ends.map { diagnose($0).cause } == [example.cause])
  }

  @Test(arguments: cases) func sharesOfTheWorkAddUp(_ example: Case) {
    #expect(scan(example.scene.pcap, shares: 3) == example.scene.ends)
  }

  @Test(arguments: cases) func noCutAndNoFlippedByteTraps(_ example: Case) {
    let file = example.scene.pcap
    for count in 0..<file.count { _ = scan(Array(file.prefix(count))).map { diagnose($0) } }
    for index in file.indices {
      var bytes = file
      bytes[index] ^= 0xff
      _ = scan(bytes).map { diagnose($0) }
    }
  }

  @Test func manyResetsOfOneCloseAreOneEvent() {
    var scene = Scene()
    scene.handshake()
    scene.send(.client, [.ack, .psh], Self.get)
    scene.send(.server, [.rst, .ack])
    for _ in 0..<18 { scene.refuse(.server) }
    #expect(scene.ends.count == 1)
    #expect(scene.ends.first?.aftermath.resets == 19)
  }

  @Test func aReusedPortIsAnotherConnection() {
    var scene = Scene()
    for _ in 0..<3 {
      scene.handshake()
      scene.send(.client, [.ack, .psh], Self.get)
      scene.send(.server, [.rst, .ack])
      scene.wait(1)
    }
    #expect(scene.ends.count == 3)
  }
}

extension Scene {
  /// Each packet twice, as on the `any` interface.
  func repeatingEach() -> Scene {
    var copy = self
    copy.double()
    return copy
  }
}
