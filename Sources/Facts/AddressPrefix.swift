/// A block of addresses that begin with the same bits (CIDR, RFC 4632): `10.0.0.0/8`, `2001:db8::/32`, or a
/// single address.
public struct AddressPrefix: Hashable, Sendable {
  /// The bits that all have, the others 0; IPv4 in its mapped form, as in `IPAddress`.
  public let bits: UInt128
  /// How many of the 128 bits count.
  public let length: Int

  public init(_ address: IPAddress) { self.init(address, length: 128) }

  private init(_ address: IPAddress, length: Int) {
    self.length = length
    bits = address.bits & Self.mask(length)
  }

  /// Nil where the text is no address, or what follows its slash no length for one of its family. Bits
  /// beyond the length are ignored.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first.flatMap({ IPAddress($0) }) else { return nil }
    guard parts.count == 2 else {
      self.init(address)
      return
    }
    let isDotted = !parts[0].contains(":")
    guard let number = Self.number(parts[1]), number <= (isDotted ? 32 : 128) else { return nil }
    self.init(address, length: isDotted ? 96 + number : number)
  }

  /// An IPv6 prefix holds no IPv4 address, however short it is, unless it is itself of mapped ones.
  public func contains(_ address: IPAddress) -> Bool {
    address.bits & Self.mask(length) == bits && (length >= 96 || !address.isIPv4)
  }

  private static func mask(_ length: Int) -> UInt128 {
    length == 0 ? 0 : UInt128.max << UInt128(128 - length)
  }

  private static func number(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}

extension AddressPrefix: CustomStringConvertible {
  public var description: String {
    let isIPv4 = length >= 96 && IPAddress(v6: bits).isIPv4
    let address = IPAddress(v6: bits)
    return length == 128 ? "\(address)" : "\(address)/\(isIPv4 ? length - 96 : length)"
  }
}
