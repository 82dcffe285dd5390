import Diagnosis
import Linux

/// A small server that keeps connections open, with the limits of the real one that it stands in for.
final class StandInServer {
  private final class Client {
    let socket: StreamSocket
    var request: [UInt8] = []
    var requests = 0
    var lastUse = ContinuousClock.now
    /// It does not read a long answer.
    var isStalled = false

    init(_ socket: consuming StreamSocket) { self.socket = socket }
  }

  private let listener: StreamSocket
  private let limits: Scenario.StandIn
  private var clients: [Client] = []

  init(_ address: SocketAddress, _ limits: Scenario.StandIn) throws(LinuxError) {
    let socket = try StreamSocket(address.family)
    try socket.set(.reuseAddress)
    try socket.bind(to: address)
    try socket.listen(backlog: 511)
    listener = socket
    self.limits = limits
  }

  /// What to wait for before the next call of `serve`.
  var descriptors: [Int32] {
    [listener.descriptor.number] + clients.map { $0.socket.descriptor.number }
  }

  /// Until the next idle or stalled connection is to be closed.
  var timeLeft: Duration {
    let now = ContinuousClock.now
    return max(.zero, clients.compactMap(end).map { $0 - now }.min() ?? .seconds(3600))
  }

  /// When the client's time is over; nil where it has no end.
  private func end(of client: Client) -> ContinuousClock.Instant? {
    (client.isStalled ? limits.stallLimit : limits.idleTimeout).map { client.lastUse + $0 }
  }

  /// Accepts, answers and closes whatever is due; it never waits.
  func serve() {
    while let socket = try? listener.accept() { admit(Client(socket)) }
    clients.removeAll { !answer($0) }
    let now = ContinuousClock.now
    let over = clients.filter { end(of: $0).map { $0 <= now } ?? false }
    for client in over where client.isStalled { try? client.socket.set(.linger(seconds: 0)) }
    clients.removeAll { client in over.contains { $0 === client } }
  }

  private func admit(_ client: Client) {
    if limits.lacksBackend {
      tryBackend()
    } else if let limit = limits.connectionLimit, clients.count >= limit {
      send("-ERR max number of clients reached\r\n", to: client)
    } else {
      clients.append(client)
    }
  }

  /// Connects to a port of its own that is closed.
  private func tryBackend() {
    guard let address = try? listener.localAddress() else { return }
    let closed = SocketAddress(address.family, bits: address.bits, port: 9)
    guard let backend = try? StreamSocket(address.family) else { return }
    try? backend.beginConnect(to: closed)
    _ = try? Poll.wait(for: .writable, on: backend.descriptor, limit: .milliseconds(100))
  }

  /// Whether the connection stays open.
  private func answer(_ client: Client) -> Bool {
    do throws(LinuxError) {
      let bytes = try client.socket.receive(upTo: 4096)
      if bytes.isEmpty { return false }
      client.request += bytes
    } catch { return error.wouldWait }
    client.lastUse = .now
    return limits.language == .http ? answerHTTP(client) : answerLine(client)
  }

  private func answerHTTP(_ client: Client) -> Bool {
    guard HTTPMessage.headerLength(of: client.request) != nil else {
      return client.request.count < 65536
    }
    guard client.request[0] >= UInt8(ascii: "A") else {
      send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", to: client)
      return false
    }
    if let limit = limits.bodyLimit, HTTPMessage.bodyLength(of: client.request) > limit {
      send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n\r\n", to: client)
      return false
    }
    guard HTTPMessage.missing(from: client.request) == 0 else { return true }
    client.request = []
    client.requests += 1
    if limits.stallLimit != nil { return sendWithoutEnd(to: client) }
    let isLast = client.requests == limits.requestLimit
    let field = isLast ? "Connection: close\r\n" : ""
    let isSent = send(
      "HTTP/1.1 200 OK\r\n\(field)Content-Length: 6\r\n\r\nhello\n", to: client)
    return isSent && !isLast
  }

  /// Sends until the client takes no more, and leaves it at that.
  private func sendWithoutEnd(to client: Client) -> Bool {
    client.isStalled = true
    let bytes = [UInt8](repeating: 0, count: 65536)
    while true {
      do throws(LinuxError) { _ = try client.socket.send(bytes[...]) } catch {
        return error.wouldWait
      }
    }
  }

  private func answerLine(_ client: Client) -> Bool {
    guard client.request.last == UInt8(ascii: "\n") else { return client.request.count < 65536 }
    client.request = []
    return send("+PONG\r\n", to: client)
  }

  @discardableResult
  private func send(_ text: String, to client: Client) -> Bool {
    (try? client.socket.send(Array(text.utf8)[...])) != nil
  }
}

extension Scenario.StandIn {
  /// What an instruction carries; 0 stands for no limit.
  init(numbers: ArraySlice<Int>) {
    func limit(_ index: Int) -> Int? {
      let number = numbers[numbers.startIndex + index]
      return number == 0 ? nil : number
    }
    self.init(
      Language(rawValue: numbers.first ?? 0) ?? .http,
      idleTimeout: limit(1).map { .milliseconds($0) }, requestLimit: limit(2),
      bodyLimit: limit(3), connectionLimit: limit(4),
      stallLimit: limit(5).map { .milliseconds($0) }, lacksBackend: limit(6) != nil)
  }
}
