extension LinePattern {
  static let grpc: [LinePattern] = [
    LinePattern(
      "grpc-go-reset", "grpc-go",
      "code = Unavailable*error reading from server: read tcp *->*: connection reset by peer",
      .reset, .unknown, .client, .localThenRemote),
    LinePattern(
      "grpc-go-eof", "grpc-go", "code = Unavailable*error reading from server: EOF", .endOfFile,
      .unknown, .client, .remote),
    LinePattern(
      "grpc-go-closing", "grpc-go", "code = Unavailable desc = transport is closing", .ended,
      .unknown, .client, .remote),
    LinePattern(
      "grpc-go-refused", "grpc-go",
      "code = Unavailable*transport: Error while dialing*connection refused", .refused, .connecting,
      .client, .remote),
    LinePattern(
      "grpc-go-dial-timeout", "grpc-go",
      "code = Unavailable*transport: Error while dialing*i/o timeout", .connectTimeout, .connecting,
      .client, .remote),
    LinePattern(
      "grpc-go-tls", "grpc-go",
      "code = Unavailable*authentication handshake failed*first record does not look like a TLS handshake",
      .notTLS, .tlsHandshake, .client, .remote),
    LinePattern(
      "grpc-go-ping", "grpc-go", "keepalive ping failed to receive ACK within timeout", .silence,
      .idle, .client, .remote),
    LinePattern(
      "grpc-pings", "gRPC", "ENHANCE_YOUR_CALM*too_many_pings", .pingLimit, .unknown, .client,
      .remote),
    LinePattern("grpc-go-maxage", "gRPC", "GOAWAY*max_age", .goAway, .unknown, .client, .remote),
    LinePattern(
      "grpc-go-deadline", "grpc-go", "code = DeadlineExceeded desc = context deadline exceeded",
      .silence, .awaitingResponse, .client, .remote),
    LinePattern(
      "grpc-go-canceled", "grpc-go", "code = Canceled desc = context canceled", .clientLeft),
    LinePattern(
      "grpc-go-rst-stream", "gRPC", "stream terminated by RST_STREAM with error code", .aborted,
      .unknown, .client, .remote),
    LinePattern(
      "grpc-core-connect", "gRPC C++/Python", "failed to connect to all addresses", .unclear,
      .connecting, .client, .remote),
    LinePattern(
      "grpc-core-refused", "gRPC C++/Python",
      "failed to connect to all addresses*Connection refused", .refused, .connecting, .client,
      .remote),
    LinePattern(
      "grpc-core-closed", "gRPC C++/Python", "details = \"Socket closed\"", .endOfFile, .unknown,
      .client, .remote),
    LinePattern(
      "grpc-core-reset", "gRPC C++/Python", "recvmsg:Connection reset by peer", .reset, .unknown,
      .client, .remote),
    LinePattern(
      "grpc-java-closed", "grpc-java", "UNAVAILABLE: Network closed for unknown reason", .ended,
      .unknown, .client, .remote),
    LinePattern(
      "grpc-java-io", "grpc-java", "UNAVAILABLE: io exception", .unclear, .unknown, .client, .remote
    ),
    LinePattern(
      "grpc-node-dropped", "grpc-js", "14 UNAVAILABLE: Connection dropped", .ended, .unknown,
      .client, .remote),
    LinePattern(
      "grpc-node-connect", "grpc-js", "14 UNAVAILABLE: No connection established", .unclear,
      .connecting, .client, .remote),
  ]
}
