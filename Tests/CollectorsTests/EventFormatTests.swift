import Facts
import Testing

@testable import Collectors

/// Format files of both layouts, and records in them.
@Suite struct EventFormatTests {
  @Test func readsNumberFieldsAndNames() throws {
    let format = try #require(EventFormat(TraceFixture.sentFrom610))
    #expect(format.id == 2280)
    #expect(format.fields["common_pid"] == .init(offset: 4, size: 4, isSigned: true))
    #expect(format.fields["saddr"] == .init(offset: 32, size: 28, isSigned: false))
    #expect(format.symbols["reason"]?[11] == "TCP_ABORT_ON_CLOSE")
    #expect(format.symbols["state"]?.isEmpty == true)
  }

  @Test(arguments: [
    "", "no format at all", "name: x\nID: 70000\n", "ID: 5\nformat:\n",
    "ID: 5\n\tfield:int a;\toffset:-1;\tsize:4;\tsigned:1;",
  ])
  func refusesWhatIsNoFormat(_ text: String) { #expect(EventFormat(text) == nil) }

  /// A file may be cut off where the disk, or the reader, fails.
  @Test func everyCutOfAFormatIsReadOrRefused() {
    for count in 0..<TraceFixture.sentFrom610.count {
      let format = EventFormat(String(TraceFixture.sentFrom610.prefix(count)))
      #expect(format?.fields.count ?? 0 <= 10)
    }
  }

  static let before610 = hex(
    """
    dc 05 10 00               # type 1500, in a soft interrupt, no preemption count
    2a 00 00 00               # thread 42
    10 00 00 00 00 88 ff ff   # skbaddr
    20 00 00 00 00 88 ff ff   # skaddr
    01 00 00 00               # ESTABLISHED
    90 1f 06 aa               # ports 8080 and 43526
    02 00                     # AF_INET
    0a 00 00 02 0a 00 00 01   # addresses, IPv4
    00 00 00 00 00 00 00 00 00 00 ff ff 0a 00 00 02  # the same as IPv6
    00 00 00 00 00 00 00 00 00 00 ff ff 0a 00 00 01
    """)

  static let from610 = hex(
    """
    e8 08 00 00               # type 2280, no interrupt
    2a 00 00 00               # thread 42
    00 00 00 00 00 00 00 00   # no skb: the sender acted
    20 00 00 00 00 88 ff ff   # skaddr
    07 00 00 00               # CLOSE
    0b 00 00 00               # TCP_ABORT_ON_CLOSE
    0a 00 1f 90               # AF_INET6, port 8080 in network order
    00 00 00 00               # flow label
    20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02  # 2001:db8::2
    00 00 00 00               # scope
    0a 00 aa 06               # AF_INET6, port 43526
    00 00 00 00
    20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01  # 2001:db8::1
    00 00 00 00
    """)

  @Test func readsARecordBeforeLinux610() throws {
    let event = try #require(decode(Self.before610, TraceFixture.sentBefore610))
    #expect(event.time == 7 && event.thread == 42 && event.inInterrupt)
    let flow = Flow(from: Endpoint("10.0.0.2:8080")!, to: Endpoint("10.0.0.1:43526")!)
    #expect(
      event.kind
        == .sent(
          TraceEvent.Sent(
            flow: flow, hasSocket: true, socket: 0xffff_8800_0000_0020, answers: true,
            state: .established, reason: nil)))
  }

  @Test func readsARecordFromLinux610On() throws {
    let event = try #require(decode(Self.from610, TraceFixture.sentFrom610))
    #expect(!event.inInterrupt)
    let flow = Flow(from: Endpoint("[2001:db8::2]:8080")!, to: Endpoint("[2001:db8::1]:43526")!)
    #expect(
      event.kind
        == .sent(
          TraceEvent.Sent(
            flow: flow, hasSocket: true, socket: 0xffff_8800_0000_0020, answers: false,
            state: .closed, reason: "TCP_ABORT_ON_CLOSE")))
  }

  @Test(arguments: [
    (before610, TraceFixture.sentBefore610), (from610, TraceFixture.sentFrom610),
  ])
  func everyCutOfARecordLosesWhatIsCutOff(_ record: [UInt8], _ format: String) throws {
    for count in 0..<record.count {
      guard let event = decode(Array(record.prefix(count)), format) else {
        #expect(count < 28)
        continue
      }
      guard case .sent(let sent) = event.kind else { continue }
      #expect(sent.flow == nil || count >= record.count - 4)
    }
  }

  @Test func readsAsManyCallersAsTheRecordHolds() throws {
    let head = bytes(UInt16(4)) + [0, 0] + bytes(Int32(42)) + bytes(Int32(3)) + bytes(Int32(0))
    let record = head + bytes(UInt64(1)) + bytes(UInt64(2)) + bytes(UInt64(3))
    #expect(decode(record, TraceFixture.sentFrom610)?.kind == .stack([1, 2, 3]))
    let cut = Array(record.dropLast(9))
    #expect(decode(cut, TraceFixture.sentFrom610)?.kind == .stack([1]))
  }

  private func decode(_ record: [UInt8], _ format: String) -> TraceEvent? {
    TraceFixture.formats(format).decode(record.span.bytes, at: 7)
  }
}
