import Facts

/// The bytes of a trace record, in this machine's byte order; what lies outside them reads as nil.
extension RawSpan {
  /// An integer of one, two, four or eight bytes, extended by its sign.
  func integer(_ field: EventFormat.Field?) -> Int64? {
    guard let field else { return nil }
    let bits: UInt64? =
      switch field.size {
      case 1: load(field.offset, UInt8.self).map { UInt64($0) }
      case 2: load(field.offset, UInt16.self).map { UInt64($0) }
      case 4: load(field.offset, UInt32.self).map { UInt64($0) }
      case 8: load(field.offset, UInt64.self)
      default: nil
      }
    guard let bits else { return nil }
    let unused = 64 - field.size * 8
    return field.isSigned
      ? Int64(bitPattern: bits << UInt64(unused)) >> Int64(unused) : Int64(bitPattern: bits)
  }

  /// The pointer or other unsigned number in a field.
  func word(_ field: EventFormat.Field?) -> UInt64? {
    integer(field).map { UInt64(bitPattern: $0) }
  }

  /// A word of `size` bytes at any offset.
  func word(at offset: Int, size: Int) -> UInt64? {
    word(EventFormat.Field(offset: offset, size: size, isSigned: false))
  }

  /// Sixteen bytes in network order.
  func address(_ field: EventFormat.Field?) -> IPAddress? {
    guard let field, field.size == 16, let bits = load(field.offset, UInt128.self) else {
      return nil
    }
    return IPAddress(v6: UInt128(bigEndian: bits))
  }

  /// A `struct sockaddr_in` or `sockaddr_in6`; nil where it was left empty.
  func socketAddress(_ field: EventFormat.Field?) -> Endpoint? {
    guard let field, field.size >= 28, let family = load(field.offset, UInt16.self),
      let port = load(field.offset + 2, UInt16.self).map({ UInt16(bigEndian: $0) })
    else { return nil }
    switch family {
    case 2:
      return load(field.offset + 4, UInt32.self).map {
        Endpoint(IPAddress(v4: UInt32(bigEndian: $0)), port: port)
      }
    case 10:
      return load(field.offset + 8, UInt128.self).map {
        Endpoint(IPAddress(v6: UInt128(bigEndian: $0)), port: port)
      }
    default: return nil
    }
  }

  private func load<Value: FixedWidthInteger & BitwiseCopyable>(
    _ offset: Int, _ type: Value.Type
  ) -> Value? {
    guard offset >= 0, offset <= byteCount - MemoryLayout<Value>.size else { return nil }
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type)
  }
}
