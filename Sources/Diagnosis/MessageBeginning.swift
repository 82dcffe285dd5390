import Facts

/// What the first bytes of a message tell of its protocol.
struct MessageBeginning {
  private let bytes: [UInt8]

  /// Nil where none were seen.
  init?(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return nil }
    self.bytes = bytes
  }

  private static let methods = [
    "GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "PATCH ", "OPTIONS ", "CONNECT ", "TRACE ",
  ]

  /// A request of HTTP/1 (RFC 9112 section 3).
  var isHTTPRequest: Bool { Self.methods.contains(where: begins) }

  /// The status of an HTTP/1 response (RFC 9112 section 4): `HTTP/1.1 413`.
  var httpStatus: Int? {
    guard begins(with: "HTTP/1."), bytes.count >= 12 else { return nil }
    return Int(String(decoding: bytes[9..<12], as: UTF8.self))
  }

  /// A record of TLS or SSL 3 (RFC 8446 section 5.1).
  var isTLS: Bool {
    bytes.count >= 3 && (0x14...0x17).contains(bytes[0]) && bytes[1] == 3 && bytes[2] <= 4
  }

  var isTLSAlert: Bool { isTLS && bytes[0] == 0x15 }

  /// The error code of HTTP/2's GOAWAY (RFC 9113 section 6.8).
  var goAwayError: UInt32? {
    guard bytes.count >= 17, bytes[0] == 0, bytes[3] == 7, bytes[4] == 0 else { return nil }
    return bytes[13..<17].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// PROXY protocol, version 1 in text or version 2 in binary.
  var isProxyHeader: Bool {
    begins(with: "PROXY ") || bytes.starts(with: [0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a])
  }

  /// What a server says that takes no more connections: Redis, sshd, MySQL's 1040, HTTP's 503 and 429.
  var isRefusal: Bool {
    begins(with: "-ERR max number") || begins(with: "Exceeded MaxStart") || isMySQLRefusal
      || httpStatus == 503 || httpStatus == 429
  }

  private var isMySQLRefusal: Bool {
    bytes.count >= 7 && bytes[4] == 0xff && bytes[5] == 0x10 && bytes[6] == 0x04
  }

  /// The session protocol, by name, of which it can be no other: neither HTTP nor TLS.
  var sessionProtocol: String? {
    if begins(with: "SSH-") { return "SSH" }
    if begins(with: "AMQP") { return "AMQP" }
    if begins(with: "220 ") || begins(with: "220-") { return "SMTP or FTP" }
    if isRedis { return "Redis" }
    let isGreeting = bytes.count >= 7 && bytes[3] == 0 && bytes[4] == 0x0a && bytes[6] == 0x2e
    return isGreeting || isMySQLRefusal ? "MySQL" : nil
  }

  /// An array of bulk strings, an inline PING or a reply to one.
  private var isRedis: Bool {
    if begins(with: "PING\r\n") || begins(with: "+PONG\r\n") || begins(with: "-ERR ") {
      return true
    }
    let line = bytes.prefix { $0 != 0x0d }
    return bytes.first == UInt8(ascii: "*") && (2...5).contains(line.count)
      && line.count < bytes.count
      && line.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The protocol as texts name it.
  var name: String? {
    if isTLS { return "TLS" }
    if isHTTPRequest || begins(with: "HTTP/") { return "HTTP" }
    if begins(with: "PRI * HTTP/2.0") { return "HTTP/2" }
    return isProxyHeader ? "PROXY" : sessionProtocol
  }

  private func begins(with text: String) -> Bool { bytes.starts(with: text.utf8) }
}

extension Evidence {
  /// The socket of one end: of the RST's sender at the reset or, where only memory is left, at its close.
  func socket(of role: Socket.Role) -> Socket? {
    guard let sender = senderRole else { return nil }
    return sender == role ? senderSocket : receiverSocket
  }

  /// How the client's last message began that its server heard, else that it sent itself.
  var request: MessageBeginning? {
    MessageBeginning(socket(of: .server)?.dialogue.heard ?? [])
      ?? MessageBeginning(socket(of: .client)?.dialogue.said ?? [])
  }

  /// How the server's last message began, as it said it or the client heard it.
  var answer: MessageBeginning? {
    MessageBeginning(socket(of: .server)?.dialogue.said ?? [])
      ?? MessageBeginning(socket(of: .client)?.dialogue.heard ?? [])
  }

  /// Whether the server's last HTTP response said `Connection: close`.
  var closeWasAnnounced: Bool {
    socket(of: .server)?.dialogue.announcesClose == true
      || socket(of: .client)?.dialogue.announcesClose == true
  }

  /// The session protocol that the connection is known to speak: not HTTP.
  var sessionProtocol: String? {
    let late = lateSegment.flatMap { MessageBeginning($0.firstBytes) }
    let told = [request, answer, late].compactMap { $0?.sessionProtocol }.first
    return told ?? serverCommand.flatMap { Self.sessionServers[$0] }
  }

  /// Servers that speak one protocol, by their command names.
  private static let sessionServers = [
    "redis-server": "Redis", "mysqld": "MySQL", "mariadbd": "MySQL", "postgres": "PostgreSQL",
    "sshd": "SSH", "memcached": "memcached",
  ]
}
