import Facts
import Testing

@testable import Diagnosis

/// Resets that neither end's TCP sent.
@Suite struct ForgedTests {
  private static let rule = FirewallRule(
    family: "inet", table: "filter", chain: "input", handle: 4)

  private static func rejection(
    _ number: UInt32 = 5000, on interface: Int32 = 2
  ) -> FirewallReset {
    var packet = Sample.packet(.rst, hopLimit: 64)
    packet.segment.sequence = number
    packet.interface = interface
    return FirewallReset(
      time: Sample.now, flow: packet.flow, netns: 1, packet: packet, rules: [rule])
  }

  private static func received(hopLimit: UInt8 = 64, window: UInt16 = 0) -> ReceivedReset {
    var received = Sample.received(.established)
    var packet = Sample.packet(.rst, hopLimit: hopLimit)
    packet.window = window
    received.packet = packet
    return received
  }

  private static func evidence(of events: [Event]) -> [Evidence] {
    var correlator = Correlator()
    for event in events { correlator.add(event) }
    return correlator.take(until: Timestamp(nanoseconds: .max))
  }

  @Test func bothHalvesOfARejectionAreOneFinding() throws {
    let found = Self.evidence(of: [.firewall(Self.rejection()), .received(Self.received())])
    #expect(found.count == 1)
    let finding = diagnose(try #require(found.first))
    #expect(finding.cause == FirewallReject.id && finding.confidence == .certain)
    #expect(finding.sender == .firewall && finding.seen == .sent)
    #expect(finding.clientProcess == Sample.curl && finding.error == .connectionReset)
    #expect(finding.evidence.contains { $0.value == "inet filter input handle 4" })
    #expect(
      finding.fixes.contains { $0.command == "nft -a list chain inet filter input" })
  }

  @Test func aRejectionThatPassesTwoDevicesIsOne() {
    let twice: [Event] = [
      .firewall(Self.rejection(on: 2)), .firewall(Self.rejection(on: 3)),
    ]
    #expect(Self.evidence(of: twice).count == 1)
    let two: [Event] = [.firewall(Self.rejection(5000)), .firewall(Self.rejection(5100))]
    #expect(Self.evidence(of: two).count == 2)
  }

  @Test func whatTheKernelSaysThatItSentIsNoForgery() throws {
    let sent = Sample.sent("NO_SOCKET") { $0.trigger = Sample.segment(bytes: 10) }
    let received = Self.received(hopLimit: 200, window: 77)
    let found = Self.evidence(of: [.sent(sent), .received(received)])
    let finding = diagnose(try #require(found.first))
    #expect(finding.sender == .server)
    #expect(![InjectedReset.id, FirewallReject.id].contains(finding.cause))
  }

  /// The other end wrote on after the RST that it knew nothing of, and got one itself.
  @Test func whatTheOtherEndGetsLaterHasTheSameCause() throws {
    var answer = Sample.sent("NO_SOCKET", by: .client) {
      $0.trigger = Sample.segment(bytes: 100)
      $0.netns = 2
    }
    answer.time = Sample.now + .seconds(1)
    var last = Sample.received(.established, by: .server)
    last.time = answer.time
    let forged = Self.received(hopLimit: 37, window: 9)
    let found = Self.evidence(of: [.received(forged), .sent(answer), .received(last)])
    #expect(found.count == 2)
    let first = diagnose(found[0])
    #expect(first.cause == InjectedReset.id && first.confidence == .likely)
    let second = diagnose(found[1])
    #expect(second.cause == InjectedReset.id && second.confidence == .certain)
    #expect(second.sender == .middlebox && second.time == answer.time)
    #expect(second.evidence.contains { $0.fact == "reset-before" })
  }

  @Test func aPlainResetBeforeIsNotTakenForForged() throws {
    var answer = Sample.sent("NO_SOCKET", by: .client) {
      $0.trigger = Sample.segment(bytes: 100)
      $0.netns = 2
    }
    answer.time = Sample.now + .seconds(1)
    let found = Self.evidence(of: [.received(Self.received()), .sent(answer)])
    for evidence in found {
      #expect(![InjectedReset.id, FirewallReject.id].contains(diagnose(evidence).cause))
    }
  }

  @Test(arguments: [UInt8(62), 63, 64, 65, 66]) func aChangeOfRouteIsNoMark(_ hops: UInt8) {
    #expect(Sample.packet(.rst, hopLimit: hops).marks.isEmpty)
  }
}
