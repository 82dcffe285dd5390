extension LinePattern {
  static let node: [LinePattern] = [
    LinePattern("node-read-reset", "Node.js", "read ECONNRESET", .reset),
    LinePattern("node-write-reset", "Node.js", "write ECONNRESET", .reset, .sending),
    LinePattern("node-write-pipe", "Node.js", "write EPIPE", .brokenPipe, .sending),
    LinePattern(
      "node-hang-up", "Node.js", "socket hang up", .endOfFile, .awaitingResponse, .client),
    LinePattern(
      "node-refused", "Node.js", "connect ECONNREFUSED *", .refused, .connecting, .client, .remote),
    LinePattern(
      "node-timeout", "Node.js", "connect ETIMEDOUT *", .connectTimeout, .connecting, .client,
      .remote),
    LinePattern(
      "node-connect-reset", "Node.js", "connect ECONNRESET *", .reset, .connecting, .client, .remote
    ),
    LinePattern(
      "node-noport", "Node.js", "connect EADDRNOTAVAIL *", .noPort, .connecting, .client, .remote),
    LinePattern(
      "node-noroute", "Node.js", "connect EHOSTUNREACH *", .unreachable, .connecting, .client,
      .remote),
    LinePattern(
      "node-nonet", "Node.js", "connect ENETUNREACH *", .unreachable, .connecting, .client, .remote),
    LinePattern(
      "node-files", "Node.js", "connect EMFILE *", .tooManyFiles, .connecting, .client, .remote),
    LinePattern(
      "node-accept-files", "Node.js", "accept EMFILE", .tooManyFiles, .connecting, .server),
    LinePattern(
      "node-lookup", "Node.js", "getaddrinfo ENOTFOUND", .nameLookup, .connecting, .client),
    LinePattern("node-read-etimedout", "Node.js", "read ETIMEDOUT", .gaveUp),
    LinePattern(
      "node-listen", "Node.js", "listen EADDRINUSE: address already in use", .portTaken, .unknown,
      .server, .server),
    LinePattern(
      "node-tls-cut", "Node.js",
      "Client network socket disconnected before secure TLS connection was established",
      .handshakeCut, .tlsHandshake, .client),
    LinePattern(
      "node-ended", "Node.js", "This socket has been ended by the other party", .brokenPipe,
      .sending),
    LinePattern("node-other-closed", "undici", "other side closed", .endOfFile, .unknown, .client),
    LinePattern(
      "node-headers", "undici", "Headers Timeout Error", .silence, .awaitingResponse, .client),
    LinePattern("node-body", "undici", "Body Timeout Error", .silence, .receiving, .client),
    LinePattern(
      "node-connect-limit", "undici", "Connect Timeout Error", .connectTimeout, .connecting,
      .client, .remote),
    LinePattern("node-fetch", "undici", "TypeError: fetch failed", .unclear, .unknown, .client),
    LinePattern(
      "node-axios-timeout", "axios", "timeout of *ms exceeded", .silence, .unknown, .client),
    LinePattern("node-request-timeout", "request", "ESOCKETTIMEDOUT", .silence, .unknown, .client),
    LinePattern("node-aborted", "Node.js", "Error: aborted", .ended, .receiving),
    LinePattern(
      "node-parse", "Node.js", "Parse Error: Expected HTTP/", .notTLS, .awaitingResponse, .client),
    LinePattern(
      "node-mysql-lost", "mysql for Node.js", "Connection lost: The server closed the connection.",
      .sessionEnded, .idle, .client),
    LinePattern(
      "node-pg-ended", "pg for Node.js", "Connection terminated unexpectedly", .sessionEnded, .idle,
      .client),
    LinePattern(
      "node-mongo", "MongoDB driver", "MongoNetworkError: connection * to * closed", .ended,
      .unknown, .client, .remote),
  ]
}
