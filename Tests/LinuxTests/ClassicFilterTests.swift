import CLinux
import Testing

@testable import Linux

/// The filter of the packet socket, run by a small interpreter on packets written by hand.
@Suite struct ClassicFilterTests {
  struct Packet: CustomTestStringConvertible {
    let testDescription: String
    let etherType: UInt16
    let bytes: [UInt8]
    let passes: Bool

    init(_ name: String, _ etherType: UInt16, _ bytes: [UInt8], passes: Bool = true) {
      testDescription = name
      self.etherType = etherType
      self.bytes = bytes
      self.passes = passes
    }
  }

  private static func tcp(_ flags: UInt8, words: UInt8 = 5) -> [UInt8] {
    [0x1f, 0x90, 0xaa, 0x06] + [UInt8](repeating: 0, count: 8)
      + [words << 4, flags, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: Int(words) * 4 - 20)
  }

  private static func ipv4(
    _ payload: [UInt8], words: UInt8 = 5, next: UInt8 = 6, fragment: UInt8 = 0
  ) -> [UInt8] {
    [0x40 | words, 0, 0, 40, 0, 0, 0, fragment, 64, next, 0, 0]
      + [UInt8](repeating: 0, count: Int(words) * 4 - 12) + payload
  }

  private static func ipv6(_ payload: [UInt8], next: UInt8 = 6) -> [UInt8] {
    [0x60, 0, 0, 0, 0, 20, next, 64] + [UInt8](repeating: 0, count: 32) + payload
  }

  private static func header(_ next: UInt8, units: UInt8 = 0) -> [UInt8] {
    [next, units] + [UInt8](repeating: 0, count: 6 + Int(units) * 8)
  }

  static let packets = [
    Packet("a RST", 0x0800, ipv4(tcp(0x14))),
    Packet("a SYN", 0x0800, ipv4(tcp(0x02))),
    Packet("data", 0x0800, ipv4(tcp(0x18)), passes: false),
    Packet("IPv4 with options", 0x0800, ipv4(tcp(0x04), words: 8)),
    Packet("UDP", 0x0800, ipv4(tcp(0x04), next: 17), passes: false),
    Packet("a later fragment", 0x0800, ipv4(tcp(0x04), fragment: 2), passes: false),
    Packet("ARP", 0x0806, ipv4(tcp(0x04)), passes: false),
    Packet("IPv6", 0x86dd, ipv6(tcp(0x14))),
    Packet("an ACK over IPv6", 0x86dd, ipv6(tcp(0x10)), passes: false),
    Packet(
      "three extension headers", 0x86dd,
      ipv6(header(43) + header(60, units: 2) + header(6) + tcp(0x04), next: 0)),
    Packet(
      "a fourth extension header", 0x86dd,
      ipv6(header(43) + header(60) + header(60) + header(6) + tcp(0x04), next: 0), passes: false),
    Packet("a tag that was left in place", 0x8100, [0, 100, 0x08, 0x00] + ipv4(tcp(0x04))),
    Packet(
      "two tags", 0x88a8, [0, 200, 0x81, 0x00, 0, 100, 0x86, 0xdd] + ipv6(tcp(0x04))),
    Packet(
      "a tag before ARP", 0x8100, [0, 100, 0x08, 0x06] + ipv4(tcp(0x04)), passes: false),
    Packet("nothing", 0x0800, [], passes: false),
  ]

  @Test(arguments: packets) func passesOnlyResetsAndHandshakes(_ packet: Packet) {
    let program = ClassicFilter.resets(snapLength: 256)
    #expect(run(program, packet) == (packet.passes ? 256 : 0))
    // A load beyond the end drops the packet.
    for count in 0..<packet.bytes.count {
      let cut = Packet("cut", packet.etherType, Array(packet.bytes.prefix(count)))
      _ = run(program, cut)
    }
  }

  /// Up to the end of the TCP header; nil stands for none.
  static let headers: [(Packet, Int?)] = [
    (Packet("data over IPv4", 0x0800, ipv4(tcp(0x18) + [1, 2, 3])), 40),
    (Packet("a SYN with IPv4 options", 0x0800, ipv4(tcp(0x02), words: 8)), 52),
    (
      Packet("TCP options", 0x0800, ipv4(tcp(0x10, words: 8) + [UInt8](repeating: 0, count: 30))),
      52
    ),
    (Packet("UDP", 0x0800, ipv4(tcp(0x18), next: 17)), nil),
    (Packet("IPv6 with an extension header", 0x86dd, ipv6(header(6) + tcp(0x10), next: 0)), 68),
    (Packet("a tag that was left in place", 0x8100, [0, 100, 0x08, 0x00] + ipv4(tcp(0x10))), 44),
  ]

  @Test(arguments: headers.indices) func passesHeadersWithoutPayload(_ index: Int) {
    let (packet, length) = Self.headers[index]
    #expect(run(ClassicFilter.headers(ports: []), packet) == UInt32(length ?? 0))
    // Its ports are 8080 and 43526.
    for (ports, passes) in [([8080], true), ([1, 43526], true), ([80, 1], false)]
      as [([UInt16], Bool)]
    {
      let expected = passes ? UInt32(length ?? 0) : 0
      #expect(run(ClassicFilter.headers(ports: ports), packet) == expected, "\(ports)")
    }
  }

  @Test func everyJumpOfAFilterForManyPortsReachesItsEnd() {
    let packet = Self.headers[0].0
    let others = (1...63).map { UInt16($0) }
    #expect(run(ClassicFilter.headers(ports: others + [8080]), packet) == 40)
    #expect(run(ClassicFilter.headers(ports: others + [81]), packet) == 0)
    #expect(run(ClassicFilter.headers(ports: others + [81, 82]), packet) == 40)
  }

  /// The accumulator machine of Documentation/networking/filter.rst, as far as the filter needs it.
  private func run(_ program: [sock_filter], _ packet: Packet) -> UInt32 {
    var (a, x, memory, position): (UInt32, UInt32, UInt32, Int) = (0, 0, 0, 0)
    while true {
      let step = program[position]
      position += 1
      switch Int32(step.code) {
      case BPF_RET | BPF_K: return step.k
      case BPF_RET | BPF_A: return a
      case BPF_ALU | BPF_RSH | BPF_K: a >>= step.k
      case BPF_LDX | BPF_W | BPF_IMM: x = step.k
      case BPF_LD | BPF_W | BPF_MEM: a = memory
      case BPF_ST: memory = a
      case BPF_MISC | BPF_TAX: x = a
      case BPF_MISC | BPF_TXA: a = x
      case BPF_ALU | BPF_ADD | BPF_K: a &+= step.k
      case BPF_ALU | BPF_ADD | BPF_X: a &+= x
      case BPF_ALU | BPF_LSH | BPF_K: a <<= step.k
      case BPF_ALU | BPF_AND | BPF_K: a &= step.k
      case BPF_JMP | BPF_K | BPF_JEQ: position += Int(a == step.k ? step.jt : step.jf)
      case BPF_JMP | BPF_K | BPF_JSET: position += Int(a & step.k != 0 ? step.jt : step.jf)
      default:
        guard let value = load(step, x, packet) else { return 0 }
        a = value
      }
    }
  }

  private func load(_ step: sock_filter, _ x: UInt32, _ packet: Packet) -> UInt32? {
    if step.k == UInt32(bitPattern: SKF_AD_OFF + SKF_AD_PROTOCOL) {
      return UInt32(packet.etherType)
    }
    let isIndirect = Int32(step.code) & 0xe0 == BPF_IND
    let size = Int32(step.code) & 0x18 == BPF_H ? 2 : 1
    let start = Int(step.k) + (isIndirect ? Int(x) : 0)
    guard start + size <= packet.bytes.count else { return nil }
    return packet.bytes[start..<start + size].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
