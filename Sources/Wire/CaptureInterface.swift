/// One interface that a pcapng section describes.
struct CaptureInterface: Sendable {
  let linkType: UInt16
  let snapLength: UInt32
  private var resolution = Resolution.decimal(1000)
  /// Seconds to add to every time.
  private var offset: Int64 = 0

  private enum Resolution: Hashable, Sendable {
    /// Nanoseconds in a unit.
    case decimal(UInt64)
    /// Units in a nanosecond.
    case finer(UInt64)
    /// 2 to the power of this many units in a second.
    case binary(UInt64)
  }

  /// Reads an interface description block, which ends where `bytes` do.
  init(_ bytes: RawSpan, at start: Int, _ isBigEndian: Bool) {
    linkType = bytes.half(at: start + 8, isBigEndian: isBigEndian) ?? .max
    snapLength = bytes.word(at: start + 12, isBigEndian: isBigEndian) ?? 0
    PcapngOption.all(bytes, from: start + 16, to: bytes.byteCount - 4, isBigEndian) { option in
      var reader = ByteReader(bytes, at: option.start, .capture)
      // if_tsresol and if_tsoffset (section 4.2).
      if option.code == 9, option.length >= 1, let value: UInt8 = try? reader.read() {
        resolution = Self.resolution(value)
      } else if option.code == 14, option.length >= 8, let value: Int64 = try? reader.read() {
        offset = isBigEndian ? value : value.byteSwapped
      }
    }
  }

  private static func resolution(_ value: UInt8) -> Resolution {
    let exponent = Int(value & 0x7f)
    if value & 0x80 != 0 { return .binary(UInt64(min(exponent, 63))) }
    func power(_ count: Int) -> UInt64 { (0..<count).reduce(1) { product, _ in product * 10 } }
    return exponent <= 9 ? .decimal(power(9 - exponent)) : .finer(power(min(exponent - 9, 18)))
  }

  /// The moment that so many units stand for; nil where it lies beyond what 64 bits hold.
  func nanoseconds(_ units: UInt64) -> Int64? {
    let (shift, shiftOverflows) = offset.multipliedReportingOverflow(by: 1_000_000_000)
    guard !shiftOverflows, let time = unshifted(units) else { return nil }
    let (sum, overflows) = time.addingReportingOverflow(shift)
    return overflows ? nil : sum
  }

  private func unshifted(_ units: UInt64) -> Int64? {
    switch resolution {
    case .decimal(let factor):
      let (product, overflows) = units.multipliedReportingOverflow(by: factor)
      return overflows ? nil : Int64(exactly: product)
    case .finer(let divisor): return Int64(exactly: units / divisor)
    case .binary(let exponent):
      let (seconds, rest) = (units >> exponent, units & ((1 << exponent) - 1))
      let fraction = rest.multipliedFullWidth(by: 1_000_000_000)
      let nanoseconds = UInt64((UInt128(fraction.high) << 64 | UInt128(fraction.low)) >> exponent)
      let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
      return overflows ? nil : Int64(exactly: product).map { $0 &+ Int64(nanoseconds) }
    }
  }
}

/// One option of a pcapng block: a number, and where its value lies.
struct PcapngOption {
  let code: UInt16
  let start: Int
  let length: Int

  /// Hands the options between two positions to `body`, as far as they are well-formed.
  static func all(
    _ bytes: RawSpan, from offset: Int, to end: Int, _ isBigEndian: Bool,
    _ body: (PcapngOption) -> Void
  ) {
    var offset = offset
    while offset + 4 <= end, let code = bytes.half(at: offset, isBigEndian: isBigEndian),
      let length = bytes.half(at: offset + 2, isBigEndian: isBigEndian), code != 0
    {
      let start = offset + 4
      guard start + Int(length) <= end else { return }
      body(PcapngOption(code: code, start: start, length: Int(length)))
      offset = start + (Int(length) + 3) & ~3
    }
  }
}
