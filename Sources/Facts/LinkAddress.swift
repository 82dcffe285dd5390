/// The address of a station on an Ethernet (MAC address).
public struct LinkAddress: Hashable, Sendable, CustomStringConvertible {
  /// Its six bytes, the first on the wire uppermost.
  public var bits: UInt64

  public init(bits: UInt64) { self.bits = bits }

  /// `02:00:00:00:00:01`.
  public var description: String {
    (0..<6).reversed().map { position in
      let byte = UInt8(truncatingIfNeeded: bits >> (position * 8))
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined(separator: ":")
  }
}
