import CCompression

/// Zstandard (RFC 8878): frames follow one another.
final class ZstdDecoder {
  private let stream: OpaquePointer
  private(set) var isBetweenMembers = true

  init() throws(DecompressError) {
    guard let stream = ZSTD_createDStream() else {
      throw DecompressError(description: "zstd has no memory")
    }
    self.stream = stream
    ZSTD_initDStream(stream)
  }

  deinit { ZSTD_freeDStream(stream) }

  func expand(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(DecompressError) -> Decompressor.Step {
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let left = ZSTD_decompressStream(stream, &target, &source)
    guard ZSTD_isError(left) == 0 else {
      throw DecompressError(description: String(cString: ZSTD_getErrorName(left)))
    }
    if source.pos > 0 || target.pos > 0 { isBetweenMembers = left == 0 }
    return .init(consumed: source.pos, produced: target.pos)
  }
}
