import Capture
import Facts
import Wire

/// A conversation written packet by packet, and what a scanner makes of it.
struct Scene {
  enum Side { case client, server }

  /// One packet as it lies in a capture.
  struct Record {
    var time: Int64
    var bytes: [UInt8]
  }

  private(set) var records: [Record] = []
  /// Nanoseconds since 1970.
  var time: Int64 = 1_795_334_400_000_000_000
  var clientPort: UInt16 = 43526
  var serverPort: UInt16 = 8080
  private var next: [Side: UInt32] = [.client: 1000, .server: 5000]
  private var identification: [Side: UInt16] = [.client: 100, .server: 7000]

  /// Lets time pass.
  mutating func wait(_ seconds: Double) { time += Int64(seconds * 1e9) }

  mutating func handshake() {
    send(.client, .syn)
    send(.server, [.syn, .ack])
    send(.client, .ack)
  }

  /// Sends a segment with the numbers that are due; `sequence` is added to its own, and does not move on.
  mutating func send(
    _ side: Side, _ flags: TCPHeader.Flags, _ payload: String = "", shift: Int32? = nil,
    hopLimit: UInt8 = 64, window: UInt16 = 502, acknowledging: Int32 = 0
  ) {
    let peer: Side = side == .client ? .server : .client
    let sequence = next[side]! &+ UInt32(bitPattern: shift ?? 0)
    let acknowledged = next[peer]! &+ UInt32(bitPattern: acknowledging)
    let acknowledgment = flags.contains(.ack) ? acknowledged : 0
    identification[side]! &+= 1
    packet(
      side, sequence, acknowledgment, flags, Array(payload.utf8), identification[side]!, hopLimit,
      window)
    guard shift == nil, !flags.contains(.rst) else { return }
    let length = UInt32(payload.utf8.count) + (flags.isDisjoint(with: [.syn, .fin]) ? 0 : 1)
    next[side]! &+= length
  }

  /// A RST that answers the other side's latest segment, as a kernel without such a connection sends it.
  mutating func refuse(
    _ side: Side, acknowledgment: UInt32 = 0, identification: UInt16 = 0, hopLimit: UInt8 = 64
  ) {
    packet(side, next[side]!, acknowledgment, .rst, [], identification, hopLimit, 0)
  }

  /// A RST that answers a SYN.
  mutating func refuseSYN() {
    packet(.server, 0, next[.client]!, [.rst, .ack], [], 0, 64, 0)
  }

  /// The same packets, so many nanoseconds later.
  func later(by nanoseconds: Int64) -> Scene {
    var scene = self
    scene.records = records.map { Record(time: $0.time + nanoseconds, bytes: $0.bytes) }
    return scene
  }

  /// Shows each packet twice.
  mutating func double() {
    records = records.flatMap { [$0, Record(time: $0.time + 1000, bytes: $0.bytes)] }
  }

  private mutating func packet(
    _ side: Side, _ sequence: UInt32, _ acknowledgment: UInt32, _ flags: TCPHeader.Flags,
    _ payload: [UInt8], _ identification: UInt16, _ hopLimit: UInt8,
    _ window: UInt16
  ) {
    let ports = side == .client ? (clientPort, serverPort) : (serverPort, clientPort)
    let hosts: ([UInt8], [UInt8]) =
      side == .client ? ([10, 0, 0, 1], [10, 0, 0, 2]) : ([10, 0, 0, 2], [10, 0, 0, 1])
    var bytes: [UInt8] = [0x45, 0] + big(UInt16(40 + payload.count)) + big(identification)
    bytes += [0x40, 0, hopLimit, 6, 0, 0] + hosts.0 + hosts.1
    bytes += big(ports.0) + big(ports.1) + big(sequence) + big(acknowledgment)
    bytes += big(0x5000 | flags.rawValue) + big(window) + [0, 0, 0, 0] + payload
    time += 1_000_000
    records.append(Record(time: time, bytes: bytes))
  }

  /// What a router says of the latest packet: ICMP type, code and the second word (RFC 792), with 28 bytes quoted.
  mutating func report(type: UInt8, code: UInt8, rest: UInt32 = 0) {
    let quoted = records[records.count - 1].bytes.prefix(28)
    time += 1_000_000
    var bytes: [UInt8] = [0x45, 0, 0, UInt8(28 + quoted.count), 0, 0, 0, 0, 62, 1, 0, 0]
    bytes += [10, 0, 0, 9, 10, 0, 0, 1]
    bytes += [type, code, 0, 0]
    bytes += big(rest)
    bytes += quoted
    records.append(Record(time: time, bytes: bytes))
  }

  mutating func append(_ other: Scene) { records += other.records }
}

func big<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
  (0..<MemoryLayout<Value>.size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

extension Scene {
  /// The records as a pcap file with raw IP, nanoseconds, most significant byte first.
  var pcap: [UInt8] {
    var file =
      big(UInt32(0xa1b2_3c4d)) + big(UInt16(2)) + big(UInt16(4)) + [UInt8](repeating: 0, count: 8)
    file += big(UInt32(65535)) + big(UInt32(101))
    for record in records {
      file += big(UInt32(record.time / 1_000_000_000)) + big(UInt32(record.time % 1_000_000_000))
      file += big(UInt32(record.bytes.count)) + big(UInt32(record.bytes.count)) + record.bytes
    }
    return file
  }

  /// What connections came to, read to the end.
  var ends: [CapturedEnd] { scan(pcap) }
}

/// What the connections of several captures came to, their packets joined by time.
func scan(joining scenes: [Scene]) -> [CapturedEnd] {
  var scanner = CaptureScanner(seed: 1)
  let files = scenes.map(\.pcap)
  let packets = files.indices.flatMap { file in
    frames(of: files[file]).map { (file: file, frame: $0) }
  }
  for (file, frame) in packets.sorted(by: { $0.frame.time < $1.frame.time }) {
    let bytes = files[file]
    scanner.note(frame, bytes.span.bytes, file: file)
  }
  return scanner.finish()
}

private func frames(of file: [UInt8]) -> [CapturedFrame] {
  var (reader, offset, frames) = (CaptureReader(), 0, [CapturedFrame]())
  let bytes = file.span.bytes
  while let frame = try? reader.next(bytes, at: &offset) { frames.append(frame) }
  return frames
}

/// What the connections of a capture file came to; as far as it can be read.
func scan(_ file: [UInt8], shares: Int = 1) -> [CapturedEnd] {
  (0..<shares).flatMap { share in
    var scanner = CaptureScanner(share: share, of: shares, seed: 1)
    var (reader, offset) = (CaptureReader(), 0)
    let bytes = file.span.bytes
    while let frame = try? reader.next(bytes, at: &offset) {
      scanner.note(frame, bytes, file: 0)
    }
    scanner.settle()
    let ends = scanner.takeEnds()
    return ends + scanner.finish()
  }.sorted { $0.frame < $1.frame }
}
