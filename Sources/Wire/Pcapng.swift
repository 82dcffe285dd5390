/// The format that Wireshark writes (draft-ietf-opsawg-pcapng): sections of blocks.
struct Pcapng: Sendable {
  static let sectionHeader: UInt32 = 0x0a0d_0d0a
  private static let byteOrderMagic: UInt32 = 0x1a2b_3c4d
  /// More interfaces than any host has.
  private static let mostInterfaces = 1 << 16

  private enum Block: UInt32 {
    case interface = 1
    case obsoletePacket = 2
    case simplePacket = 3
    case enhancedPacket = 6
  }

  private var isBigEndian = false
  private var interfaces: [CaptureInterface] = []
  /// Bytes of a block that nobody reads, still to come.
  private var skipped: Int = 0
  private var lastTime: Int64 = 0

  mutating func next(
    _ bytes: RawSpan, at offset: inout Int, number: UInt64
  ) throws(CaptureError) -> CapturedFrame? {
    while true {
      let step = min(skipped, bytes.byteCount - offset)
      skipped -= step
      offset += step
      guard skipped == 0, bytes.byteCount - offset >= 12,
        let length = try blockLength(bytes, at: offset)
      else { return nil }
      guard length <= CaptureReader.longestRecord else {
        skipped = length
        continue
      }
      guard bytes.byteCount - offset >= length else { return nil }
      let start = offset
      offset += length
      if let frame = read(bytes.extracting(0..<offset), at: start, number) { return frame }
    }
  }

  /// The length of a block with its header and trailer; nil where more bytes are needed to tell.
  private mutating func blockLength(
    _ bytes: RawSpan, at offset: Int
  ) throws(CaptureError) -> Int? {
    if bytes.word(at: offset, isBigEndian: true) == Self.sectionHeader {
      let magic = bytes.word(at: offset + 8, isBigEndian: true) ?? 0
      guard magic == Self.byteOrderMagic || magic.byteSwapped == Self.byteOrderMagic else {
        throw .badByteOrder(magic)
      }
      isBigEndian = magic == Self.byteOrderMagic
    }
    guard let length = bytes.word(at: offset + 4, isBigEndian: isBigEndian) else { return nil }
    // Some writers forget the padding in the length: it is there all the same.
    let padded = (Int(length) + 3) & ~3
    guard length >= 12 else { throw .badLength(length) }
    return padded
  }

  /// The packet of a whole block that ends where `bytes` do; nil where the block has none.
  private mutating func read(
    _ bytes: RawSpan, at start: Int, _ number: UInt64
  ) -> CapturedFrame? {
    guard let type = bytes.word(at: start, isBigEndian: isBigEndian) else { return nil }
    if type == Self.sectionHeader {
      interfaces = []
      return nil
    }
    switch Block(rawValue: type) {
    case .interface:
      if interfaces.count < Self.mostInterfaces {
        interfaces.append(CaptureInterface(bytes, at: start, isBigEndian))
      }
      return nil
    case .enhancedPacket, .obsoletePacket:
      return packet(bytes, at: start, number, isOld: type == Block.obsoletePacket.rawValue)
    case .simplePacket: return simplePacket(bytes, at: start, number)
    case nil: return nil
    }
  }

  private mutating func packet(
    _ bytes: RawSpan, at start: Int, _ number: UInt64, isOld: Bool
  ) -> CapturedFrame? {
    let first = bytes.word(at: start + 8, isBigEndian: isBigEndian) ?? 0
    let short = UInt32(bytes.half(at: start + 8, isBigEndian: isBigEndian) ?? 0)
    let interface = isOld ? short : first
    guard Int(interface) < interfaces.count,
      let high = bytes.word(at: start + 12, isBigEndian: isBigEndian),
      let low = bytes.word(at: start + 16, isBigEndian: isBigEndian),
      let captured = bytes.word(at: start + 20, isBigEndian: isBigEndian),
      let original = bytes.word(at: start + 24, isBigEndian: isBigEndian),
      Int(captured) <= bytes.byteCount - start - 32
    else { return nil }
    lastTime = interfaces[Int(interface)].nanoseconds(UInt64(high) << 32 | UInt64(low)) ?? lastTime
    var frame = CapturedFrame(
      number: number, time: lastTime, start: start + 28, captured: captured,
      originalLength: original, linkType: interfaces[Int(interface)].linkType,
      interface: interface)
    let options = start + 28 + (Int(captured) + 3) & ~3
    if bytes.byteCount - options >= 12 { frame.readComment(bytes, at: options, isBigEndian) }
    return frame
  }

  private func simplePacket(
    _ bytes: RawSpan, at start: Int, _ number: UInt64
  ) -> CapturedFrame? {
    guard let interface = interfaces.first,
      let original = bytes.word(at: start + 8, isBigEndian: isBigEndian),
      bytes.byteCount - start >= 16
    else { return nil }
    let room = UInt32(bytes.byteCount - start - 16)
    let limit = interface.snapLength == 0 ? room : min(room, interface.snapLength)
    return CapturedFrame(
      number: number, time: lastTime, start: start + 12, captured: min(original, limit),
      originalLength: original, linkType: interface.linkType)
  }
}

extension CapturedFrame {
  /// Finds the first comment (opt_comment) and the direction (epb_flags) among the options from `offset` to the
  /// trailer.
  fileprivate mutating func readComment(_ bytes: RawSpan, at offset: Int, _ isBigEndian: Bool) {
    let end = bytes.byteCount - 4
    PcapngOption.all(bytes, from: offset, to: end, isBigEndian) { option in
      if option.code == 2, option.length == 4,
        let flags = bytes.word(at: option.start, isBigEndian: isBigEndian), flags & 3 != 0
      {
        isOutbound = flags & 3 == 2
      }
      guard option.code == 1, commentLength == 0 else { return }
      commentStart = UInt32(option.start)
      commentLength = UInt16(option.length)
    }
  }
}
