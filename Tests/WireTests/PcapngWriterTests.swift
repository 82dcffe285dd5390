import Testing
import Wire

@Suite struct PcapngWriterTests {
  @Test func writesASectionAnInterfaceAndAPacket() {
    var writer = PcapngWriter(application: "abc")
    let number = writer.addInterface(PcapngWriter.Interface(.cooked2, name: "any", snapLength: 96))
    writer.addPacket(
      [1, 2, 3, 4, 5], length: 60, interface: number, nanoseconds: 0x1_0000_0002, comment: "why")
    #expect(number == 0)
    let expected = hex(
      """
      0a 0d 0d 0a               # Section Header Block
      28 00 00 00               # 40 bytes
      4d 3c 2b 1a               # byte order
      01 00 00 00               # version 1.0
      ff ff ff ff ff ff ff ff   # section of unknown length
      04 00 03 00 61 62 63 00   # shb_userappl "abc"
      00 00 00 00               # end of options
      28 00 00 00
      01 00 00 00               # Interface Description Block
      28 00 00 00               # 40 bytes
      14 01 00 00               # LINKTYPE_LINUX_SLL2, reserved
      60 00 00 00               # at most 96 bytes of each packet
      02 00 03 00 61 6e 79 00   # if_name "any"
      09 00 01 00 09 00 00 00   # if_tsresol: nanoseconds
      00 00 00 00
      28 00 00 00
      06 00 00 00               # Enhanced Packet Block
      34 00 00 00               # 52 bytes
      00 00 00 00               # interface 0
      01 00 00 00 02 00 00 00   # time, its upper half first
      05 00 00 00 3c 00 00 00   # 5 bytes of 60
      01 02 03 04 05 00 00 00   # the packet, padded
      01 00 03 00 77 68 79 00   # opt_comment "why"
      00 00 00 00
      34 00 00 00
      """)
    #expect(writer.take() == expected)
    #expect(writer.take() == [])
  }

  @Test func aPacketWithoutCommentHasNoOptions() {
    var writer = PcapngWriter(application: "")
    let number = writer.addInterface(PcapngWriter.Interface(.raw))
    _ = writer.take()
    writer.addPacket([9, 9, 9, 9], length: 4, interface: number, nanoseconds: -1)
    #expect(
      writer.take()
        == hex(
          """
          06 00 00 00 24 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00   # a time before 1970 cannot be told
          04 00 00 00 04 00 00 00 09 09 09 09 24 00 00 00
          """))
  }

  /// 21,845 characters of three bytes fit; the next would be cut in two.
  @Test func aCommentThatIsTooLongEndsAfterAWholeCharacter() {
    var writer = PcapngWriter(application: "")
    let number = writer.addInterface(PcapngWriter.Interface(.raw))
    _ = writer.take()
    writer.addPacket(
      [], length: 0, interface: number, nanoseconds: 0,
      comment: "xx" + String(repeating: "…", count: 30_000))
    let bytes = writer.take()
    let length = Int(bytes[30]) | Int(bytes[31]) << 8
    #expect(length == 2 + 21_844 * 3)
    #expect(bytes.count.isMultiple(of: 4))
    #expect(String(validating: bytes[32..<32 + length], as: UTF8.self) != nil)
  }

  @Test(arguments: [nil, 0x2064] as [UInt16?])
  func aCookedHeaderIsReadAsItWasWritten(_ tag: UInt16?) throws {
    let header = CookedHeader(
      etherType: .ipv4, interface: 7, direction: .outgoing, hardwareType: 1, vlanTag: tag)
    let frame = header.bytes + hex(Frame.ipv4 + Frame.reset)
    guard case .tcp(let packet) = try Dissection(frame.span.bytes, .cooked2) else {
      Issue.record("not TCP")
      return
    }
    #expect(packet.link.interface == 7 && packet.link.direction == .outgoing)
    #expect(packet.link.vlan == tag.map { $0 & 0xfff })
    #expect(packet.tcp.destinationPort == 43526)
  }
}
