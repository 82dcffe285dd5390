import Facts
import Testing

@testable import Diagnosis

/// What packets, tracepoints and counters alone allow to be said, and that it is never said surely.
@Suite struct WeakerSourcesTests {
  static let server = Endpoint("10.0.0.2:8080")!
  static let client = Endpoint("10.0.0.1:43526")!
  static let flow = Flow(from: server, to: client)
  static let now = Timestamp(nanoseconds: 1_000_000_000)

  static func wire(
    _ flags: Segment.Flags = [.rst, .ack], sequence: UInt32 = 0, interface: Int32 = 1,
    _ direction: WireReset.Direction = .outgoing
  ) -> WireReset {
    WireReset(
      time: now, flow: flow, netns: 9, interface: interface, direction: direction,
      segment: Segment(sequence: sequence, acknowledgment: 1, flags: flags, payloadLength: 0),
      window: 0, hopLimit: 64)
  }

  private func evidence(_ events: [Event]) -> [Evidence] {
    var correlator = Correlator()
    for event in events { correlator.add(event) }
    return correlator.take(until: Timestamp(nanoseconds: .max))
  }

  @Test func onePacketSeenInSeveralPlacesIsOneReset() {
    let places = [Self.wire(), Self.wire(interface: 2), Self.wire(interface: 2, .incoming)]
    #expect(evidence(places.map { .wire($0) }).count == 1)
  }

  @Test func twoPacketsSeenInOnePlaceAreTwoResets() {
    #expect(evidence([.wire(Self.wire()), .wire(Self.wire())]).count == 2)
    let other = Self.wire(.rst, sequence: 5, interface: 2)
    #expect(evidence([.wire(Self.wire()), .wire(other)]).count == 2)
  }

  @Test func aPacketJoinsWhatTheKernelSaidOfIt() throws {
    let sent = SentReset(time: Self.now, flow: Self.flow, netns: 9, reason: "NO_SOCKET")
    let joined = evidence([.wire(Self.wire()), .sent(sent)])
    #expect(joined.count == 1)
    #expect(joined.first?.wire != nil && joined.first?.sent != nil)
    #expect(joined.first?.isShallow == false)
  }

  @Test func aRefusedSYNOnTheWireIsLikelyAClosedPort() {
    let finding = diagnose(Evidence(wire: Self.wire()))
    #expect(finding.cause == "port-closed" && finding.confidence == .likely)
    #expect(finding.seen == .wire && finding.sender == .server && finding.netns == 9)
    #expect(finding.error == .connectionRefused && finding.server == Self.server)
  }

  /// The connection's handshake had a TTL of 54 and timestamps.
  @Test(
    arguments: [
      (54, 0, .rst, .incoming, nil),
      (55, 0, .rst, .incoming, nil), (64, 0, .rst, .incoming, "firewall-reject"),
      (64, 9300, .rst, .incoming, "injected-reset"), (37, 500, .rst, .passing, "injected-reset"),
      (54, 500, [.rst, .ack], .incoming, nil),
      (120, 500, [.rst, .ack], .incoming, "injected-reset"),
      (37, 500, .rst, .outgoing, nil),
    ] as [(UInt8, UInt16, Segment.Flags, WireReset.Direction, String?)])
  func aPacketUnlikeItsHandshakeIsLikelyForged(
    _ hops: UInt8, _ window: UInt16, _ flags: Segment.Flags, _ direction: WireReset.Direction,
    _ cause: String?
  ) {
    var reset = Self.wire(flags, sequence: 700, direction)
    reset.hopLimit = hops
    reset.window = window
    reset.habit = PacketHabit(hopLimit: 54, usesTimestamps: true)
    let finding = diagnose(Evidence(wire: reset))
    #expect(finding.cause == cause && finding.confidence == (cause == nil ? nil : .likely))
    #expect(cause == nil || finding.sender == .firewall || finding.sender == .middlebox)
  }

  @Test(arguments: [Segment.Flags.rst, [.rst, .ack]])
  func anotherPacketHasNoCauseAndNoErrorByItself(_ flags: Segment.Flags) {
    let finding = diagnose(Evidence(wire: Self.wire(flags, sequence: 700)))
    #expect(finding.cause == nil && finding.error == nil && finding.harmless == nil)
    #expect(!finding.evidence.isEmpty && !finding.next.isEmpty)
  }

  struct Traced: CustomTestStringConvertible {
    let testDescription: String
    let reason: String?
    let sites: [String]
    let answers: Bool
    let state: TCPState?
    let before: TCPState?
    let cause: String?

    init(
      _ cause: String?, _ reason: String?, _ sites: [String] = [], answers: Bool = false,
      _ state: TCPState? = .closed, was before: TCPState? = .established
    ) {
      self.cause = cause
      self.reason = reason
      self.sites = sites
      self.answers = answers
      self.state = state
      self.before = before
      testDescription = "\(reason ?? "no reason") \(sites.joined(separator: " ")) \(cause ?? "-")"
    }

    var evidence: Evidence {
      let socket = state.map { Socket(identity: 1, state: $0, stateBeforeClose: before) }
      return Evidence(
        sent: SentReset(
          time: now, flow: flow, netns: 0, reason: reason, sites: sites,
          hasUnseenTrigger: answers, socket: socket, actor: Process(pid: 3, command: "nginx"),
          depth: .events))
    }
  }

  static let close = ["tcp_send_active_reset", "__tcp_close"]

  static let traced = [
    Traced("unread-data-at-close", "TCP_ABORT_ON_CLOSE", close),
    Traced("unread-data-at-close", nil, close),
    Traced("unread-data-at-close", "NOT_SPECIFIED", close, was: .closeWait),
    Traced("linger2-negative", nil, close, was: .finWait2),
    Traced("linger2-negative", "TCP_ABORT_ON_LINGER", close, was: .finWait2),
    Traced(nil, nil, close, was: nil),
    Traced("linger-zero", "TCP_STATE", ["tcp_disconnect", "__tcp_close"]),
    Traced("linger-zero", nil, ["tcp_disconnect", "__tcp_close"]),
    Traced("listener-closed", nil, ["tcp_disconnect", "inet_csk_listen_stop", "__tcp_close"]),
    Traced("disconnect-call", "TCP_STATE", ["tcp_disconnect", "__inet_stream_connect"]),
    Traced("socket-destroyed", nil, ["tcp_abort"], .established, was: nil),
    Traced("keepalive-probe-timeout", nil, ["tcp_keepalive_timer"], .established, was: nil),
    Traced(nil, nil, ["tcp_keepalive_timer"], .finWait2, was: nil),
    Traced("accept-queue-overflow", "INVALID_SYN", ["tcp_check_req"], answers: true, nil),
    Traced("write-after-close", "TCP_ABORT_ON_DATA", answers: true, was: .finWait1),
    Traced("write-after-close", nil, answers: true, was: .finWait1),
    Traced("port-closed", "NO_SOCKET", answers: true, nil),
    Traced(nil, nil, answers: true, .established, was: nil),
  ]

  @Test(arguments: traced) func tracepointsPointToAMechanismAndAreNeverSure(_ example: Traced) {
    let finding = diagnose(example.evidence)
    #expect(finding.cause == example.cause)
    #expect(finding.confidence != .certain)
    #expect(finding.cause == nil || !finding.evidence.isEmpty)
  }

  @Test func aSegmentThatWasNotSeenLeavesTheErrorOpen() {
    #expect(diagnose(Traced("", "NO_SOCKET", answers: true, nil).evidence).error == nil)
    #expect(diagnose(Traced("", "TCP_ABORT_ON_CLOSE").evidence).error == .connectionReset)
  }

  @Test func aListenersEmptyPeerIsNoAddress() {
    var evidence = Traced("", "INVALID_SYN", ["tcp_check_req"], answers: true, nil).evidence
    let listener = Endpoint("0.0.0.0:8080")!
    evidence.sent?.flow = Flow(from: listener, to: Endpoint("0.0.0.0:0")!)
    let finding = diagnose(evidence)
    #expect(finding.client == nil && finding.server == listener)
  }

  @Test func whatSeveralCountersCountIsToldOnce() {
    let findings = diagnose(
      CounterChange(
        since: Self.now, time: Self.now, netns: 9,
        counts: [
          .outgoingResets: 5, .abortOnClose: 2, .establishedResets: 6, .abortOnTimeout: 0,
          .listenOverflows: 3, .listenDrops: 3,
        ]))
    let counts = findings.map { ($0.cause, $0.count, $0.kind) }
    #expect(counts.map(\.1) == [2, 3, 1, 3])
    #expect(counts.map(\.0) == ["unread-data-at-close", nil, nil, "accept-queue-overflow"])
    #expect(counts.map(\.2) == [.reset, .reset, .reset, .failure])
    #expect(findings.allSatisfy { $0.confidence != .certain && $0.seen == .state })
    #expect(findings.allSatisfy { $0.client == nil && $0.netns == 9 && !$0.evidence.isEmpty })
  }

  @Test func countersThatTellOfNoFailureMakeNoFinding() {
    let quiet = CounterChange(
      since: Self.now, time: Self.now, netns: 9, counts: [Counter(rawValue: "InSegs"): 10])
    #expect(diagnose(quiet).isEmpty)
  }
}
