import CCompression

/// zlib, for gzip (RFC 1952): members follow one another.
final class Inflater {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private(set) var isBetweenMembers = true

  /// The largest window, and 16 for gzip's own header (zlib.h, inflateInit2).
  private static let windowBits: Int32 = 15 + 16

  init() throws(DecompressError) {
    stream.initialize(to: z_stream())
    guard
      inflateInit2_(stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        == Z_OK
    else { throw DecompressError(description: "zlib has no memory") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func expand(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(DecompressError) -> Decompressor.Step {
    if isBetweenMembers, !input.isEmpty {
      inflateReset(stream)
      isBetweenMembers = false
    }
    let (given, room) = (min(input.count, Int(UInt32.max)), min(output.count, Int(UInt32.max)))
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(given)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    let status = inflate(stream, Z_NO_FLUSH)
    if status == Z_STREAM_END { isBetweenMembers = true }
    // No progress is possible for want of input or room: not an error (zlib.h, Z_BUF_ERROR).
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      throw DecompressError(
        description: stream.pointee.msg.map { String(cString: $0) } ?? "gzip error \(status)")
    }
    return .init(
      consumed: given - Int(stream.pointee.avail_in),
      produced: room - Int(stream.pointee.avail_out))
  }
}
