/// Reads integers in network byte order from borrowed bytes, never beyond their end.
public struct ByteReader: ~Escapable {
  private let bytes: RawSpan
  /// Bytes read or skipped so far.
  public private(set) var offset = 0
  /// The header that errors name.
  private let layer: WireError.Layer

  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, at offset: Int = 0, _ layer: WireError.Layer) {
    self.bytes = bytes
    self.layer = layer
    self.offset = min(max(offset, 0), bytes.byteCount)
  }

  /// Bytes that are left.
  public var remaining: Int { bytes.byteCount - offset }

  @inline(__always)
  @_lifetime(self: copy self)
  public mutating func read<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type = Value.self
  ) throws(WireError) -> Value {
    let size = MemoryLayout<Value>.size
    guard size <= bytes.byteCount &- offset else { throw truncated(size) }
    // Any bit pattern is an integer, and the bounds have just been checked.
    let value = unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: offset, as: Value.self)
    offset &+= size
    return Value(bigEndian: value)
  }

  @_lifetime(self: copy self)
  public mutating func skip(_ count: Int) throws(WireError) {
    guard count >= 0, count <= remaining else { throw truncated(count) }
    offset += count
  }

  /// Checks, without reading, that so many bytes are left.
  public func require(_ count: Int) throws(WireError) {
    if count > remaining { throw truncated(count) }
  }

  private func truncated(_ needed: Int) -> WireError {
    WireError(layer, .truncated(needed: needed, available: remaining))
  }
}
