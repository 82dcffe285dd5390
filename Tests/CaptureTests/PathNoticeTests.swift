import Capture
import Diagnosis
import Facts
import Testing
import Wire

/// What routers say, and what captures of both ends show together.
@Suite struct PathNoticeTests {
  static let long = String(repeating: "x", count: 1400)

  @Test func aSYNThatAMessageTurnsAwayIsAFailure() throws {
    for (type, code, error) in [
      (3, 3, ErrorNumber.connectionRefused), (3, 13, nil),
    ] as [(UInt8, UInt8, ErrorNumber?)] {
      var scene = Scene()
      scene.send(.client, .syn)
      scene.report(type: type, code: code)
      let findings = scene.ends.map { diagnose($0) }
      try #require(findings.count == 1)
      #expect(findings[0].cause == "firewall-reject" && findings[0].confidence == .likely)
      #expect(findings[0].frame == 2 && findings[0].error == error)
      #expect(findings[0].sender == .firewall)
    }
  }

  @Test func aRouterNamesTheLengthThatPasses() throws {
    var scene = Scene()
    scene.handshake()
    scene.send(.client, [.ack, .psh], Self.long)
    scene.report(type: 3, code: 4, rest: 1300)
    for _ in 0..<4 {
      scene.wait(1)
      scene.send(.client, [.ack, .psh], Self.long, shift: -1400)
    }
    let findings = scene.ends.map { diagnose($0) }
    try #require(findings.count == 1)
    #expect(findings[0].cause == "path-mtu" && findings[0].confidence == .likely)
    #expect(findings[0].evidence.contains { $0.text.en.contains("longer than 1300 bytes") })
  }

  @Test func onlyLongSegmentsAreLost() throws {
    var scene = Scene()
    scene.handshake()
    scene.send(.client, [.ack, .psh], Self.long)
    scene.wait(0.5)
    scene.send(.server, [.ack, .psh], "still here", acknowledging: -1400)
    for _ in 0..<4 {
      scene.wait(1)
      scene.send(.client, [.ack, .psh], Self.long, shift: -1400)
    }
    #expect(scene.ends.map { diagnose($0).cause } == ["path-mtu"])
  }

  /// The client's capture has a reset that the server's has not: it was made on the way.
  @Test func capturesOfBothEndsShowWhatWasForged() throws {
    var client = Scene()
    client.handshake()
    client.send(.client, [.ack, .psh], CaptureScannerTests.get)
    client.send(.server, [.ack, .psh], CaptureScannerTests.ok, hopLimit: 61)
    var server = client
    server.time += 1000
    client.send(.server, [.rst, .ack], hopLimit: 58)
    let joined = scan(joining: [client, server.later(by: 200_000)]).map { diagnose($0) }
    try #require(joined.count == 1)
    #expect(joined[0].cause == "injected-reset" && joined[0].sender == .middlebox)
    #expect(joined[0].evidence.contains { $0.fact == "missing-at-sender" })
    let alone = scan(joining: [client]).map { diagnose($0) }
    #expect(alone.map(\.sender) == [.server])
  }

  /// The same packets at both ends are one connection, and one reset.
  @Test func capturesOfBothEndsAreOneTimeline() throws {
    var client = Scene()
    client.handshake()
    client.send(.client, [.ack, .psh], CaptureScannerTests.get)
    client.send(.server, [.rst, .ack])
    let joined = scan(joining: [client, client.later(by: 300_000)])
    #expect(joined.count == 1)
    #expect(joined.map { diagnose($0).cause } == scan(joining: [client]).map { diagnose($0).cause })
  }
}
