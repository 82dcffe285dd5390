import Wire

/// The two ends of a connection, the lower one first, so that both directions have the same.
struct ConversationKey: Equatable, BitwiseCopyable {
  let low: UInt128
  let high: UInt128
  let lowPort: UInt16
  let highPort: UInt16

  /// The key of a packet, and whether the packet came from the lower end (0) or the higher one (1).
  static func of(_ packet: Packet) -> (key: ConversationKey, direction: Int) {
    let (source, destination) = (packet.ip.source, packet.ip.destination)
    let (from, to) = (packet.tcp.sourcePort, packet.tcp.destinationPort)
    if source < destination || (source == destination && from <= to) {
      return (ConversationKey(low: source, high: destination, lowPort: from, highPort: to), 0)
    }
    return (ConversationKey(low: destination, high: source, lowPort: to, highPort: from), 1)
  }

  /// Well mixed, and different at each start of the program: addresses come from outside, and must not be able to
  /// choose where they collide.
  func hash(seed: UInt64) -> UInt64 {
    let ports = UInt64(lowPort) << 16 | UInt64(highPort)
    var mixed = Self.mix(UInt64(truncatingIfNeeded: low) ^ seed, ports ^ 0x9e37_79b9_7f4a_7c15)
    mixed = Self.mix(UInt64(truncatingIfNeeded: high) ^ mixed, seed ^ 0xe703_7ed1_a0b4_28db)
    let upper = UInt64(truncatingIfNeeded: low >> 64) ^ UInt64(truncatingIfNeeded: high >> 64) &* 3
    return upper == 0 ? mixed : Self.mix(mixed ^ upper, seed ^ 0x8ebc_6af0_9c88_c6e3)
  }

  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
