import Diagnosis
import Facts
import Testing

@Suite struct CorrelatorTests {
  static let flow = Flow(
    from: Endpoint(IPAddress(v4: 0x0a00_0002), port: 80),
    to: Endpoint(IPAddress(v4: 0x0a00_0001), port: 40000))

  static func at(_ milliseconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: 1_000_000_000_000 + milliseconds * 1_000_000)
  }

  static func sent(
    _ milliseconds: Int64, _ flow: Flow = flow, netns: UInt64 = 1, trigger: Segment? = nil,
    socket: UInt64? = 10
  ) -> Event {
    .sent(
      SentReset(
        time: at(milliseconds), flow: flow, netns: netns, trigger: trigger,
        socket: socket.map { Socket(identity: $0, state: .closed) }))
  }

  static func received(
    _ milliseconds: Int64, _ flow: Flow = flow, netns: UInt64 = 2, socket: UInt64 = 20
  ) -> Event {
    .received(
      ReceivedReset(
        time: at(milliseconds), flow: flow, netns: netns,
        socket: Socket(identity: socket, state: .established)))
  }

  static let data = Segment(
    sequence: 1, acknowledgment: 1, flags: [.ack, .psh], payloadLength: 10)

  static func evidence(_ events: [Event]) -> [Evidence] {
    var correlator = Correlator()
    var evidence: [Evidence] = []
    for event in events {
      if let time = event.time { evidence += correlator.take(until: time) }
      correlator.add(event)
    }
    return evidence + correlator.take(until: at(1_000_000))
  }

  @Test func joinsBothHalvesWhicheverComesFirst() {
    for events in [
      [Self.sent(0), Self.received(1)], [Self.received(0), Self.sent(1)],
    ] {
      let evidence = Self.evidence(events)
      #expect(evidence.count == 1)
      #expect(evidence.first?.sent != nil && evidence.first?.received != nil)
    }
  }

  @Test func givesTheReceiversErrorToItsHalf() {
    let evidence = Self.evidence([
      Self.received(0),
      .socketError(identity: 20, error: .connectionReset, time: Self.at(0)), Self.sent(1),
    ])
    #expect(evidence.map(\.received?.error) == [.connectionReset])
  }

  @Test func anErrorOfAnotherSocketIsNotTaken() {
    let evidence = Self.evidence([
      Self.received(0), .socketError(identity: 21, error: .timedOut, time: Self.at(0)),
    ])
    #expect(evidence.map(\.received?.error) == [nil])
  }

  @Test func aResetThatIsNotOnTheWireIsNotReported() {
    let evidence = Self.evidence([
      Self.received(0, Self.flow.reversed, netns: 1, socket: 10),
      .socketError(identity: 10, error: .connectionReset, time: Self.at(0)),
      Self.sent(0, trigger: Self.data),
    ])
    #expect(evidence.count == 1)
    #expect(evidence.first?.received == nil)
    #expect(evidence.first?.senderError == .connectionReset)
  }

  @Test func aResetFromThePeerAtTheSameMomentIsAnotherOne() {
    let evidence = Self.evidence([
      Self.received(0, Self.flow.reversed, netns: 1, socket: 11),
      Self.sent(0, trigger: Self.data),
    ])
    #expect(evidence.count == 2)
  }

  @Test func halvesFurtherApartThanTheWindowAreOneResetAllTheSame() {
    let evidence = Self.evidence([Self.sent(0), Self.received(200)])
    #expect(evidence.count == 1)
    #expect(evidence.first?.sent != nil)
  }

  @Test func aLaterResetOfAReusedTupleIsItsOwn() {
    let reused = Event.received(
      ReceivedReset(
        time: Self.at(5000), flow: Self.flow, netns: 2,
        socket: Socket(identity: 30, state: .established, openedAt: Self.at(4000))))
    #expect(Self.evidence([Self.sent(0), reused]).count == 2)
  }

  @Test func whatWasOnItsWayToAResetConnectionHasItsOrigin() throws {
    let evidence = Self.evidence([
      Self.sent(0), Self.sent(50, trigger: Self.data, socket: nil),
      Self.sent(90, trigger: Self.data, socket: nil),
    ])
    #expect(evidence.map { $0.origin?.time } == [nil, Self.at(0), Self.at(0)])
  }

  @Test(arguments: [
    ("a new connection's SYN", sent(50, trigger: syn, socket: nil)),
    ("another namespace", sent(50, netns: 3, trigger: data, socket: nil)),
    ("the other direction", sent(50, flow.reversed, trigger: data, socket: nil)),
    ("long after", sent(140_000, trigger: data, socket: nil)),
    ("a socket of its own", sent(50, trigger: data, socket: 77)),
  ])
  func hasNoOrigin(_ name: String, _ later: Event) {
    #expect(Self.evidence([Self.sent(0), later]).last?.origin == nil)
  }

  static let syn = Segment(sequence: 1, acknowledgment: 0, flags: [.syn], payloadLength: 0)

  @Test func remembersHowLongTheServerLetsConnectionsIdle() {
    let closes = [2.0, 2.01].map {
      Event.serverClose(
        ServerClose(time: Self.at(0), netns: 1, server: Self.flow.source, idle: .seconds($0)))
    }
    let other = Event.serverClose(
      ServerClose(time: Self.at(0), netns: 9, server: Self.flow.source, idle: .seconds(7)))
    let evidence = Self.evidence(closes + [other, Self.sent(1)])
    #expect(evidence.first?.serverCloses.map(\.idle) == [.seconds(2.0), .seconds(2.01)])
  }

  static func refusal(
    _ milliseconds: Int64, port: UInt16, to client: UInt32 = 0x0a00_0001, netns: UInt64 = 1
  ) -> Event {
    let flow = Flow(
      from: Endpoint(IPAddress(v4: 0x0a00_0002), port: port),
      to: Endpoint(IPAddress(v4: client), port: 40000 + port))
    return .sent(
      SentReset(
        time: at(milliseconds), flow: flow, netns: netns, reason: "NO_SOCKET", trigger: syn))
  }

  @Test func countsThePortsThatRefusedAnAddressWithinAMinute() {
    let scan = (1...12).map { Self.refusal(Int64($0) * 100, port: $0) }
    #expect(Self.evidence(scan).map(\.refusedPorts) == Array(1...12))
  }

  @Test(arguments: [
    ("the same port again", refusal(2000, port: 3), 3),
    ("another address", refusal(2000, port: 9, to: 0x0a00_0009), 1),
    ("another namespace", refusal(2000, port: 9, netns: 7), 1),
    ("a minute later", refusal(63_000, port: 9), 1),
    ("data of a connection", sent(2000, trigger: data, socket: nil), 0),
  ])
  func countsOnlyRefusalsOfDifferentPortsInTime(_ name: String, _ last: Event, _ count: Int) {
    let scan = (1...3).map { Self.refusal(Int64($0) * 100, port: $0) }
    #expect(Self.evidence(scan + [last]).last?.refusedPorts == count)
  }

  @Test func aScanOfEveryPortIsRememberedInPartOnly() {
    let scan = (1...20_000).map { Self.refusal(Int64($0) / 10, port: $0) }
    #expect(Self.evidence(scan).last?.refusedPorts == 256)
  }

  @Test func waitsNoLongerThanItsWindow() {
    var correlator = Correlator(window: .milliseconds(30))
    correlator.add(Self.sent(0))
    #expect(correlator.take(until: Self.at(30)).isEmpty)
    #expect(correlator.isWaiting)
    #expect(correlator.take(until: Self.at(31)).count == 1)
    #expect(!correlator.isWaiting)
  }

  @Test func everyResetOfAStormComesOutOnce() {
    var events: [Event] = []
    for index in 0..<5000 {
      let flow = Flow(
        from: Self.flow.source,
        to: Endpoint(IPAddress(v4: 0x0a01_0000 + UInt32(index)), port: 40000))
      events += [
        Self.sent(Int64(index / 100), flow), Self.received(Int64(index / 100), flow),
      ]
    }
    #expect(Self.evidence(events).count == 5000)
  }

  @Test func aRefusedConnectIsNoConnectionThatWasReset() {
    let late = Self.sent(200, trigger: Self.data, socket: nil)
    let cases: [(Segment, [Timestamp?])] = [
      (Self.data, [nil, Self.at(0)]), (Self.syn, [nil, nil]),
    ]
    for (first, origins) in cases {
      let evidence = Self.evidence([Self.sent(0, trigger: first, socket: nil), late])
      #expect(evidence.map { $0.origin?.time } == origins)
    }
  }

  @Test func givesNoMoreAtOnceThanIsAskedFor() {
    var correlator = Correlator()
    for port in UInt16(1)...5 {
      let server = Endpoint(IPAddress(v4: 0x0a00_0002), port: port)
      correlator.add(Self.sent(0, Flow(from: server, to: Self.flow.destination)))
    }
    var counts: [Int] = []
    while correlator.hasComplete(by: Self.at(100)) {
      counts.append(correlator.take(until: Self.at(100), limit: 2).count)
    }
    #expect(counts == [2, 2, 1])
  }
}

extension Event {
  fileprivate var time: Timestamp? {
    switch self {
    case .sent(let reset): reset.time
    case .received(let reset): reset.time
    default: nil
    }
  }
}
