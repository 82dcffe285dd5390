public import Facts

/// An address as a line has it: a number or a name, with a port or without.
public struct LineAddress: Hashable, Sendable {
  /// What stands before it and says what it is.
  enum Label: Hashable, Sendable { case none, client, upstream, local }

  public let host: String
  /// Nil for a name.
  public let address: IPAddress?
  public var port: UInt16?
  let label: Label
  /// Whether `->` follows it, behind which the other end stands.
  let isBeforeArrow: Bool
  let isAfterArrow: Bool

  init(
    host: String, port: UInt16?, label: Label = .none, isBeforeArrow: Bool = false,
    isAfterArrow: Bool = false
  ) {
    self.host = host
    address = IPAddress(host)
    self.port = port
    self.label = label
    self.isBeforeArrow = isBeforeArrow
    self.isAfterArrow = isAfterArrow
  }

  /// Nil without a number or a port.
  public var endpoint: Endpoint? {
    guard let address, let port, port > 0 else { return nil }
    return Endpoint(address, port: port)
  }

  /// `10.0.0.1:80`, `[::1]:80`, `example.com:80`, or without the port.
  public var description: String {
    let name = address.map { $0.isIPv4 ? "\($0)" : "[\($0)]" } ?? host
    return port.map { host.isEmpty ? ":\($0)" : "\(name):\($0)" } ?? name
  }
}
