extension LinePattern {
  static let native: [LinePattern] = [
    LinePattern("rust-reset", "Rust", "Connection reset by peer (os error 104)", .reset),
    LinePattern("rust-pipe", "Rust", "Broken pipe (os error 32)", .brokenPipe, .sending),
    LinePattern(
      "rust-refused", "Rust", "Connection refused (os error 111)", .refused, .connecting, .client,
      .remote),
    LinePattern(
      "rust-tcp-refused", "hyper", "tcp connect error: Connection refused (os error 111)", .refused,
      .connecting, .client, .remote),
    LinePattern("rust-timeout", "Rust", "Connection timed out (os error 110)", .gaveUp),
    LinePattern(
      "rust-tcp-timeout", "hyper", "tcp connect error: Connection timed out (os error 110)",
      .connectTimeout, .connecting, .client, .remote),
    LinePattern(
      "rust-tcp-deadline", "hyper", "tcp connect error: deadline has elapsed", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern("rust-files", "Rust", "Too many open files (os error 24)", .tooManyFiles),
    LinePattern(
      "rust-noport", "Rust", "Cannot assign requested address (os error 99)", .noPort, .connecting,
      .client, .remote),
    LinePattern(
      "rust-bind", "Rust", "Address already in use (os error 98)", .portTaken, .unknown, .server),
    LinePattern(
      "hyper-incomplete", "hyper", "connection closed before message completed", .endOfFile,
      .awaitingResponse, .client),
    LinePattern(
      "hyper-incomplete-name", "hyper", "IncompleteMessage", .endOfFile, .awaitingResponse, .client),
    LinePattern(
      "hyper-connect-reset", "reqwest", "error trying to connect: *(os error 104)", .reset,
      .connecting, .client, .remote),
    LinePattern(
      "hyper-body", "hyper", "end of file before message length reached", .cutShort, .receiving,
      .client),
    LinePattern(
      "hyper-conn-reset", "hyper", "connection error: Connection reset by peer (os error 104)",
      .reset, .unknown),
    LinePattern(
      "reqwest-send", "reqwest", "error sending request for url (*)", .unclear, .unknown, .client,
      .remote),
    LinePattern(
      "reqwest-timeout", "reqwest", "error sending request for url (*operation timed out", .silence,
      .unknown, .client, .remote),
    LinePattern(
      "rustls-eof", "rustls", "peer closed connection without sending TLS close_notify", .cutShort,
      .receiving),
    LinePattern(
      "rustls-corrupt", "rustls", "received corrupt message of type InvalidContentType", .notTLS,
      .tlsHandshake),
    LinePattern("net-reset", ".NET", "SocketException (104): Connection reset by peer", .reset),
    LinePattern(
      "net-read-reset", ".NET",
      "Unable to read data from the transport connection: Connection reset by peer", .reset),
    LinePattern(
      "net-write-pipe", ".NET", "Unable to write data to the transport connection: Broken pipe",
      .brokenPipe, .sending),
    LinePattern(
      "net-write-reset", ".NET",
      "Unable to write data to the transport connection: Connection reset by peer", .reset, .sending
    ),
    LinePattern("net-pipe", ".NET", "SocketException (32): Broken pipe", .brokenPipe, .sending),
    LinePattern(
      "net-refused", ".NET", "Connection refused (*:*)", .refused, .connecting, .client, .remote),
    LinePattern(
      "net-refused-number", ".NET", "SocketException (111): Connection refused", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "net-timeout", ".NET", "SocketException (110): Connection timed out", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "net-noport", ".NET", "SocketException (99): Cannot assign requested address", .noPort,
      .connecting, .client, .remote),
    LinePattern(
      "net-ended", ".NET HttpClient", "The response ended prematurely", .endOfFile,
      .awaitingResponse, .client),
    LinePattern(
      "net-http-timeout", ".NET HttpClient",
      "The request was canceled due to the configured HttpClient.Timeout", .silence,
      .awaitingResponse, .client),
    LinePattern(
      "net-tls-eof", ".NET", "Received an unexpected EOF or 0 bytes from the transport stream",
      .handshakeCut, .tlsHandshake),
    LinePattern(
      "net-send", ".NET HttpClient",
      "HttpRequestException: An error occurred while sending the request", .unclear, .unknown,
      .client),
    LinePattern(
      "net-kestrel-reset", ".NET Kestrel", "ConnectionResetException", .clientLeft, .receiving,
      .server),
    LinePattern(
      "win-reset", "Windows", "An existing connection was forcibly closed by the remote host",
      .reset),
    LinePattern(
      "win-refused", "Windows",
      "No connection could be made because the target machine actively refused it", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "win-aborted", "Windows",
      "An established connection was aborted by the software in your host machine", .aborted),
    LinePattern(
      "curl-refused", "curl", "curl: (7) Failed to connect to * port *Connection refused", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "curl-connect", "curl", "curl: (7) Failed to connect to * port *Couldn't connect to server",
      .unclear, .connecting, .client, .remote),
    LinePattern(
      "curl-connect-new", "curl",
      "curl: (7) Failed to connect to * port *Could not connect to server", .unclear, .connecting,
      .client, .remote),
    LinePattern(
      "curl-empty", "curl", "curl: (52) Empty reply from server", .endOfFile, .awaitingResponse,
      .client),
    LinePattern(
      "curl-reset", "curl", "curl: (56) Recv failure: Connection reset by peer", .reset,
      .awaitingResponse, .client),
    LinePattern(
      "curl-send-pipe", "curl", "curl: (55) Send failure: Broken pipe", .brokenPipe, .sending,
      .client),
    LinePattern(
      "curl-send-reset", "curl", "curl: (55) Send failure: Connection reset by peer", .reset,
      .sending, .client),
    LinePattern(
      "curl-operation", "curl", "curl: (28) Operation timed out after * milliseconds", .silence,
      .unknown, .client),
    LinePattern(
      "curl-connect-timeout", "curl", "curl: (28) Failed to connect to * port *", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "curl-connection-timeout", "curl", "curl: (28) Connection timed out after", .connectTimeout,
      .connecting, .client),
    LinePattern(
      "curl-tls-reset", "curl", "curl: (35) *Connection reset by peer in connection to *",
      .handshakeCut, .tlsHandshake, .client, .remote),
    LinePattern(
      "curl-tls-recv", "curl", "curl: (35) Recv failure: Connection reset by peer", .handshakeCut,
      .tlsHandshake, .client),
    LinePattern(
      "curl-tls-version", "curl", "curl: (35) *wrong version number", .notTLS, .tlsHandshake,
      .client),
    LinePattern(
      "curl-short", "curl", "curl: (18) transfer closed with * bytes remaining to read", .cutShort,
      .receiving, .client),
    LinePattern(
      "curl-short-data", "curl", "curl: (18) transfer closed with outstanding read data remaining",
      .cutShort, .receiving, .client),
    LinePattern(
      "curl-h2-frame", "curl", "curl: (16) Error in the HTTP2 framing layer", .aborted, .unknown,
      .client),
    LinePattern(
      "curl-h2-stream", "curl", "curl: (92) HTTP/2 stream * was not closed cleanly", .aborted,
      .unknown, .client),
    LinePattern(
      "curl-lookup", "curl", "curl: (6) Could not resolve host", .nameLookup, .connecting, .client),
    LinePattern(
      "wget-reset", "wget", "Read error (Connection reset by peer) in headers", .reset,
      .awaitingResponse, .client),
    LinePattern(
      "ab-reset", "ab", "apr_socket_recv: Connection reset by peer (104)", .reset, .unknown, .client
    ),
    LinePattern(
      "ssh-reset", "ssh", "kex_exchange_identification: read: Connection reset by peer", .tooMany,
      .connecting, .client, .remote),
    LinePattern(
      "ssh-closed", "ssh", "kex_exchange_identification: Connection closed by remote host",
      .tooMany, .connecting, .client, .remote),
    LinePattern(
      "ssh-pipe", "ssh", "client_loop: send disconnect: Broken pipe", .brokenPipe, .idle, .client,
      .remote),
    LinePattern(
      "sshd-startups", "sshd", "past MaxStartups", .tooMany, .connecting, .server, .client),
    LinePattern("openssl-version", "OpenSSL", "wrong version number", .notTLS, .tlsHandshake),
    LinePattern("openssl-eof", "OpenSSL", "unexpected eof while reading", .handshakeCut),
    LinePattern(
      "openssl-syscall", "OpenSSL", "SSL_connect SYSCALL returned=5 errno=0", .handshakeCut,
      .tlsHandshake, .client),
  ]
}
