import Diagnosis
import Testing
import Wire

@testable import Lab

/// The relay's decisions, on packets and a clock that are made up.
@Suite struct RelayEngineTests {
  private static let client: UInt128 = 0xffff_c612_0001
  private static let server: UInt128 = 0xffff_c612_0002
  private static let middle: UInt128 = 0xffff_c612_0003
  private static let client6: UInt128 = (0xfd << 120) | 1
  private static let server6: UInt128 = (0xfd << 120) | 2
  private static let middle6: UInt128 = (0xfd << 120) | 3

  /// A segment from one host to the other, as a frame with right checksums.
  private static func frame(
    from host: Scenario.Host, flags: UInt8 = 16, bytes: Int = 0, port: UInt16 = 40000,
    isIPv4: Bool = true
  ) -> [UInt8] {
    let (own, peer) = isIPv4 ? (client, server) : (client6, server6)
    let isClient = host == .client
    return TestFrame(
      source: isClient ? own : peer, destination: isClient ? peer : own,
      sourcePort: isClient ? port : 80, destinationPort: isClient ? 80 : port, flags: flags,
      payload: bytes
    ).bytes
  }

  /// What the engine makes of a frame, and what it lets go with it.
  private static func pass(
    _ engine: inout RelayEngine, _ frame: [UInt8], from host: Scenario.Host,
    milliseconds: Int64 = 0
  ) -> [UInt8]? {
    var bytes = frame
    var span = bytes.mutableSpan
    var raw = span.mutableBytes
    let fate = engine.pass(&raw, from: host, at: milliseconds * 1_000_000)
    return fate == .passes ? bytes : nil
  }

  private static let syn: UInt8 = 2

  @Test func passesFramesUnchanged() {
    var engine = RelayEngine(Scenario.Relay(), middle: Self.middle)
    for host in [Scenario.Host.client, .server] {
      let frame = Self.frame(from: host, bytes: 100)
      #expect(Self.pass(&engine, frame, from: host) == frame)
    }
  }

  private static let unreadable: [[UInt8]] = [
    [], [1, 2, 3], [UInt8](repeating: 0xff, count: 60), Array(frame(from: .client).dropLast(30)),
  ]

  @Test(arguments: unreadable) func passesWhatItCannotRead(_ frame: [UInt8]) {
    var engine = RelayEngine(Scenario.Relay { $0.translates = true }, middle: Self.middle)
    #expect(Self.pass(&engine, frame, from: .client) == frame)
  }

  @Test(arguments: [true, false]) func translatesThereAndBack(isIPv4: Bool) throws {
    let middle = isIPv4 ? Self.middle : Self.middle6
    var engine = RelayEngine(Scenario.Relay { $0.translates = true }, middle: middle)
    let request = Self.frame(from: .client, flags: Self.syn, isIPv4: isIPv4)
    let thereFrame = Self.pass(&engine, request, from: .client)
    let there = try #require(thereFrame)
    let packet = try TestFrame.packet(there)
    #expect(packet.ip.source == middle)
    #expect(TestFrame.checksumsAreRight(there))
    let answer = TestFrame(
      source: packet.ip.destination, destination: middle, sourcePort: 80, destinationPort: 40000,
      flags: 18, payload: 0
    ).bytes
    let backFrame = Self.pass(&engine, answer, from: .server)
    let back = try #require(backFrame)
    #expect(try TestFrame.packet(back).ip.destination == (isIPv4 ? Self.client : Self.client6))
    #expect(TestFrame.checksumsAreRight(back))
  }

  @Test(arguments: 0..<64) func updatesChecksumsAsACompleteSumWould(_ seed: Int) {
    var generator = SystemRandomNumberGenerator()
    let words = (0..<20).map { _ in
      seed == 0 ? 0 : UInt16.random(in: 0...UInt16.max, using: &generator)
    }
    var changed = words
    changed[seed % 20] =
      seed % 3 == 0 ? 0xffff : UInt16.random(in: 0...UInt16.max, using: &generator)
    let change = UInt32(~words[seed % 20]) + UInt32(changed[seed % 20])
    #expect(
      TestFrame.isSame(
        PacketEdit.updated(TestFrame.checksum(words), by: change), TestFrame.checksum(changed)))
  }

  @Test func forgetsAnIdleConnectionAndKeepsABusyOne() {
    var engine = RelayEngine(
      Scenario.Relay { $0.memory = .seconds(1) }, middle: Self.middle)
    let segment = Self.frame(from: .client, bytes: 10)
    #expect(Self.pass(&engine, segment, from: .client) == nil)
    let syn = Self.frame(from: .client, flags: Self.syn)
    #expect(Self.pass(&engine, syn, from: .client) != nil)
    #expect(Self.pass(&engine, segment, from: .client, milliseconds: 900) != nil)
    #expect(Self.pass(&engine, segment, from: .client, milliseconds: 1800) != nil)
    #expect(Self.pass(&engine, segment, from: .client, milliseconds: 2900) == nil)
    #expect(engine.nextDue == nil)
    #expect(Self.pass(&engine, syn, from: .client, milliseconds: 3000) != nil)
  }

  @Test func answersAStrangerInThePeersName() throws {
    var engine = RelayEngine(
      Scenario.Relay {
        $0.memory = .seconds(1)
        $0.stranger = .reset(hopLimit: 99)
      }, middle: Self.middle)
    #expect(Self.pass(&engine, Self.frame(from: .client, bytes: 10), from: .client) == nil)
    let first = engine.take(until: 0)
    let reset = try #require(first)
    #expect(reset.toward == .client)
    #expect(TestFrame.checksumsAreRight(reset.bytes))
    let packet = try TestFrame.packet(reset.bytes)
    #expect(packet.tcp.flags == .rst)
    #expect(packet.tcp.sequence == TestFrame.acknowledgment)
    #expect(packet.ip.hopLimit == 99)
    #expect(packet.ip.source == Self.server)
    // A RST is never answered by another.
    #expect(Self.pass(&engine, Self.frame(from: .client, flags: 4), from: .client) == nil)
    #expect(engine.take(until: .max) == nil)
  }

  @Test func injectsWithTheNumbersThatTheReceiverExpects() throws {
    var engine = RelayEngine(Scenario.Relay(), middle: Self.middle)
    _ = Self.pass(&engine, Self.frame(from: .client, bytes: 10), from: .client)
    _ = Self.pass(&engine, Self.frame(from: .server, bytes: 20), from: .server)
    engine.perform(
      .inject(
        Scenario.InjectedReset(
          toward: .client, hopLimit: 3, identification: 7, sequenceOffset: -5, acknowledges: true)),
      at: 0)
    let reset = engine.take(until: 0)
    let packet = try TestFrame.packet(try #require(reset).bytes)
    #expect(packet.tcp.sequence == TestFrame.sequence + 15)
    #expect(packet.tcp.acknowledgment == TestFrame.sequence + 10)
    #expect(packet.tcp.flags == [.rst, .ack])
    #expect(packet.ip.identification == 7)
    #expect(packet.ip.hopLimit == 3)
  }

  @Test func delaysInOrderUnlessItReorders() throws {
    var engine = RelayEngine(
      Scenario.Relay {
        $0.delay = .milliseconds(10)
        $0.jitter = .milliseconds(10)
      }, middle: Self.middle)
    let frames = (1...50).map { Self.frame(from: .client, bytes: $0) }
    for (index, frame) in frames.enumerated() {
      #expect(Self.pass(&engine, frame, from: .client, milliseconds: Int64(index)) == nil)
    }
    #expect(engine.take(until: 9_000_000) == nil)
    var order: [[UInt8]] = []
    var last: Int64 = 0
    while let packet = engine.take(until: .max) {
      order.append(packet.bytes)
      #expect(packet.due >= last)
      #expect(packet.toward == .server)
      last = packet.due
    }
    #expect(order == frames)
  }

  @Test func losesAboutAsManyAsItIsToldAndTheSameEachTime() {
    func lost() -> [Int] {
      var engine = RelayEngine(Scenario.Relay { $0.lossPerMille = 100 }, middle: Self.middle)
      return (0..<2000).filter {
        Self.pass(&engine, Self.frame(from: .client, bytes: $0 % 100), from: .client) == nil
      }
    }
    let first = lost()
    #expect((120...280).contains(first.count))
    #expect(first == lost())
  }

  @Test func holdsBackBareACKsAndNothingElse() {
    var relay = Scenario.Relay { $0.holdsACKs = .client }
    var engine = RelayEngine(relay, middle: Self.middle)
    let ack = Self.frame(from: .client)
    #expect(Self.pass(&engine, ack, from: .client) == nil)
    #expect(Self.pass(&engine, Self.frame(from: .client, bytes: 1), from: .client) != nil)
    #expect(Self.pass(&engine, Self.frame(from: .server), from: .server) != nil)
    #expect(engine.take(until: .max) == nil)
    relay.holdsACKs = nil
    engine.perform(.set(relay), at: 5)
    #expect(engine.take(until: 5)?.bytes == ack)
  }

  @Test func losesWhatIsLongerThanTheMTU() {
    var engine = RelayEngine(Scenario.Relay { $0.mtu = 1000 }, middle: Self.middle)
    #expect(Self.pass(&engine, Self.frame(from: .client, bytes: 960), from: .client) != nil)
    #expect(Self.pass(&engine, Self.frame(from: .client, bytes: 961), from: .client) == nil)
  }

  @Test func movesAnOpenConnectionToAnotherBackend() throws {
    var relay = Scenario.Relay { $0.backend = .init(port: 80, to: 8080) }
    var engine = RelayEngine(relay, middle: Self.middle)
    let segment = Self.frame(from: .client, bytes: 10)
    let firstFrame = Self.pass(&engine, segment, from: .client)
    let first = try #require(firstFrame)
    #expect(try TestFrame.packet(first).tcp.destinationPort == 8080)
    relay.backend = .init(port: 80, to: 8081)
    engine.perform(.set(relay), at: 0)
    let secondFrame = Self.pass(&engine, segment, from: .client)
    let second = try #require(secondFrame)
    #expect(try TestFrame.packet(second).tcp.destinationPort == 8081)
    #expect(TestFrame.checksumsAreRight(second))
    let answer = TestFrame(
      source: Self.server, destination: Self.client, sourcePort: 8081, destinationPort: 40000,
      flags: 4, payload: 0
    ).bytes
    let backFrame = Self.pass(&engine, answer, from: .server)
    let back = try #require(backFrame)
    #expect(try TestFrame.packet(back).tcp.sourcePort == 80)
  }

  @Test(arguments: [
    RelayInstruction.cut(true), .cut(false), .change(.forget),
    .change(.inject(Scenario.InjectedReset(toward: .server, hopLimit: 1, sequenceOffset: -9))),
    .change(.set(Scenario.Relay())),
    .change(
      .set(
        Scenario.Relay {
          $0.delay = .microseconds(1500)
          $0.jitter = .seconds(1)
          $0.lossPerMille = 1
          $0.reorderPerMille = 2
          $0.holdsACKs = .server
          $0.mtu = 1280
          $0.translates = true
          $0.memory = .seconds(350)
          $0.stranger = .reset(hopLimit: 255)
          $0.backend = .init(port: 1, to: 65535)
        })),
  ]) func instructionsSurviveTheChannel(_ instruction: RelayInstruction) {
    #expect(RelayInstruction(message: instruction.message) == instruction)
  }

  @Test(arguments: ["", "x", "2 1", "9", "0", "2 1 2 3 4 5 6 7 8 9 10 11 12 13"])
  func takesNothingElseForAnInstruction(_ text: String) {
    #expect(RelayInstruction(message: Array(text.utf8)) == nil)
  }
}
