import CLinux

/// A filter program of a socket, in the classic language (Documentation/networking/filter.rst).
struct ClassicFilter {
  /// A place in the program that jumps lead to; jumps only go forward.
  struct Label { fileprivate let number: Int }

  private enum Target { case next, label(Int) }
  private struct Step {
    var instruction: sock_filter
    var yes = Target.next
    var no = Target.next
  }

  private var steps: [Step] = []
  private var places: [Int?] = []

  mutating func label() -> Label {
    places.append(nil)
    return Label(number: places.count - 1)
  }

  /// Puts the label before the next instruction.
  mutating func place(_ label: Label) { places[label.number] = steps.count }

  /// `code` is one of BPF_LD, BPF_ALU … with its modifiers.
  mutating func add(_ code: Int32, _ operand: UInt32 = 0) {
    steps.append(Step(instruction: sock_filter(code: UInt16(code), jt: 0, jf: 0, k: operand)))
  }

  /// Jumps by what `condition` (BPF_JEQ, BPF_JSET) says of the accumulator; nil stands for the next instruction.
  mutating func jump(_ condition: Int32, _ operand: UInt32, to yes: Label?, else no: Label? = nil) {
    add(BPF_JMP | BPF_K | condition, operand)
    steps[steps.count - 1].yes = yes.map { .label($0.number) } ?? .next
    steps[steps.count - 1].no = no.map { .label($0.number) } ?? .next
  }

  /// The program as the kernel takes it.
  var instructions: [sock_filter] {
    steps.enumerated().map { index, step in
      var instruction = step.instruction
      instruction.jt = distance(from: index, to: step.yes)
      instruction.jf = distance(from: index, to: step.no)
      return instruction
    }
  }

  private func distance(from index: Int, to target: Target) -> UInt8 {
    guard case .label(let number) = target else { return 0 }
    return UInt8(places[number]! - index - 1)
  }
}

extension ClassicFilter {
  /// Passes up to `snapLength` bytes of each TCP segment with RST or SYN set, on a SOCK_DGRAM packet socket: there
  /// the packet begins with its network header, or with the VLAN tags that the device did not take off.
  static func resets(snapLength: UInt32) -> [sock_filter] {
    var filter = ClassicFilter()
    let (accept, drop) = (filter.label(), filter.label())
    filter.findTCP(drop: drop)
    filter.add(BPF_LD | BPF_B | BPF_IND, 13)
    filter.jump(BPF_JSET, 0x06, to: accept, else: drop)
    filter.place(drop)
    filter.add(BPF_RET | BPF_K, 0)
    filter.place(accept)
    filter.add(BPF_RET | BPF_K, snapLength)
    return filter.instructions
  }

  /// Passes up to `snapLength` bytes of each TCP segment, as `resets` does.
  static func segments(snapLength: UInt32) -> [sock_filter] {
    var filter = ClassicFilter()
    let drop = filter.label()
    filter.findTCP(drop: drop)
    filter.add(BPF_RET | BPF_K, snapLength)
    filter.place(drop)
    filter.add(BPF_RET | BPF_K, 0)
    return filter.instructions
  }

  /// More ports are not told apart: a jump reaches 255 instructions far.
  private static let mostPorts = 64

  /// Passes the headers of each TCP segment, and no payload, as `resets` does; with ports, of those that have
  /// one of them.
  static func headers(ports: [UInt16]) -> [sock_filter] {
    var filter = ClassicFilter()
    let (accept, drop) = (filter.label(), filter.label())
    filter.findTCP(drop: drop)
    if let last = ports.last, ports.count <= mostPorts {
      filter.add(BPF_LD | BPF_H | BPF_IND, 0)
      for port in ports { filter.jump(BPF_JEQ, UInt32(port), to: accept) }
      filter.add(BPF_LD | BPF_H | BPF_IND, 2)
      for port in ports.dropLast() { filter.jump(BPF_JEQ, UInt32(port), to: accept) }
      filter.jump(BPF_JEQ, UInt32(last), to: accept, else: drop)
    }
    filter.place(accept)
    filter.returnHeaders()
    filter.place(drop)
    filter.add(BPF_RET | BPF_K, 0)
    return filter.instructions
  }

  /// Leaves in X where the TCP header begins.
  private mutating func findTCP(drop: Label) {
    let (v4, v6, tcp) = (label(), label(), label())
    skipLinkHeader(v4: v4, v6: v6, drop: drop)
    place(v6)
    readIPv6(tcp: tcp, drop: drop)
    place(v4)
    readIPv4(drop: drop)
    place(tcp)
  }

  /// Passes the bytes up to the end of the TCP header that X leads to: its upper four bits count words.
  private mutating func returnHeaders() {
    add(BPF_LD | BPF_B | BPF_IND, 12)
    add(BPF_ALU | BPF_AND | BPF_K, 0xf0)
    add(BPF_ALU | BPF_RSH | BPF_K, 2)
    add(BPF_ALU | BPF_ADD | BPF_X)
    add(BPF_RET | BPF_A)
  }

  private static let tags: [UInt32] = [0x8100, 0x88a8, 0x9100]

  /// Leaves in X where the network header begins.
  private mutating func skipLinkHeader(v4: Label, v6: Label, drop: Label) {
    add(BPF_LDX | BPF_W | BPF_IMM, 0)
    // The protocol of the packet, whatever its bytes are (SKF_AD_PROTOCOL).
    add(BPF_LD | BPF_H | BPF_ABS, UInt32(bitPattern: SKF_AD_OFF + SKF_AD_PROTOCOL))
    for level in 0..<2 {
      jump(BPF_JEQ, 0x0800, to: v4)
      jump(BPF_JEQ, 0x86dd, to: v6)
      let tag = label()
      for type in Self.tags.dropLast() { jump(BPF_JEQ, type, to: tag) }
      jump(BPF_JEQ, Self.tags.last!, to: tag, else: drop)
      place(tag)
      add(BPF_LDX | BPF_W | BPF_IMM, UInt32(4 * (level + 1)))
      add(BPF_LD | BPF_H | BPF_ABS, UInt32(4 * level + 2))
    }
    jump(BPF_JEQ, 0x0800, to: v4)
    jump(BPF_JEQ, 0x86dd, to: v6, else: drop)
  }

  /// Moves X to the TCP header, over up to three extension headers, and jumps.
  private mutating func readIPv6(tcp: Label, drop: Label) {
    add(BPF_LD | BPF_B | BPF_IND, 6)
    add(BPF_ST, 0)
    add(BPF_MISC | BPF_TXA)
    add(BPF_ALU | BPF_ADD | BPF_K, 40)
    add(BPF_MISC | BPF_TAX)
    for _ in 0..<3 {
      let step = label()
      add(BPF_LD | BPF_W | BPF_MEM, 0)
      jump(BPF_JEQ, 6, to: tcp)
      // Hop-by-hop, routing, fragment, destination options: length in the second byte, 0 in a fragment's.
      for header in [UInt32(0), 43, 44] { jump(BPF_JEQ, header, to: step) }
      jump(BPF_JEQ, 60, to: step, else: drop)
      place(step)
      add(BPF_LD | BPF_B | BPF_IND, 0)
      add(BPF_ST, 0)
      add(BPF_LD | BPF_B | BPF_IND, 1)
      add(BPF_ALU | BPF_ADD | BPF_K, 1)
      add(BPF_ALU | BPF_LSH | BPF_K, 3)
      add(BPF_ALU | BPF_ADD | BPF_X)
      add(BPF_MISC | BPF_TAX)
    }
    add(BPF_LD | BPF_W | BPF_MEM, 0)
    jump(BPF_JEQ, 6, to: tcp, else: drop)
  }

  /// Moves X to the TCP header.
  private mutating func readIPv4(drop: Label) {
    let isTCP = label()
    let isFirst = label()
    add(BPF_LD | BPF_B | BPF_IND, 9)
    jump(BPF_JEQ, 6, to: isTCP, else: drop)
    place(isTCP)
    add(BPF_LD | BPF_H | BPF_IND, 6)
    jump(BPF_JSET, 0x1fff, to: drop, else: isFirst)
    place(isFirst)
    add(BPF_LD | BPF_B | BPF_IND, 0)
    add(BPF_ALU | BPF_AND | BPF_K, 0x0f)
    add(BPF_ALU | BPF_LSH | BPF_K, 2)
    add(BPF_ALU | BPF_ADD | BPF_X)
    add(BPF_MISC | BPF_TAX)
  }
}
