import Facts
import Testing

@testable import Diagnosis

/// Two halves of a reset that know it by different addresses.
@Suite struct TranslatedHalvesTests {
  static func endpoint(_ host: UInt32, _ port: UInt16) -> Endpoint {
    Endpoint(IPAddress(v4: 0x0a00_0000 + host), port: port)
  }

  /// The RST from the server, as the server and as the client know it.
  static let sent = Flow(from: endpoint(2, 80), to: endpoint(9, 40000))
  static let received = Flow(from: endpoint(8, 8080), to: endpoint(1, 40000))

  static func at(_ milliseconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: 1_000_000_000_000 + milliseconds * 1_000_000)
  }

  static func sent(
    _ number: UInt32?, _ flow: Flow = sent, role: Socket.Role = .server, at time: Int64 = 0
  ) -> Event {
    var reset = SentReset(
      time: at(time), flow: flow, netns: 1,
      socket: Socket(identity: 10, state: .closed, role: role))
    reset.sequence = number
    return .sent(reset)
  }

  static func received(
    _ number: UInt32?, _ flow: Flow = received, role: Socket.Role = .client, at time: Int64 = 1,
    socket: UInt64 = 20
  ) -> Event {
    var reset = ReceivedReset(
      time: at(time), flow: flow, netns: 2,
      socket: Socket(identity: socket, state: .established, role: role))
    reset.number = number
    return .received(reset)
  }

  static func refused(_ number: UInt32) -> Event {
    .sent(
      SentReset(
        time: at(0), flow: sent, netns: 1,
        trigger: Segment(sequence: number &- 1, acknowledgment: 0, flags: .syn, payloadLength: 0)))
  }

  static let tracked = Event.translated(Translation(of: sent, is: received))
  static let trackedBackwards = Event.translated(Translation(of: received, is: sent))

  static func evidence(_ events: [Event]) -> [Evidence] {
    var correlator = Correlator()
    for event in events { correlator.add(event) }
    return correlator.take(until: at(1_000_000))
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let events: [Event]
  }

  static let joined = [
    Case(
      testDescription: "tracked, and the numbers agree", events: [sent(7), received(7), tracked]),
    Case(testDescription: "tracked, without numbers", events: [sent(nil), received(nil), tracked]),
    Case(
      testDescription: "the receiver comes first",
      events: [received(7, at: 0), sent(7, at: 1), tracked]),
    Case(
      testDescription: "only the receiver's half is tracked",
      events: [sent(7), received(7), trackedBackwards]),
    Case(
      testDescription: "only the receiver's half is tracked, and comes first",
      events: [received(nil, at: 0), trackedBackwards, sent(nil, at: 1)]),
    Case(testDescription: "no tracking, and the numbers agree", events: [sent(7), received(7)]),
    Case(
      testDescription: "a refused SYN, which tracking forgets at once",
      events: [refused(7), received(7)]),
    Case(
      testDescription: "tracked, beside another reset of the same number",
      events: [
        sent(7), received(7), received(7, Flow(from: endpoint(8, 8080), to: endpoint(3, 40000))),
        tracked,
      ]),
  ]

  @Test(arguments: joined) func areOne(_ item: Case) throws {
    let found = Self.evidence(item.events)
    let evidence = try #require(found.first { $0.sent != nil })
    #expect(found.count == item.events.count { $0.isHalf } - 1)
    #expect(evidence.received?.flow == Self.received)
    #expect(evidence.flow == Self.sent && evidence.translated == Self.received)
  }

  static let apart = [
    Case(
      testDescription: "tracked, but the port was used again: the numbers differ",
      events: [sent(7), received(8), tracked]),
    Case(
      testDescription: "no tracking, and the numbers differ", events: [sent(7), received(8)]),
    Case(testDescription: "no tracking and no numbers", events: [sent(nil), received(nil)]),
    Case(testDescription: "a number of zero says nothing", events: [sent(0), received(0)]),
    Case(
      testDescription: "nothing of the addresses agrees",
      events: [sent(7), received(7, Flow(from: endpoint(5, 90), to: endpoint(6, 50000)))]),
    Case(
      testDescription: "two that it could be",
      events: [
        sent(7), received(7), received(7, Flow(from: endpoint(8, 8080), to: endpoint(3, 40000))),
      ]),
    Case(
      testDescription: "two that could be it",
      events: [sent(7), sent(7, Flow(from: endpoint(4, 80), to: endpoint(9, 40001))), received(7)]),
    Case(
      testDescription: "both are the server's end",
      events: [sent(7), received(7, role: .server), tracked]),
    Case(
      testDescription: "too far apart in time", events: [sent(7), received(7, at: 500)]),
  ]

  @Test(arguments: apart) func areNotOne(_ item: Case) {
    var correlator = Correlator()
    var found: [Evidence] = []
    for event in item.events {
      if let time = event.time { found += correlator.take(until: time) }
      correlator.add(event)
    }
    found += correlator.take(until: Self.at(1_000_000))
    #expect(found.count == item.events.count { $0.isHalf })
    #expect(found.allSatisfy { $0.sent == nil || $0.received == nil })
  }

  @Test func aStormIsJoinedByTrackingAlone() {
    let events = (0..<100).flatMap { number -> [Event] in
      let port = UInt16(number + 1)
      let half = Flow(from: Self.sent.source, to: Self.endpoint(9, port))
      let other = Flow(from: Self.received.source, to: Self.endpoint(1, port))
      let halves = [
        Self.sent(UInt32(number + 5), half),
        Self.received(UInt32(number + 5), other, socket: UInt64(number + 100)),
      ]
      return number < 50
        ? halves + [.translated(Translation(of: half, is: other))] : halves
    }
    #expect(Self.evidence(events).count { $0.sent != nil && $0.received != nil } >= 50)
  }

  @Test func theReceiversErrorFindsItsHalf() {
    let events = [
      Self.sent(7), Self.received(7),
      .socketError(identity: 20, error: .connectionReset, time: Self.at(1)), Self.tracked,
    ]
    #expect(Self.evidence(events).map { $0.received?.error } == [.connectionReset])
  }

  @Test func aFindingHasBothPairs() throws {
    let evidence = try #require(
      Self.evidence([Self.sent(7), Self.received(7), Self.tracked]).first)
    let finding = diagnose(evidence)
    #expect(finding.client == Self.sent.destination && finding.server == Self.sent.source)
    #expect(
      finding.translated
        == Finding.Ends(client: Self.received.destination, server: Self.received.source))
    #expect(finding.evidence.contains { $0.fact == "translated" })
  }

  @Test func oneHalfAloneIsSoughtBeyondTheNAT() throws {
    let evidence = try #require(Self.evidence([Self.received(7), Self.trackedBackwards]).first)
    let finding = diagnose(evidence)
    #expect(finding.server == Self.received.source)
    #expect(finding.translated?.server == Self.sent.source)
    #expect(
      finding.next.contains { $0.command == "sudo whyreset watch --address 10.0.0.2 --port 80" })
  }

  @Test func onlyHalvesWithoutTheirOtherAreLookedUp() {
    var correlator = Correlator()
    correlator.add(Self.sent(7))
    correlator.add(Self.received(7, Self.sent))
    #expect(correlator.takeLonely() == [])
    correlator.add(Self.received(9))
    #expect(correlator.takeLonely().map(\.flow) == [Self.received])
    #expect(correlator.takeLonely() == [])
  }
}

extension Event {
  fileprivate var isHalf: Bool {
    switch self {
    case .sent, .received: true
    default: false
    }
  }
}
