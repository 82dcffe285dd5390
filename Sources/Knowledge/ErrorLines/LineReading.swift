internal import Facts

/// What a line of a log tells: the program, the failure, and the two ends of the connection.
public struct LineReading: Sendable {
  /// As much of a line as is looked at, in bytes.
  public static let limit = 16_384

  /// The line; bytes that are no UTF-8 are replaced.
  public let text: String
  public let pattern: LinePattern
  /// The end that wrote the line, and the other one.
  public let local: LineAddress?
  public let remote: LineAddress?
  public let writer: Writer
  /// Whether the writer follows from the ports, not from the words.
  public let isWriterInferred: Bool
  /// The method and scheme of the request, where the line has them.
  public let method: String?
  public let scheme: String?

  /// Nil where the line has no shape that the program knows.
  public init?(_ bytes: some Collection<UInt8>) {
    let line = Array(bytes.prefix(Self.limit))
    guard let pattern = LineMatcher.standard.match(line.lowercasedASCII) ?? Self.code(line) else {
      return nil
    }
    let text = String(decoding: line, as: UTF8.self)
    self.text = text
    self.pattern = pattern
    let ends = LineEnds(AddressScanner(line).addresses, pattern, text)
    local = ends.local
    remote = ends.remote
    let inferred = pattern.writer == .unknown ? ends.inferredWriter : nil
    writer = inferred ?? pattern.writer
    isWriterInferred = inferred != nil
    method = pattern.software == "Go net/http" ? Self.method(line) : nil
    scheme = ["https", "http"].first { line.firstIndex(of: Array("\($0)://".utf8), from: 0) != nil }
  }

  public init?(_ text: String) { self.init(text.utf8) }

  /// The port that the service is known by, as far as the line has it.
  public var servicePort: UInt16? {
    switch writer {
    case .server, .kernel: local?.port
    case .client: remote?.port
    case .unknown: remote?.port ?? local?.port
    }
  }

  /// The code of a proxy's log.
  private static func code(_ line: [UInt8]) -> LinePattern? {
    let words = line.split { $0 == 0x20 || $0 == 0x09 }
    return ProxyCodes.haproxyState(words) ?? ProxyCodes.envoyFlag(words, line)
  }

  /// Go's `Get "https://…"`, by the method's name in HTTP.
  private static func method(_ line: [UInt8]) -> String? {
    let names = ["Get", "Head", "Post", "Put", "Patch", "Delete", "Options"]
    return names.first { line.firstIndex(of: Array("\($0) \"http".utf8), from: 0) != nil }?
      .uppercased()
  }
}

/// Which address of a line is whose.
struct LineEnds {
  var local: LineAddress?
  var remote: LineAddress?

  init(_ addresses: [LineAddress], _ pattern: LinePattern, _ text: String) {
    if let index = addresses.firstIndex(where: \.isBeforeArrow), index + 1 < addresses.count {
      local = addresses[index]
      remote = addresses[index + 1]
      return
    }
    let known = addresses.filter { $0.label != .local && $0.port != 0 }
    switch pattern.order {
    case .localThenRemote, .none: break
    case .remote, .unknown: remote = Self.peer(known.filter { $0.label != .client })
    case .client: remote = known.first { $0.label == .client } ?? known.first
    case .server: local = known.first
    case .upstream: remote = known.last { $0.label == .upstream }
    }
    if pattern.order == .none { return }
    if pattern.order == .unknown, pattern.writer == .unknown, known.count != 1 { remote = nil }
    if pattern.writer == .kernel, local == nil { local = Self.port(text) }
  }

  /// The last number with a port; a name with a port lends it to a number without.
  private static func peer(_ addresses: [LineAddress]) -> LineAddress? {
    if let full = addresses.last(where: { $0.endpoint != nil }) { return full }
    guard let named = addresses.last(where: { $0.port != nil }) else { return addresses.last }
    guard var number = addresses.last(where: { $0.address != nil }) else { return named }
    number.port = named.port
    return number
  }

  /// `on port 80.` of older kernels.
  private static func port(_ text: String) -> LineAddress? {
    guard let start = text.firstRange(of: " port ")?.upperBound,
      let port = UInt16(text[start...].prefix { $0.isASCII && $0.isNumber })
    else { return nil }
    return LineAddress(host: "", port: port)
  }

  /// A port of the ephemeral range on one side only tells who connected.
  var inferredWriter: Writer? {
    guard let own = local?.port, let other = remote?.port, own != other else { return nil }
    let isEphemeral = (own >= 32_768, other >= 32_768)
    switch isEphemeral {
    case (true, false): return .client
    case (false, true): return .server
    default: return nil
    }
  }
}
