import Testing
import Wire

/// Frames of every link type, whole, cut off, and wrong.
@Suite struct DissectionTests {
  @Test(arguments: Frame.all) func readsTheHeaders(_ frame: Frame) throws {
    let packet = try #require(try dissect(frame.bytes, frame.type).packet)
    #expect(packet.tcp.sourcePort == 8080)
    #expect(packet.tcp.destinationPort == 43526)
    #expect(packet.tcp.sequence == 100)
    #expect(packet.tcp.acknowledgment == 200)
    #expect(packet.tcp.flags == [.rst, .ack])
    #expect(packet.tcp.window == 501)
    #expect(packet.ip.hopLimit == 64)
    let network: UInt128 = packet.ip.isIPv4 ? 0xffff_0a00_0000 : 0x2001_0db8 << 96
    #expect(packet.ip.source == network + 1)
    #expect(packet.ip.destination == network + 2)
    #expect(packet.link.vlan == frame.vlan)
    #expect(packet.payloadLength == frame.payloadLength)
    #expect(packet.payload.count == frame.payloadLength)
  }

  /// A datagram that is cut off may be no tunnel at all.
  @Test(arguments: Frame.tunnels) func noCutOfATunnelMakesASegment(_ frame: Frame) {
    for count in 0..<frame.needed {
      #expect((try? dissect(Array(frame.bytes.prefix(count)), frame.type).packet) == nil)
    }
  }

  @Test(arguments: Frame.linkTypes + Frame.networkHeaders)
  func everyCutIsAnErrorOrShortensOnlyThePayload(_ frame: Frame) {
    for count in 0..<frame.bytes.count {
      let cut = Array(frame.bytes.prefix(count))
      if count < frame.needed {
        #expect(throws: WireError.self, "\(count) bytes") { try dissect(cut, frame.type) }
      } else {
        #expect(throws: Never.self, "\(count) bytes") {
          let packet = try #require(try dissect(cut, frame.type).packet)
          #expect(packet.payload.upperBound <= count)
        }
      }
    }
  }

  /// Any bytes at all may come from a capture: each bit of each frame turned over, under each link type.
  @Test(arguments: Frame.all) func noBitFlipTraps(_ frame: Frame) {
    for bit in 0..<frame.bytes.count * 8 {
      var bytes = frame.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      for type in LinkType.allCases {
        guard let packet = try? dissect(bytes, type).packet else { continue }
        #expect(packet.payload.upperBound <= bytes.count)
        _ = packet.options(in: bytes.span.bytes)
      }
    }
  }

  @Test func namesTheHeaderThatIsCutOff() {
    #expect(throws: WireError(.ipv4, .truncated(needed: 19, available: 9))) {
      try dissect(hex("45 00 00 28 12 34 40 00 40 06"), .raw)
    }
    #expect(throws: WireError(.tcp, .truncated(needed: 20, available: 3))) {
      try dissect(hex(Frame.ipv4) + [1, 2, 3], .raw)
    }
  }

  @Test(arguments: [
    (hex("44" + Frame.ipv4.dropFirst(2) + Frame.reset), WireError(.ipv4, .badLength(16))),
    (hex("95" + Frame.ipv4.dropFirst(2) + Frame.reset), WireError(.ipv4, .wrongVersion(9))),
    (
      hex(Frame.ipv4 + Frame.reset.replacing("50 14", with: "40 14")),
      WireError(.tcp, .badLength(16))
    ),
    (
      hex(Frame.ipv4.replacing("00 28", with: "00 13") + Frame.reset),
      WireError(.ipv4, .badLength(19))
    ),
    (
      hex(Frame.ipv4.replacing("00 28", with: "00 24") + Frame.reset),
      WireError(.tcp, .badLength(20))
    ),
  ])
  func refusesLengthsThatCannotBe(_ bytes: [UInt8], _ error: WireError) {
    #expect(throws: error) { try dissect(bytes, .raw) }
  }

  @Test func laterFragmentsHaveNoTCPHeader() throws {
    let bytes = hex(Frame.ipv4.replacing("40 00 ", with: "00 02 "))
    guard case .fragment(let header) = try dissect(bytes, .raw) else {
      Issue.record("not a fragment")
      return
    }
    #expect(header.fragmentOffset == 16)
    #expect(header.identification == 0x1234)
  }

  @Test func passesOverWhatIsNotTCP() throws {
    let udp = hex(Frame.ipv4.replacing("06                        # TCP", with: "11"))
    #expect(try dissect(udp, .raw) == .other)
    #expect(try dissect(hex(Frame.ethernet + "08 06  # ARP"), .ethernet) == .other)
  }

  @Test func stopsAtTheFifthTag() {
    let tags = String(repeating: "81 00 00 01\n", count: 5)
    #expect(throws: WireError(.vlan, .tooManyHeaders)) {
      try dissect(hex(Frame.ethernet + tags + "08 00"), .ethernet)
    }
  }

  /// Extension headers beyond 64 KiB, as no packet has them: the length must not overflow.
  @Test func stopsAtTooManyExtensionHeaders() {
    let option = [UInt8](hex("3c ff")) + [UInt8](repeating: 0, count: 2046)
    let start = hex(Frame.ipv6Start + "00 00  # jumbogram\n3c  # destination options\n40")
    let bytes = start + [UInt8](repeating: 0, count: 32) + (0..<40).flatMap { _ in option }
    #expect(throws: WireError(.ipv6, .tooManyHeaders)) { try dissect(bytes, .ipv6) }
  }

  @Test func readsATagThatTheSocketLeftInPlace() throws {
    let bytes = hex("00 64  # VLAN 100\n08 00  # IPv4\n" + Frame.ipv4 + Frame.reset)
    let link = LinkHeader(etherType: .vlan, length: 0)
    let packet = try #require(try Dissection(bytes.span.bytes, within: link).packet)
    #expect(packet.link.vlan == 100)
    #expect(packet.tcp.sourcePort == 8080)
  }

  @Test func cookedFramesSayWhereTheyWent() throws {
    let frames = Frame.linkTypes.filter { $0.type == .cooked || $0.type == .cooked2 }
    for frame in frames {
      #expect(try dissect(frame.bytes, frame.type).packet?.link.direction == .outgoing)
    }
    #expect(try dissect(frames[1].bytes, .cooked2).packet?.link.interface == 3)
  }
}

@discardableResult
func dissect(_ bytes: [UInt8], _ type: LinkType) throws(WireError) -> Dissection {
  try Dissection(bytes.span.bytes, type)
}

extension Dissection {
  var packet: Packet? {
    if case .tcp(let packet) = self { packet } else { nil }
  }
}
