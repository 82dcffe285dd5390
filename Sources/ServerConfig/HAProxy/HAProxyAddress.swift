/// An address of a `bind` or `server` line (configuration manual, "Address formats").
struct HAProxyAddress {
  /// As written.
  let text: String
  let host: String
  /// One port, or several from the first to the last; nil where none is given, or it is a variable.
  let ports: ClosedRange<UInt16>?

  /// Nil where it is none of TCP: a Unix socket, a descriptor, QUIC.
  init?(_ text: some StringProtocol) {
    var rest = String(text)
    if let at = rest.firstIndex(of: "@") {
      guard ["ipv4", "ipv6", "tcp", "tcp4", "tcp6"].contains(String(rest[..<at])) else {
        return nil
      }
      rest = String(rest[rest.index(after: at)...])
    }
    guard !rest.hasPrefix("/"), !rest.isEmpty else { return nil }
    self.text = String(text)
    guard let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") else {
      (host, ports) = (Self.unbracketed(rest), nil)
      return
    }
    host = Self.unbracketed(String(rest[..<colon]))
    ports = Self.ports(rest[rest.index(after: colon)...])
  }

  private static func unbracketed(_ host: String) -> String {
    host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
  }

  private static func ports(_ text: Substring) -> ClosedRange<UInt16>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
    guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first <= last
    else { return nil }
    return first...last
  }
}
