import Wire

/// The two ends of a connection, the lower one first, so that both directions have the same.
///
/// In words of 64 bits, because those need no alignment to 16 bytes.
struct ConversationKey: Equatable, BitwiseCopyable {
  private let lowUpper: UInt64
  private let lowLower: UInt64
  private let highUpper: UInt64
  private let highLower: UInt64
  let lowPort: UInt16
  let highPort: UInt16

  var first: UInt64 { lowUpper }
  var low: UInt128 { UInt128(lowUpper) << 64 | UInt128(lowLower) }
  var high: UInt128 { UInt128(highUpper) << 64 | UInt128(highLower) }

  @inline(__always)
  private init(_ low: UInt128, _ lowPort: UInt16, _ high: UInt128, _ highPort: UInt16) {
    lowUpper = UInt64(truncatingIfNeeded: low >> 64)
    lowLower = UInt64(truncatingIfNeeded: low)
    highUpper = UInt64(truncatingIfNeeded: high >> 64)
    highLower = UInt64(truncatingIfNeeded: high)
    self.lowPort = lowPort
    self.highPort = highPort
  }

  static let none = ConversationKey(0, 0, 0, 0)

  /// The key of a packet, and whether the packet came from the lower end (0) or the higher one (1).
  static func of(_ ends: PacketEnds) -> (key: ConversationKey, direction: Int) {
    let (source, destination) = (ends.source, ends.destination)
    let (from, to) = (ends.sourcePort, ends.destinationPort)
    if source < destination || (source == destination && from <= to) {
      return (ConversationKey(source, from, destination, to), 0)
    }
    return (ConversationKey(destination, to, source, from), 1)
  }

  /// Well mixed, and different at each start of the program: addresses come from outside, and must not be able to
  /// choose where they collide.
  func hash(seed: UInt64) -> UInt64 {
    let ports = UInt64(lowPort) << 16 | UInt64(highPort)
    var mixed = Self.mix(lowLower ^ seed, ports ^ 0x9e37_79b9_7f4a_7c15)
    mixed = Self.mix(highLower ^ mixed, seed ^ 0xe703_7ed1_a0b4_28db)
    let upper = lowUpper ^ highUpper &* 3
    return upper == 0 ? mixed : Self.mix(mixed ^ upper, seed ^ 0x8ebc_6af0_9c88_c6e3)
  }

  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
