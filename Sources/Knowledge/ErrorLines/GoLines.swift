extension LinePattern {
  static let go: [LinePattern] = [
    LinePattern(
      "go-read-reset", "Go", "read tcp *->*: read: connection reset by peer", .reset, .unknown,
      .unknown, .localThenRemote),
    LinePattern(
      "go-write-reset", "Go", "write tcp *->*: write: connection reset by peer", .reset, .sending,
      .unknown, .localThenRemote),
    LinePattern(
      "go-write-pipe", "Go", "write tcp *->*: write: broken pipe", .brokenPipe, .sending, .unknown,
      .localThenRemote),
    LinePattern(
      "go-read-timeout", "Go", "read tcp *->*: i/o timeout", .silence, .receiving, .unknown,
      .localThenRemote),
    LinePattern(
      "go-write-timeout", "Go", "write tcp *->*: i/o timeout", .silence, .sending, .unknown,
      .localThenRemote),
    LinePattern(
      "go-read-etimedout", "Go", "read tcp *->*: read: connection timed out", .gaveUp, .unknown,
      .unknown, .localThenRemote),
    LinePattern(
      "go-dial-refused", "Go", "dial tcp *: connect: connection refused", .refused, .connecting,
      .client, .remote),
    LinePattern(
      "go-dial-etimedout", "Go", "dial tcp *: connect: connection timed out", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "go-dial-timeout", "Go", "dial tcp *: i/o timeout", .connectTimeout, .connecting, .client,
      .remote),
    LinePattern(
      "go-dial-noport", "Go", "dial tcp *: connect: cannot assign requested address", .noPort,
      .connecting, .client, .remote),
    LinePattern(
      "go-dial-reset", "Go", "dial tcp *: connect: connection reset by peer", .reset, .connecting,
      .client, .remote),
    LinePattern(
      "go-dial-noroute", "Go", "dial tcp *: connect: no route to host", .unreachable, .connecting,
      .client, .remote),
    LinePattern(
      "go-dial-nonet", "Go", "dial tcp *: connect: network is unreachable", .unreachable,
      .connecting, .client, .remote),
    LinePattern(
      "go-dial-files", "Go", "dial tcp *: socket: too many open files", .tooManyFiles, .connecting,
      .client, .remote),
    LinePattern(
      "go-lookup", "Go", "dial tcp: lookup *: no such host", .nameLookup, .connecting, .client,
      .none),
    LinePattern(
      "go-get-reset", "Go net/http", "Get \"*\": read tcp *->*: read: connection reset by peer",
      .reset, .awaitingResponse, .client, .localThenRemote),
    LinePattern(
      "go-head-reset", "Go net/http", "Head \"*\": read tcp *->*: read: connection reset by peer",
      .reset, .awaitingResponse, .client, .localThenRemote),
    LinePattern(
      "go-post-reset", "Go net/http", "Post \"*\": read tcp *->*: read: connection reset by peer",
      .reset, .awaitingResponse, .client, .localThenRemote),
    LinePattern(
      "go-put-reset", "Go net/http", "Put \"*\": read tcp *->*: read: connection reset by peer",
      .reset, .awaitingResponse, .client, .localThenRemote),
    LinePattern(
      "go-patch-reset", "Go net/http", "Patch \"*\": read tcp *->*: read: connection reset by peer",
      .reset, .awaitingResponse, .client, .localThenRemote),
    LinePattern(
      "go-delete-reset", "Go net/http",
      "Delete \"*\": read tcp *->*: read: connection reset by peer", .reset, .awaitingResponse,
      .client, .localThenRemote),
    LinePattern(
      "go-post-pipe", "Go net/http", "Post \"*\": write tcp *->*: write: broken pipe", .brokenPipe,
      .sending, .client, .localThenRemote),
    LinePattern(
      "go-post-write-reset", "Go net/http",
      "Post \"*\": write tcp *->*: write: connection reset by peer", .reset, .sending, .client,
      .localThenRemote),
    LinePattern(
      "go-get-eof", "Go net/http", "Get \"*\": EOF", .endOfFile, .awaitingResponse, .client, .remote
    ),
    LinePattern(
      "go-head-eof", "Go net/http", "Head \"*\": EOF", .endOfFile, .awaitingResponse, .client,
      .remote),
    LinePattern(
      "go-post-eof", "Go net/http", "Post \"*\": EOF", .endOfFile, .awaitingResponse, .client,
      .remote),
    LinePattern(
      "go-put-eof", "Go net/http", "Put \"*\": EOF", .endOfFile, .awaitingResponse, .client, .remote
    ),
    LinePattern(
      "go-get-unexpected-eof", "Go net/http", "Get \"*\": unexpected EOF", .cutShort, .receiving,
      .client, .remote),
    LinePattern(
      "go-idle-closed", "Go net/http", "http: server closed idle connection", .endOfFile, .idle,
      .client, .remote),
    LinePattern(
      "go-broken-pipe", "Go net/http",
      "transport connection broken: write tcp *->*: write: broken pipe", .brokenPipe, .sending,
      .client, .localThenRemote),
    LinePattern(
      "go-broken-reset", "Go net/http", "transport connection broken: *connection reset by peer",
      .reset, .sending, .client, .localThenRemote),
    LinePattern(
      "go-broken-eof", "Go net/http", "transport connection broken: unexpected EOF", .cutShort,
      .receiving, .client, .remote),
    LinePattern(
      "go-malformed", "Go net/http", "malformed HTTP response \"\\x15\\x03", .notTLS,
      .awaitingResponse, .client, .remote),
    LinePattern("go-unexpected-eof", "Go", ": unexpected EOF", .cutShort, .receiving),
    LinePattern(
      "go-await-headers", "Go net/http", "Client.Timeout exceeded while awaiting headers", .silence,
      .awaitingResponse, .client, .remote),
    LinePattern(
      "go-await-body", "Go net/http", "Client.Timeout or context cancellation while reading body",
      .silence, .receiving, .client, .remote),
    LinePattern(
      "go-await-conn", "Go net/http",
      "request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
      .silence,
      .connecting, .client, .remote),
    LinePattern(
      "go-header-timeout", "Go net/http", "net/http: timeout awaiting response headers", .silence,
      .awaitingResponse, .client, .remote),
    LinePattern(
      "go-tls-timeout", "Go net/http", "net/http: TLS handshake timeout", .silence, .tlsHandshake,
      .client, .remote),
    LinePattern(
      "go-deadline", "Go", ": context deadline exceeded", .silence, .unknown, .client, .remote),
    LinePattern(
      "go-tls-eof", "Go net/http server", "http: TLS handshake error from *: EOF", .clientLeft,
      .tlsHandshake, .server, .client),
    LinePattern(
      "go-tls-reset", "Go net/http server",
      "http: TLS handshake error from *: read: connection reset by peer", .clientLeft,
      .tlsHandshake, .server, .client),
    LinePattern(
      "go-tls-plain", "Go net/http server",
      "http: TLS handshake error from *first record does not look like a TLS handshake", .notTLS,
      .tlsHandshake, .server, .client),
    LinePattern(
      "go-tls-http", "Go net/http server",
      "http: TLS handshake error from *client sent an HTTP request to an HTTPS server", .notTLS,
      .tlsHandshake, .server, .client),
    LinePattern(
      "go-http-https", "Go net/http", "server gave HTTP response to HTTPS client", .notTLS,
      .tlsHandshake, .client, .remote),
    LinePattern(
      "go-tls-record", "Go crypto/tls", "tls: first record does not look like a TLS handshake",
      .notTLS, .tlsHandshake, .client, .remote),
    LinePattern(
      "go-accept-files", "Go", "accept tcp *: accept4: too many open files", .tooManyFiles,
      .connecting, .server, .server),
    LinePattern(
      "go-bind", "Go", "listen tcp *: bind: address already in use", .portTaken, .unknown, .server,
      .server),
    LinePattern(
      "go-h2-pings", "Go HTTP/2",
      "http2: server sent GOAWAY and closed the connection*ENHANCE_YOUR_CALM", .pingLimit, .unknown,
      .client, .remote),
    LinePattern(
      "go-h2-goaway", "Go HTTP/2", "http2: server sent GOAWAY and closed the connection", .goAway,
      .unknown, .client, .remote),
    LinePattern(
      "go-h2-graceful", "Go HTTP/2", "http2: Transport received Server's graceful shutdown GOAWAY",
      .goAway, .unknown, .client, .remote),
    LinePattern(
      "go-h2-lost", "Go HTTP/2", "http2: client connection lost", .silence, .idle, .client, .remote),
    LinePattern(
      "go-closed-here", "Go", "use of closed network connection", .closedHere, .unknown, .unknown,
      .localThenRemote),
    LinePattern(
      "go-proxy-eof", "Go ReverseProxy", "http: proxy error: EOF", .endOfFile, .awaitingResponse,
      .client, .remote),
    LinePattern(
      "go-proxy-idle", "Go ReverseProxy", "http: proxy error: http: server closed idle connection",
      .endOfFile, .idle, .client, .remote),
    LinePattern(
      "go-proxy-reset", "Go ReverseProxy",
      "http: proxy error: read tcp *->*: read: connection reset by peer", .reset, .awaitingResponse,
      .client, .localThenRemote),
    LinePattern(
      "go-proxy-refused", "Go ReverseProxy",
      "http: proxy error: dial tcp *: connect: connection refused", .refused, .connecting, .client,
      .remote),
    LinePattern(
      "go-proxy-canceled", "Go ReverseProxy", "http: proxy error: context canceled", .clientLeft,
      .unknown, .server),
    LinePattern(
      "go-traefik-canceled", "Traefik", "'499 Client Closed Request' caused by: context canceled",
      .clientLeft, .unknown, .server),
    LinePattern(
      "go-traefik-eof", "Traefik", "'502 Bad Gateway' caused by: EOF", .endOfFile,
      .awaitingResponse, .client, .remote),
    LinePattern(
      "go-mysql-idle", "Go MySQL driver", "closing bad idle connection: *EOF", .sessionEnded, .idle,
      .client, .remote),
    LinePattern(
      "go-mysql-eof", "Go MySQL driver", "[mysql] *packets.go:*: unexpected EOF", .sessionEnded,
      .idle, .client, .remote),
    LinePattern(
      "go-mysql-reset", "Go MySQL driver", "[mysql] *packets.go:*: connection reset by peer",
      .reset, .idle, .client, .localThenRemote),
    LinePattern(
      "go-mysql-pipe", "Go MySQL driver", "[mysql] *packets.go:*: broken pipe", .brokenPipe, .idle,
      .client, .localThenRemote),
    LinePattern(
      "go-bad-conn", "Go database/sql", "driver: bad connection", .sessionEnded, .idle, .client,
      .remote),
    LinePattern(
      "go-redis-pool", "go-redis", "redis: connection pool timeout", .poolExhausted, .unknown,
      .client),
  ]
}
