import Testing
import Wire

/// Capture files of every kind, whole, cut off, and lying.
@Suite struct CaptureReaderTests {
  /// A file written by hand, and what its packets must be.
  struct File: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    let times: [Int64]
    let linkTypes: [UInt16]
  }

  static let packet: [UInt8] = [1, 2, 3, 4, 5]

  static func pcap(_ magic: UInt32, _ fraction: UInt32, littleEndian: Bool) -> [UInt8] {
    var file = Bytes(littleEndian: littleEndian)
    file.add(magic, UInt16(2), UInt16(4), UInt32(0), UInt32(0), UInt32(65535), UInt32(0x1000_0001))
    for second: UInt32 in [100, 101] {
      file.add(second, fraction, UInt32(5), UInt32(1500))
      if magic == 0xa1b2_cd34 { file.add(UInt32(0), UInt32(0)) }
      file.bytes += packet
    }
    return file.bytes
  }

  /// A section with two interfaces, in units of 10^-9 and 2^-10 seconds, and a packet of each kind of block.
  static func pcapng(littleEndian: Bool) -> [UInt8] {
    var file = Bytes(littleEndian: littleEndian)
    file.block(0x0a0d_0d0a) { $0.add(UInt32(0x1a2b_3c4d), UInt16(1), UInt16(0), UInt64.max) }
    file.block(1) {
      $0.add(UInt16(1), UInt16(0), UInt32(3), UInt16(9), UInt16(1))
      $0.bytes += [9, 0, 0, 0]
      $0.add(UInt32(0))
    }
    file.block(1) {
      $0.add(UInt16(101), UInt16(0), UInt32(0), UInt16(9), UInt16(1))
      $0.bytes += [0x8a, 0, 0, 0]
      $0.add(UInt16(14), UInt16(8), UInt64(1000), UInt32(0))
    }
    file.block(0x4d3c_2b1a) { $0.add(UInt32(7)) }
    file.block(6) {
      $0.add(UInt32(0), UInt32(23), UInt32(1_215_752_192), UInt32(5), UInt32(5))
      $0.bytes += packet + [0, 0, 0]
      $0.add(UInt16(1), UInt16(2))
      $0.bytes += [0x68, 0x69, 0, 0]
      $0.add(UInt32(0))
    }
    file.block(2) {
      $0.add(UInt16(1), UInt16(0), UInt32(0), UInt32(1536), UInt32(5), UInt32(5))
      $0.bytes += packet + [0, 0, 0]
    }
    file.block(3) {
      $0.add(UInt32(5))
      $0.bytes += packet + [0, 0, 0]
    }
    return file.bytes
  }

  static let ng: [Int64] = [100_000_000_000, 1_001_500_000_000, 1_001_500_000_000]

  static let files =
    [true, false].flatMap { little in
      let order = little ? "little" : "big"
      return [
        File(
          testDescription: "pcap, microseconds, \(order)-endian",
          bytes: pcap(0xa1b2_c3d4, 7, littleEndian: little),
          times: [100_000_007_000, 101_000_007_000], linkTypes: [1, 1]),
        File(
          testDescription: "pcap, nanoseconds, \(order)-endian",
          bytes: pcap(0xa1b2_3c4d, 7, littleEndian: little),
          times: [100_000_000_007, 101_000_000_007], linkTypes: [1, 1]),
        File(
          testDescription: "pcap with long record headers, \(order)-endian",
          bytes: pcap(0xa1b2_cd34, 7, littleEndian: little),
          times: [100_000_007_000, 101_000_007_000], linkTypes: [1, 1]),
        File(
          testDescription: "pcapng, \(order)-endian", bytes: pcapng(littleEndian: little),
          times: ng, linkTypes: [1, 101, 1]),
      ]
    } + [
      File(
        testDescription: "two sections of different byte order",
        bytes: pcapng(littleEndian: true) + pcapng(littleEndian: false), times: ng + ng,
        linkTypes: [1, 101, 1, 1, 101, 1])
    ]

  @Test(arguments: files) func findsEveryPacket(_ file: File) throws {
    let frames = try read(file.bytes)
    #expect(frames.map(\.time) == file.times)
    #expect(frames.map(\.linkType) == file.linkTypes)
    #expect(frames.map(\.number) == (1...UInt64(frames.count)).map { $0 })
    for frame in frames {
      #expect(file.bytes[frame.bytes].elementsEqual(Self.packet.prefix(frame.bytes.count)))
    }
  }

  @Test func readsTheComment() throws {
    let bytes = Self.pcapng(littleEndian: false)
    let frame = try #require(try read(bytes).first)
    #expect(String(decoding: bytes[frame.comment], as: UTF8.self) == "hi")
  }

  /// A file may come in pieces of any size.
  @Test(arguments: files) func windowsMakeNoDifference(_ file: File) throws {
    let whole = try read(file.bytes)
    for size in 1...70 {
      var (reader, kept, found) = (CaptureReader(), [UInt8](), [CapturedFrame]())
      for start in stride(from: 0, to: file.bytes.count, by: size) {
        kept += file.bytes[start..<min(start + size, file.bytes.count)]
        var offset = 0
        while let frame = try reader.next(kept.span.bytes, at: &offset) { found.append(frame) }
        kept.removeFirst(offset)
      }
      #expect(found.map(\.time) == whole.map(\.time), "\(size) bytes at a time")
      #expect(kept.isEmpty)
    }
  }

  @Test(arguments: files) func noCutAndNoFlippedByteReadsBeyondTheFile(_ file: File) {
    for count in 0...file.bytes.count { checkBounds(Array(file.bytes.prefix(count))) }
    for index in file.bytes.indices {
      for mask: UInt8 in [0xff, 0x80, 0x01] {
        var bytes = file.bytes
        bytes[index] ^= mask
        checkBounds(bytes)
      }
    }
  }

  @Test func refusesWhatIsNoCapture() {
    #expect(throws: CaptureError.notACapture) { try read(Array("#!/bin/sh\n".utf8)) }
    var file = Self.pcap(0xa1b2_c3d4, 0, littleEndian: false)
    file[32] = 0x7f
    #expect(throws: CaptureError.self) { try read(file) }
  }

  private func checkBounds(_ bytes: [UInt8]) {
    var (reader, offset) = (CaptureReader(), 0)
    while let frame = try? reader.next(bytes.span.bytes, at: &offset) {
      #expect(frame.bytes.upperBound <= bytes.count && frame.comment.upperBound <= bytes.count)
      if let type = LinkType(rawValue: UInt32(frame.linkType)) {
        _ = try? Dissection(bytes.span.bytes.extracting(frame.bytes), type)
      }
    }
    #expect(offset <= bytes.count)
  }
}

private func read(_ bytes: [UInt8]) throws(CaptureError) -> [CapturedFrame] {
  var (reader, offset, frames) = (CaptureReader(), 0, [CapturedFrame]())
  while let frame = try reader.next(bytes.span.bytes, at: &offset) { frames.append(frame) }
  return frames
}

/// Integers written in one byte order.
struct Bytes {
  let littleEndian: Bool
  var bytes: [UInt8] = []

  init(littleEndian: Bool) { self.littleEndian = littleEndian }

  mutating func add(_ numbers: any FixedWidthInteger...) {
    for number in numbers { add(one: number) }
  }

  private mutating func add(one number: some FixedWidthInteger) {
    let shifts = stride(from: 0, to: number.bitWidth, by: 8)
    let ordered = shifts.map { UInt8(truncatingIfNeeded: number >> $0) }
    bytes += littleEndian ? ordered : ordered.reversed()
  }

  /// A block of pcapng: type, length, body, length.
  mutating func block(_ type: UInt32, _ fill: (inout Bytes) -> Void) {
    var body = Bytes(littleEndian: littleEndian)
    fill(&body)
    let length = UInt32(body.bytes.count + 12)
    add(type, length)
    bytes += body.bytes
    add(length)
  }
}
