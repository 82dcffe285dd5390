/// The format that tcpdump writes (draft-ietf-opsawg-pcap), with its variants.
struct Pcap: Sendable {
  private let isBigEndian: Bool
  /// Nanoseconds in the unit of the second time field.
  private let unit: UInt32
  private let linkType: UInt16
  /// Bytes of the header of each record.
  private let recordHeader: Int

  /// Microseconds; nanoseconds; microseconds with longer record headers (Alexey Kuznetsov's patch of libpcap).
  private static let magics: [UInt32] = [0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34]

  /// Whether these first four bytes, in file order, are those of a pcap file.
  static func isMagic(_ word: UInt32) -> Bool {
    magics.contains(word) || magics.contains(word.byteSwapped)
  }

  /// Reads the file's header of 24 bytes; nil where not all of it is there.
  init?(_ bytes: RawSpan, at offset: inout Int) {
    guard bytes.byteCount - offset >= 24, let magic = bytes.word(at: offset, isBigEndian: true)
    else { return nil }
    isBigEndian = Self.magics.contains(magic)
    let kind = isBigEndian ? magic : magic.byteSwapped
    unit = kind == Self.magics[1] ? 1 : 1000
    recordHeader = kind == Self.magics[2] ? 24 : 16
    // The upper bits say whether frames end with a checksum, and how long that is.
    let type = bytes.word(at: offset + 20, isBigEndian: isBigEndian) ?? 0
    linkType = UInt16(truncatingIfNeeded: type)
    offset += 24
  }

  @inline(__always)
  func next(
    _ bytes: RawSpan, at offset: inout Int, number: UInt64
  ) throws(CaptureError) -> CapturedFrame? {
    guard bytes.byteCount - offset >= recordHeader else { return nil }
    var seconds: UInt32 = bytes.number(at: offset)
    var fraction: UInt32 = bytes.number(at: offset + 4)
    var captured: UInt32 = bytes.number(at: offset + 8)
    var original: UInt32 = bytes.number(at: offset + 12)
    if !isBigEndian {
      (seconds, fraction) = (seconds.byteSwapped, fraction.byteSwapped)
      (captured, original) = (captured.byteSwapped, original.byteSwapped)
    }
    guard captured <= CaptureReader.longestRecord else { throw .badLength(captured) }
    let start = offset + recordHeader
    guard bytes.byteCount - start >= Int(captured) else { return nil }
    offset = start + Int(captured)
    let time = Int64(seconds) * 1_000_000_000 + Int64(fraction) * Int64(unit)
    return CapturedFrame(
      number: number, time: time, start: start, captured: captured, originalLength: original,
      linkType: linkType)
  }

  /// Adds packets to `batch`, as far as there are any, until there are so many; `count` counts them.
  func fill(
    _ batch: inout [CapturedFrame], to limit: Int, _ bytes: RawSpan, at offset: inout Int,
    count: inout UInt64
  ) throws(CaptureError) {
    while batch.count < limit,
      let frame = try next(bytes, at: &offset, number: count + 1)
    {
      count += 1
      batch.append(frame)
    }
  }
}
