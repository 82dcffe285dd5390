/// One end of a TCP connection.
public struct Endpoint: Hashable, Sendable {
  public var address: IPAddress
  public var port: UInt16

  public init(_ address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }
}

extension Endpoint: CustomStringConvertible {
  /// `10.0.0.1:80` or `[2001:db8::2]:80`.
  public var description: String {
    address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
  }
}

extension Endpoint {
  /// The endpoint written as `10.0.0.1:80` or `[2001:db8::2]:80`, or nil.
  public init?(_ text: some StringProtocol) {
    guard let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...]),
      // An integer's own parser takes a sign.
      text[text.index(after: colon)] != "+"
    else { return nil }
    let host = text[..<colon]
    let bracketed = host.hasPrefix("[") && host.hasSuffix("]")
    guard bracketed || !host.contains(":"),
      let address = IPAddress(bracketed ? String(host.dropFirst().dropLast()) : String(host))
    else { return nil }
    self.init(address, port: port)
  }
}
