import Linux

/// A small HTTP/1.1 server that keeps connections open and closes idle ones, as nginx does with
/// `keepalive_timeout`.
final class HTTPServer {
  private final class Client {
    let socket: StreamSocket
    var request: [UInt8] = []
    var lastUse = ContinuousClock.now

    init(_ socket: consuming StreamSocket) { self.socket = socket }
  }

  private let listener: StreamSocket
  private let keepaliveTimeout: Duration
  private var clients: [Client] = []

  init(_ address: SocketAddress, keepaliveTimeout: Duration) throws(LinuxError) {
    let socket = try StreamSocket(address.family)
    try socket.set(.reuseAddress)
    try socket.bind(to: address)
    try socket.listen(backlog: 511)
    listener = socket
    self.keepaliveTimeout = keepaliveTimeout
  }

  /// What to wait for before the next call of `serve`.
  var descriptors: [Int32] {
    [listener.descriptor.number] + clients.map { $0.socket.descriptor.number }
  }

  /// Until the next idle connection is to be closed.
  var timeLeft: Duration {
    let now = ContinuousClock.now
    let next = clients.map { $0.lastUse + keepaliveTimeout - now }.min()
    return max(.zero, next ?? .seconds(3600))
  }

  /// Accepts, answers and closes whatever is due; it never waits.
  func serve() {
    while let socket = try? listener.accept() { clients.append(Client(socket)) }
    clients.removeAll { !answer($0) }
    let now = ContinuousClock.now
    clients.removeAll { $0.lastUse + keepaliveTimeout <= now }
  }

  /// Whether the connection stays open.
  private func answer(_ client: Client) -> Bool {
    do throws(LinuxError) {
      let bytes = try client.socket.receive(upTo: 4096)
      if bytes.isEmpty { return false }
      client.request += bytes
    } catch { return error.wouldWait }
    client.lastUse = .now
    guard client.request.hasHTTPHeader else { return client.request.count < 65536 }
    client.request = []
    let body = "hello\n"
    let response = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    return (try? client.socket.send(Array(response.utf8)[...])) != nil
  }
}

/// One HTTP/1.1 response on its way in.
enum HTTPResponse {
  /// How many bytes to read next: 0 once the response is complete.
  static func missing(from bytes: [UInt8]) -> Int {
    guard bytes.hasHTTPHeader else { return 1 }
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    let header = lines.prefix { !$0.isEmpty }
    let headerLength = header.reduce(2) { $0 + $1.utf8.count + 2 }
    let name = "content-length:"
    let length = header.first { $0.hasPrefix(name) }.flatMap {
      Int($0.dropFirst(name.count).filter { $0 != " " })
    }
    return max(0, headerLength + (length ?? 0) - bytes.count)
  }
}

extension [UInt8] {
  /// Whether the empty line that ends an HTTP header is there.
  fileprivate var hasHTTPHeader: Bool {
    let end: [UInt8] = [13, 10, 13, 10]
    return count >= 4 && (0...(count - 4)).contains { Array(self[$0..<($0 + 4)]) == end }
  }
}
