import Capture
import Facts
import Testing
import Wire

/// What a capture tells of how connections are used again.
@Suite struct ReuseTests {
  private static let get = CaptureScannerTests.get
  private static let ok = CaptureScannerTests.ok

  private static func exchange(_ scene: inout Scene) {
    scene.send(.client, [.ack, .psh], get)
    scene.send(.server, [.ack, .psh], ok)
    scene.send(.client, .ack)
  }

  private static func kinds(_ scene: Scene) -> [ReuseSighting.Kind] {
    let file = scene.pcap
    var scanner = CaptureScanner(seed: 1, learnsReuse: true)
    var (reader, offset) = (CaptureReader(), 0)
    let bytes = file.span.bytes
    while let frame = try? reader.next(bytes, at: &offset) {
      scanner.note(frame, bytes, file: 0)
    }
    let sightings = scanner.takeSightings()
    #expect(sightings.allSatisfy { $0.client == IPAddress("10.0.0.1") })
    #expect(sightings.allSatisfy { $0.server == Endpoint("10.0.0.2:8080") })
    return sightings.map(\.kind)
  }

  /// Whole seconds of a pause: packets are a millisecond apart.
  private static func seconds(_ kind: ReuseSighting.Kind) -> (String, Int64) {
    switch kind {
    case .reuse(let pause): ("reuse", pause.components.seconds)
    case .serverClose(let idle): ("server", idle.components.seconds)
    case .clientClose(let idle): ("client", idle.components.seconds)
    case .lateRequest: ("late", 0)
    case .roundTrip(let time): ("round trip", time.components.seconds)
    }
  }

  @Test func aConnectionThatIsUsedAgainUntilItsServerCloses() {
    var scene = Scene()
    scene.handshake()
    Self.exchange(&scene)
    scene.wait(3)
    Self.exchange(&scene)
    scene.wait(65)
    scene.send(.server, [.fin, .ack])
    scene.send(.client, .ack)
    scene.send(.client, [.ack, .psh], Self.get)
    let seen = Self.kinds(scene).map(Self.seconds)
    #expect(seen.map(\.0) == ["round trip", "reuse", "server", "late"])
    #expect(seen.map(\.1) == [0, 3, 65, 0])
    #expect(Self.kinds(scene).first == .roundTrip(.milliseconds(2)))
  }

  @Test func aClientThatGivesUp() {
    var scene = Scene()
    scene.handshake()
    Self.exchange(&scene)
    scene.wait(30)
    scene.send(.client, [.fin, .ack])
    scene.send(.server, [.fin, .ack])
    #expect(Self.kinds(scene).map(Self.seconds).map(\.0) == ["round trip", "client"])
  }

  @Test func aBusyConnectionsCloseIsNoTimeout() {
    var scene = Scene()
    scene.handshake()
    Self.exchange(&scene)
    scene.send(.server, [.fin, .ack])
    #expect(Self.kinds(scene).map(Self.seconds).map(\.0) == ["round trip"])
  }

  @Test func aSYNThatWasSentAgainTellsNoRoundTrip() {
    var scene = Scene()
    scene.send(.client, .syn)
    scene.wait(1)
    scene.send(.client, .syn, shift: -1)
    scene.send(.server, [.syn, .ack])
    scene.send(.client, .ack)
    #expect(Self.kinds(scene) == [])
  }

  @Test func nothingIsLearnedUnasked() {
    var scene = Scene()
    scene.handshake()
    Self.exchange(&scene)
    var scanner = CaptureScanner(seed: 1)
    let file = scene.pcap
    var (reader, offset) = (CaptureReader(), 0)
    let bytes = file.span.bytes
    while let frame = try? reader.next(bytes, at: &offset) {
      scanner.note(frame, bytes, file: 0)
    }
    #expect(scanner.takeSightings() == [])
  }
}
