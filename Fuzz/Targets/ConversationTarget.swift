import Capture
import Diagnosis
import Facts
import Wire

extension FuzzTarget {
  /// Connections between two hosts, eight bytes a packet: far more get beyond the headers than of random captures.
  static let conversation = FuzzTarget("conversation") { bytes in
    var talk = Talk()
    for start in stride(from: 0, to: min(bytes.byteCount, 4096) - 7, by: 8) {
      talk.add(bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
    let file = talk.pcap
    FuzzTarget.capture.run(file.span.bytes)
  }
}

/// Packets that follow from each other unless a number says otherwise.
private struct Talk {
  private(set) var pcap: [UInt8]
  private var time: UInt64 = 1_000_000_000
  private var next: [UInt32] = [1000, 5000]
  private var identifications: [UInt16] = [100, 0]

  init() {
    pcap = [0xa1, 0xb2, 0x3c, 0x4d, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 101]
  }

  private static let payloads = [
    "", "", "", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "x",
    "POST / HTTP/1.1\r\nContent-Length: 900\r\n\r\nbody", "HTTP/1.1 400 Bad Request\r\n\r\n",
    "\u{16}\u{3}\u{1}\u{0}\u{5}hello", "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{28}",
    "\u{17}\u{3}\u{3}\u{0}\u{2}ab", "PRI * HTTP/2.0\r\n\r\n", "HTTP/1.1 502 Bad\r\n\r\n",
    "HTTP/1.1 413 Too big\r\n\r\n", "SSH-2.0-x\r\n", "body of something",
  ]

  mutating func add(_ choice: UInt64) {
    func byte(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: choice >> (index * 8)) }
    func shift(_ index: Int) -> UInt32 {
      UInt32(bitPattern: Int32(Int8(bitPattern: byte(index)))) &* (byte(1) & 0x10 != 0 ? 1000 : 1)
    }
    let side = byte(0) & 0x40 != 0 ? 1 : 0
    let flags = byte(0) & 0x3f
    let payload = Array(Self.payloads[Int(byte(1) & 15)].utf8)
    time &+= UInt64(1000) << UInt64(byte(4) & 31)
    let hasNumber = byte(5) & 0x80 == 0
    if hasNumber { identifications[side] &+= UInt16(byte(5) >> 4 & 7) }
    let packet = Segment(
      ports: [40000 + UInt16(byte(5) & 3), [80, 443, 22, 50000][Int(byte(5) >> 2 & 3)]],
      side: side, sequence: next[side] &+ shift(2),
      acknowledgment: flags & 0x10 != 0 ? next[1 - side] &+ shift(3) : shift(3), flags: flags,
      window: byte(6) & 0x80 != 0 ? 0 : 502, hopLimit: 32 + (byte(6) & 0x7f),
      identification: hasNumber ? identifications[side] : 0)
    record(packet.bytes(payload))
    if byte(2) == 0 {
      next[side] &+= UInt32(payload.count) &+ (flags & 3 != 0 ? 1 : 0)
    }
  }

  private mutating func record(_ packet: [UInt8]) {
    let (seconds, rest) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
    for number in [UInt32(truncatingIfNeeded: seconds), UInt32(rest)] { pcap += big(number) }
    pcap += big(UInt32(packet.count)) + big(UInt32(packet.count)) + packet
  }
}

private struct Segment {
  let ports: [UInt16]
  let side: Int
  let sequence: UInt32
  let acknowledgment: UInt32
  let flags: UInt8
  let window: UInt16
  let hopLimit: UInt8
  let identification: UInt16

  func bytes(_ payload: [UInt8]) -> [UInt8] {
    let hosts: [[UInt8]] = [[10, 0, 0, 1], [10, 0, 0, 2]]
    return [0x45, 0] + big(UInt16(40 + payload.count)) + big(identification) + [0x40, 0]
      + [hopLimit, 6, 0, 0] + hosts[side] + hosts[1 - side] + big(ports[side])
      + big(ports[1 - side]) + big(sequence) + big(acknowledgment) + [0x50, flags] + big(window)
      + [0, 0, 0, 0] + payload
  }
}

private func big<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
  (0..<MemoryLayout<Value>.size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}
