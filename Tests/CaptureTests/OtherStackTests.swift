import Capture
import Diagnosis
import Facts
import Testing
import Wire

/// How other systems than Linux refuse, close and abort: never certain, and never blamed on somebody in between.
@Suite struct OtherStackTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let causes: Set<String>
    let scene: Scene

    init(_ name: String, _ causes: Set<String>, _ talk: (inout Scene) -> Void) {
      testDescription = name
      self.causes = causes
      var scene = Scene()
      talk(&scene)
      self.scene = scene
    }
  }

  static let cases = [
    // Windows tries a refused connect three times, half a second apart (TcpMaxConnectRetransmissions).
    Case("a Windows client is refused three times", ["port-closed"]) {
      for attempt in 0..<3 {
        $0.send(.client, .syn, shift: attempt == 0 ? nil : -1)
        $0.refuseSYN()
        $0.wait(0.5)
      }
    },
    // Winsock's closesocket() after shutdown() resets a connection whose other end has not closed in time.
    Case("Windows aborts after a whole exchange", ["expected-close"]) {
      $0.exchange()
      $0.send(.client, [.fin, .ack])
      $0.send(.server, [.ack])
      $0.send(.server, [.rst, .ack], window: 0)
    },
    // A bare RST of Windows has its sequence number in the acknowledgment field as well.
    Case("Windows answers late data", ["write-after-close"]) {
      $0.exchange()
      $0.send(.server, [.fin, .ack])
      $0.send(.client, .ack)
      $0.send(.client, [.ack, .psh], "more")
      $0.refuse(.server, acknowledgment: 77, hopLimit: 128)
    },
    // tcp_usrclosed() of the BSDs and macOS sends a FIN though data lies unread; only what comes later is reset.
    Case("a BSD closes with data unread", ["write-after-close", "request-limit-close"]) {
      $0.exchange()
      $0.send(.client, [.ack, .psh], CaptureScannerTests.get)
      $0.send(.server, [.fin, .ack])
      $0.send(.client, .ack)
      $0.send(.client, [.ack, .psh], "more")
      $0.refuse(.server)
    },
    // FreeBSD's tcp_respond() takes the segment that it answers for its answer, with its identification.
    Case("FreeBSD answers with the identification of the segment", ["stale-connection"]) {
      $0.exchange()
      $0.wait(40)
      $0.send(.client, [.ack, .psh], CaptureScannerTests.get)
      $0.refuse(.server, identification: 104)
    },
    // NetScaler says in the window why it resets (Citrix CTX492010): 9300 is its idle time-out.
    Case("a NetScaler gives up an idle connection", ["linger-zero", "middlebox-idle-expiry"]) {
      $0.exchange()
      $0.wait(180)
      $0.send(.server, [.rst, .ack], window: 9300)
    },
    // Browsers and Windows services end with an abort instead of a FIN of their own.
    Case("a browser aborts after the server's FIN", ["expected-close"]) {
      $0.exchange()
      $0.send(.server, [.fin, .ack])
      $0.send(.client, .ack)
      $0.send(.client, [.rst, .ack])
    },
  ]

  @Test(arguments: cases) func saysWhatLinuxWouldHaveMeantAndIsNotCertain(_ example: Case) throws {
    let findings = example.scene.ends.filter { $0.kind == .reset }.map { diagnose($0) }
    try #require(findings.count >= 1)
    for finding in findings {
      #expect(example.causes.contains(finding.cause ?? ""), "\(finding.cause ?? "none")")
      #expect(finding.confidence != .certain)
      #expect(finding.sender != .middlebox && finding.sender != .firewall)
    }
  }
}

extension Scene {
  /// A handshake, a request, its answer, and nothing open.
  mutating func exchange() {
    handshake()
    send(.client, [.ack, .psh], CaptureScannerTests.get)
    send(.server, [.ack, .psh], CaptureScannerTests.ok)
    send(.client, .ack)
  }
}
