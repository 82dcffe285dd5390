/// Why bytes could not be read as a packet: which header, and what is wrong with it.
public struct WireError: Error, Hashable, Sendable {
  /// The header that was being read.
  public enum Layer: Hashable, Sendable {
    case capture, ethernet, vlan, cooked, ipv4, ipv6, tcp, tcpOptions
  }

  public enum Problem: Hashable, Sendable {
    /// The bytes end before the header does; both counts are in bytes, from where the read began.
    case truncated(needed: Int, available: Int)
    /// A version field that is not the one of this header.
    case wrongVersion(UInt8)
    /// A length field, in bytes, that its own header does not fit in.
    case badLength(Int)
    /// More headers in a row than any real packet has.
    case tooManyHeaders
  }

  public let layer: Layer
  public let problem: Problem

  public init(_ layer: Layer, _ problem: Problem) {
    self.layer = layer
    self.problem = problem
  }
}

extension WireError: CustomStringConvertible {
  public var description: String {
    switch problem {
    case .truncated(let needed, let available):
      "\(layer) header cut off: \(needed) bytes needed, \(available) there"
    case .wrongVersion(let version): "\(layer) header with version \(version)"
    case .badLength(let length): "\(layer) header with a length of \(length) bytes"
    case .tooManyHeaders: "\(layer) headers nested too deeply"
    }
  }
}
