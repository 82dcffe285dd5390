/// A server as a person names it for a measurement: `https://host:8443/path`, or `host:5432` for plain TCP.
public struct ProbedServer: Hashable, Sendable {
  public enum Scheme: String, Hashable, Sendable {
    case tcp, http, https

    /// The port where none is named; nil where one must be.
    var port: UInt16? {
      switch self {
      case .tcp: nil
      case .http: 80
      case .https: 443
      }
    }
  }

  /// Why a text names no server.
  public enum Fault: Error, Hashable, Sendable {
    case scheme(String), host, port
  }

  public var scheme: Scheme
  /// A name or an address, without brackets.
  public var host: String
  public var port: UInt16
  /// What is asked for over HTTP, with the query; begins with `/`.
  public var path: String

  public init(scheme: Scheme, host: String, port: UInt16, path: String = "/") {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
  }

  /// The server that `text` names.
  public init(_ text: String) throws(Fault) {
    let (scheme, rest) = try Self.scheme(of: text)
    let authority = rest.prefix { !"/?#".contains($0) }
    let tail = rest.dropFirst(authority.count).prefix { $0 != "#" }
    // User and password are never sent.
    let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    let (host, port) = try Self.split(place)
    guard let port = port ?? scheme.port else { throw .port }
    self.init(
      scheme: scheme, host: host, port: port,
      path: tail.hasPrefix("/") ? String(tail) : "/" + tail)
  }

  private static func scheme(of text: String) throws(Fault) -> (Scheme, Substring) {
    guard let range = text.firstRange(of: "://") else { return (.tcp, text[...]) }
    let name = text[..<range.lowerBound].lowercased()
    guard let scheme = Scheme(rawValue: name) else { throw .scheme(name) }
    return (scheme, text[range.upperBound...])
  }

  private static func split(_ place: Substring) throws(Fault) -> (host: String, port: UInt16?) {
    var (host, rest) = (place, Substring())
    if place.hasPrefix("[") {
      guard let end = place.firstIndex(of: "]") else { throw .host }
      host = place[place.index(after: place.startIndex)..<end]
      rest = place[place.index(after: end)...]
      guard IPAddress(host) != nil else { throw .host }
    } else if let colon = place.firstIndex(of: ":") {
      (host, rest) = (place[..<colon], place[colon...])
    }
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != 0x5d }) else {
      throw .host
    }
    guard !rest.isEmpty else { return (String(host), nil) }
    let digits = rest.dropFirst()
    guard rest.hasPrefix(":"), digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let port = UInt16(digits), port > 0
    else { throw .port }
    return (String(host), port)
  }

  /// `host` or `host:port`, with brackets where the host is an address of IPv6: HTTP's Host.
  public var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == scheme.port ? name : "\(name):\(port)"
  }
}

extension ProbedServer: CustomStringConvertible {
  public var description: String {
    scheme == .tcp ? authority : "\(scheme.rawValue)://\(authority)\(path)"
  }
}
