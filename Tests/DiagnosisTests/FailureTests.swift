import Facts
import Testing

@testable import Diagnosis

/// Failures without a RST: how they are put together, and what their findings say.
@Suite struct FailureTests {
  static let listening = Endpoint(IPAddress(v4: 0), port: 8080)

  /// What a listener dropped in the last second, bound to every address of its host.
  static func drops(
    _ counts: [Counter: UInt64], drops: UInt64, at server: Endpoint? = listening,
    before seconds: Double = 0
  ) -> ListenerDrops {
    ListenerDrops(
      change: CounterChange(
        since: Sample.ago(seconds + 1), time: Sample.ago(seconds), netns: 1, counts: counts),
      server: server,
      listener: Listener(owner: Sample.nginx, queueLength: 2, queueLimit: 1), drops: drops,
      addresses: [Sample.server.address, IPAddress(v4: 0x7f00_0001)])
  }

  static let overflow = drops([.listenOverflows: 2, .listenDrops: 2], drops: 2)

  static func evidence(_ events: [Event]) -> [Evidence] {
    var correlator = Correlator()
    for event in events { correlator.add(event) }
    return correlator.take(until: Timestamp(nanoseconds: .max))
  }

  @Test func aConnectThatFailedKnowsTheListenerThatTurnedItAway() throws {
    let evidence = Self.evidence([
      .dropped(Self.overflow), .failed(Sample.failedConnect(.timedOut)),
    ])
    #expect(evidence.map { $0.failure != nil } == [true, false])
    #expect(evidence.allSatisfy { $0.drops == Self.overflow })
    let findings = evidence.map { diagnose($0.withRoom()) }
    #expect(findings.map(\.cause) == ["accept-queue-overflow", "accept-queue-overflow"])
    #expect(findings.map(\.confidence) == [.likely, .certain])
    #expect(findings[0].clientProcess == Sample.curl && findings[0].serverProcess == Sample.nginx)
  }

  static let strangers: [(String, ListenerDrops)] = [
    (
      "another port",
      drops([.listenOverflows: 2], drops: 2, at: Endpoint(IPAddress(v4: 0), port: 81))
    ),
    (
      "another address",
      drops([.listenOverflows: 2], drops: 2, at: Endpoint(IPAddress(v4: 0x0a00_0009), port: 8080))
    ),
    ("no address of IPv4", drops([.listenOverflows: 2], drops: 2, at: nil)),
    ("before it began", drops([.listenOverflows: 2], drops: 2, before: 20)),
  ]

  @Test(arguments: strangers)
  func aConnectHasNothingToDoWith(_ name: String, _ drops: ListenerDrops) {
    let evidence = Self.evidence([.dropped(drops), .failed(Sample.failedConnect(.timedOut))])
    #expect(evidence.first?.failure != nil && evidence.first?.drops == nil)
  }

  @Test func loopbackIsEachNamespacesOwn() {
    let loopback = Endpoint(IPAddress(v4: 0x7f00_0001), port: 8080)
    #expect(Self.overflow.serves(loopback, in: 1))
    #expect(!Self.overflow.serves(loopback, in: 2))
    #expect(Self.overflow.serves(Sample.server, in: 2))
  }

  static func abort(_ port: UInt16 = 8080) -> Event {
    .sent(
      Sample.sent("INVALID_SYN", ["tcp_check_req"]) {
        $0.flow.source.port = port
        $0.trigger = Sample.segment()
        $0.listener = Listener(owner: Sample.nginx, queueLength: 2, queueLimit: 1)
      })
  }

  @Test func whatWasResetIsNotToldTwice() {
    let whole = Self.evidence([.dropped(Self.overflow), Self.abort(), Self.abort()])
    #expect(whole.count == 2 && !whole.contains { $0.isFailure })
    let partly = Self.evidence([.dropped(Self.overflow), Self.abort()])
    #expect(partly.count == 2 && partly.contains { $0.isFailure })
    let elsewhere = Self.evidence([.dropped(Self.overflow), Self.abort(81), Self.abort(81)])
    #expect(elsewhere.contains { $0.isFailure })
  }

  @Test func acksThatAreDroppedForWantOfDataAreNoMoreFailures() {
    let deferred = Self.drops([.listenOverflows: 1, .listenDrops: 1], drops: 5)
    #expect(Self.evidence([.dropped(deferred), Self.abort()]).count == 1)
  }

  @Test func aFailureHasNoSender() {
    let finding = diagnose(Evidence(failure: Sample.failedConnect(.timedOut)))
    #expect(finding.kind == .failure && finding.seen == .state && finding.sender == .unknown)
    #expect(finding.roles == .seen && finding.error == .timedOut && finding.harmless == false)
    #expect(finding.client == Sample.client && finding.server == Sample.server)
    #expect(finding.clientProcess == Sample.curl && finding.serverProcess == nil)
    #expect(finding.kernel?.state == "SYN_SENT")
    #expect(finding.next.first?.place == .server)
  }

  @Test func aServersFailureIsTheServers() {
    let failure = Sample.failure(.established, .timedOut, by: .server) {
      $0.unacknowledgedBytes = 100
    }
    let finding = diagnose(Evidence(failure: failure))
    #expect(finding.client == Sample.client && finding.server == Sample.server)
    #expect(finding.serverProcess == Sample.nginx && finding.clientProcess == nil)
  }

  @Test func whatNobodyHoldsCannotFailAnyCall() {
    let failure = Sample.failure(.finWait1, .timedOut, by: .server) {
      $0.unacknowledgedBytes = 100
      $0.hasDescriptor = false
    }
    let finding = diagnose(Evidence(failure: failure))
    #expect(finding.cause == "retransmission-timeout" && finding.harmless == true)
    #expect(finding.error == nil)
  }

  @Test func whatAListenerTurnedAwayHasNoClient() {
    let finding = diagnose(Evidence(drops: Self.overflow))
    #expect(finding.kind == .failure && finding.client == nil && finding.server == Self.listening)
    #expect(finding.error == nil && finding.harmless == nil)
    #expect(finding.serverProcess == Sample.nginx && finding.netns == 1)
  }

  @Test func aRefusalByICMPHasNoCauseHere() {
    let refused = Sample.failedConnect(.connectionRefused, retransmissions: 0)
    let finding = diagnose(Evidence(failure: refused))
    #expect(finding.cause == nil && finding.kind == .failure && !finding.evidence.isEmpty)
    #expect(finding.error == .connectionRefused && finding.harmless == false)
  }
}
