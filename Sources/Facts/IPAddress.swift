/// An IPv4 or IPv6 address.
///
/// An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) is the IPv4 address that it stands for, so
/// that both ends of a connection have the same name whichever family their sockets are of.
public struct IPAddress: Hashable, Sendable {
  /// The 128 bits of the address, most significant first; IPv4 as its mapped form.
  public let bits: UInt128

  private static let mappedPrefix: UInt128 = 0xffff << 32

  public init(v4 address: UInt32) { bits = Self.mappedPrefix | UInt128(address) }

  public init(v6 address: UInt128) { bits = address }

  public var isIPv4: Bool { bits >> 32 == 0xffff }

  /// 0.0.0.0 or ::, the address of a listener that is bound to none.
  public var isUnspecified: Bool { bits == 0 || bits == Self.mappedPrefix }

  public var isLoopback: Bool { isIPv4 ? (bits >> 24) & 0xff == 127 : bits == 1 }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or the canonical text of RFC 5952.
  public var description: String { isIPv4 ? dotted : colons }

  private var dotted: String {
    let address = UInt32(truncatingIfNeeded: bits)
    return "\(address >> 24).\((address >> 16) & 255).\((address >> 8) & 255).\(address & 255)"
  }

  private var colons: String {
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
    guard let zeros = Self.longestZeroRun(groups) else { return Self.text(groups[...]) }
    return Self.text(groups[..<zeros.lowerBound]) + "::" + Self.text(groups[zeros.upperBound...])
  }

  private static func text(_ groups: ArraySlice<UInt16>) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  /// The first longest run of two or more zero groups: the one that `::` replaces.
  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
    var best = 0..<1
    var start = 0
    while start < groups.count {
      let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
      if end - start > best.count { best = start..<end }
      start = end + 1
    }
    return groups[best.lowerBound] == 0 && best.count > 1 ? best : nil
  }
}
