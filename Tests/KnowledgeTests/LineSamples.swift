import Testing

@testable import Knowledge

/// A line as a program prints it, and what must be read from it.
struct LineSample: CustomTestStringConvertible, Sendable {
  let id: String
  let line: String
  /// This end and the other one, as they are shown; nil where the line does not have them.
  let local: String?
  let remote: String?

  var testDescription: String { id }

  init(_ id: String, _ line: String, local: String? = nil, _ remote: String? = nil) {
    self.id = id
    self.line = line
    self.local = local
    self.remote = remote
  }

  static let all = go + scripted + compiled + servers + stores
}

extension LineSample {
  static let go: [LineSample] = [
    LineSample(
      "go-read-reset", "read tcp 10.0.0.1:43526->10.0.0.2:80: read: connection reset by peer",
      local: "10.0.0.1:43526", "10.0.0.2:80"),
    LineSample(
      "go-read-reset",
      "2026/11/25 10:00:01 copy: read tcp [2001:db8::1]:43526->[2001:db8::2]:443: read: connection reset by peer",
      local: "[2001:db8::1]:43526", "[2001:db8::2]:443"),
    LineSample(
      "go-write-reset", "write tcp 10.0.0.1:43526->10.0.0.2:80: write: connection reset by peer",
      local: "10.0.0.1:43526", "10.0.0.2:80"),
    LineSample(
      "go-write-pipe", "write tcp 10.0.0.2:8080->10.0.0.1:43526: write: broken pipe",
      local: "10.0.0.2:8080", "10.0.0.1:43526"),
    LineSample(
      "go-read-timeout", "read tcp 10.0.0.1:43526->10.0.0.2:6379: i/o timeout",
      local: "10.0.0.1:43526", "10.0.0.2:6379"),
    LineSample(
      "go-write-timeout", "write tcp 10.0.0.1:43526->10.0.0.2:6379: i/o timeout",
      local: "10.0.0.1:43526", "10.0.0.2:6379"),
    LineSample(
      "go-read-etimedout", "read tcp 10.0.0.1:43526->10.0.0.2:5432: read: connection timed out",
      local: "10.0.0.1:43526", "10.0.0.2:5432"),
    LineSample(
      "go-dial-refused", "dial tcp 127.0.0.1:8080: connect: connection refused", "127.0.0.1:8080"),
    LineSample(
      "go-dial-refused",
      "Get \"http://api.internal:8080/v1\": dial tcp [::1]:8080: connect: connection refused",
      "[::1]:8080"),
    LineSample(
      "go-dial-etimedout", "dial tcp 10.0.0.2:443: connect: connection timed out", "10.0.0.2:443"),
    LineSample("go-dial-timeout", "dial tcp 10.0.0.2:443: i/o timeout", "10.0.0.2:443"),
    LineSample(
      "go-dial-noport", "dial tcp 10.0.0.2:80: connect: cannot assign requested address",
      "10.0.0.2:80"),
    LineSample(
      "go-dial-reset", "dial tcp 10.0.0.2:80: connect: connection reset by peer", "10.0.0.2:80"),
    LineSample("go-dial-noroute", "dial tcp 10.0.0.2:80: connect: no route to host", "10.0.0.2:80"),
    LineSample(
      "go-dial-nonet", "dial tcp [2001:db8::2]:443: connect: network is unreachable",
      "[2001:db8::2]:443"),
    LineSample("go-dial-files", "dial tcp 10.0.0.2:80: socket: too many open files", "10.0.0.2:80"),
    LineSample(
      "go-lookup", "dial tcp: lookup api.internal on 10.0.0.53:53: no such host"),
    LineSample(
      "go-get-reset",
      "Get \"http://10.0.0.2:8080/users\": read tcp 10.0.0.1:43526->10.0.0.2:8080: read: connection reset by peer",
      local: "10.0.0.1:43526", "10.0.0.2:8080"),
    LineSample(
      "go-post-reset",
      "Post \"https://api.example.com/v1/pay\": read tcp 10.0.0.1:43526->192.0.2.7:443: read: connection reset by peer",
      local: "10.0.0.1:43526", "192.0.2.7:443"),
    LineSample(
      "go-put-reset",
      "Put \"http://10.0.0.2/o\": read tcp 10.0.0.1:43526->10.0.0.2:80: read: connection reset by peer",
      local: "10.0.0.1:43526", "10.0.0.2:80"),
    LineSample(
      "go-post-pipe",
      "Post \"http://10.0.0.2/upload\": write tcp 10.0.0.1:43526->10.0.0.2:80: write: broken pipe",
      local: "10.0.0.1:43526", "10.0.0.2:80"),
    LineSample(
      "go-post-write-reset",
      "Post \"http://10.0.0.2/upload\": write tcp 10.0.0.1:43526->10.0.0.2:80: write: connection reset by peer",
      local: "10.0.0.1:43526", "10.0.0.2:80"),
    LineSample("go-get-eof", "Get \"http://10.0.0.2:8080/users\": EOF", "10.0.0.2:8080"),
    LineSample("go-post-eof", "Post \"https://api.example.com/v1\": EOF", "api.example.com:443"),
    LineSample(
      "go-get-unexpected-eof", "Get \"http://10.0.0.2/big\": unexpected EOF", "10.0.0.2:80"),
    LineSample("go-idle-closed", "http: server closed idle connection"),
    LineSample(
      "go-broken-pipe",
      "Post \"http://10.0.0.2/upload\": net/http: HTTP/1.x transport connection broken: write tcp 10.0.0.1:43526->10.0.0.2:80: write: broken pipe",
      local: "10.0.0.1:43526", "10.0.0.2:80"),
    LineSample("go-broken-eof", "net/http: HTTP/1.x transport connection broken: unexpected EOF"),
    LineSample(
      "go-malformed",
      "Get \"http://10.0.0.2:443/\": net/http: HTTP/1.x transport connection broken: malformed HTTP response \"\\x15\\x03\\x01\\x00\\x02\\x02\"",
      "10.0.0.2:443"),
    LineSample(
      "go-await-headers",
      "Get \"http://10.0.0.2/slow\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
      "10.0.0.2:80"),
    LineSample(
      "go-await-body",
      "net/http: request canceled (Client.Timeout or context cancellation while reading body)"),
    LineSample(
      "go-await-conn",
      "Get \"http://10.0.0.2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
      "10.0.0.2:80"),
    LineSample(
      "go-header-timeout", "Get \"http://10.0.0.2/\": net/http: timeout awaiting response headers",
      "10.0.0.2:80"),
    LineSample(
      "go-tls-timeout", "Get \"https://10.0.0.2/\": net/http: TLS handshake timeout", "10.0.0.2:443"
    ),
    LineSample("go-deadline", "Get \"http://10.0.0.2/\": context deadline exceeded", "10.0.0.2:80"),
    LineSample(
      "go-tls-eof", "http: TLS handshake error from 10.0.0.1:43526: EOF", "10.0.0.1:43526"),
    LineSample(
      "go-tls-reset",
      "http: TLS handshake error from 10.0.0.1:43526: read tcp 10.0.0.2:443->10.0.0.1:43526: read: connection reset by peer",
      local: "10.0.0.2:443", "10.0.0.1:43526"),
    LineSample(
      "go-tls-plain",
      "http: TLS handshake error from 10.0.0.1:43526: tls: first record does not look like a TLS handshake",
      "10.0.0.1:43526"),
    LineSample(
      "go-http-https",
      "Get \"https://10.0.0.2:8080/\": http: server gave HTTP response to HTTPS client",
      "10.0.0.2:8080"),
    LineSample(
      "go-accept-files",
      "http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 5ms",
      local: "[::]:8080"),
    LineSample("go-bind", "listen tcp :8080: bind: address already in use"),
    LineSample(
      "go-h2-pings",
      "http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=ENHANCE_YOUR_CALM, debug=\"too_many_pings\""
    ),
    LineSample(
      "go-h2-goaway",
      "http2: server sent GOAWAY and closed the connection; LastStreamID=1999, ErrCode=NO_ERROR, debug=\"\""
    ),
    LineSample(
      "go-h2-lost", "Post \"https://10.0.0.2/\": http2: client connection lost", "10.0.0.2:443"),
    LineSample(
      "go-closed-here", "read tcp 10.0.0.2:8080->10.0.0.1:43526: use of closed network connection",
      local: "10.0.0.2:8080", "10.0.0.1:43526"),
    LineSample("go-proxy-eof", "2026/11/25 10:00:00 http: proxy error: EOF"),
    LineSample(
      "go-proxy-refused", "http: proxy error: dial tcp 10.0.0.2:8080: connect: connection refused",
      "10.0.0.2:8080"),
    LineSample("go-proxy-canceled", "http: proxy error: context canceled"),
    LineSample(
      "go-traefik-eof",
      "time=\"2026-11-25T10:00:00Z\" level=debug msg=\"'502 Bad Gateway' caused by: EOF\""),
    LineSample(
      "go-mysql-idle",
      "[mysql] 2026/11/25 10:00:00 packets.go:122: closing bad idle connection: EOF"),
    LineSample("go-mysql-eof", "[mysql] 2026/11/25 10:00:00 packets.go:37: unexpected EOF"),
    LineSample(
      "go-mysql-reset",
      "[mysql] 2026/11/25 10:00:00 packets.go:37: read tcp 10.0.0.1:43526->10.0.0.2:3306: read: connection reset by peer",
      local: "10.0.0.1:43526", "10.0.0.2:3306"),
    LineSample(
      "grpc-go-reset",
      "rpc error: code = Unavailable desc = error reading from server: read tcp 10.0.0.1:43526->10.0.0.2:50051: read: connection reset by peer",
      local: "10.0.0.1:43526", "10.0.0.2:50051"),
    LineSample(
      "grpc-go-refused",
      "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:50051: connect: connection refused\"",
      "127.0.0.1:50051"),
    LineSample("grpc-go-closing", "rpc error: code = Unavailable desc = transport is closing"),
    LineSample(
      "grpc-go-eof", "rpc error: code = Unavailable desc = error reading from server: EOF"),
    LineSample(
      "grpc-pings",
      "closing transport due to: connection error: desc = \"error reading from server: EOF\", received prior goaway: code: ENHANCE_YOUR_CALM, debug data: \"too_many_pings\""
    ),
    LineSample(
      "grpc-go-maxage",
      "received prior goaway: code: NO_ERROR, debug data: \"graceful_stop\" GOAWAY max_age"),
    LineSample(
      "grpc-go-deadline", "rpc error: code = DeadlineExceeded desc = context deadline exceeded"),
    LineSample(
      "grpc-core-refused",
      "failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.2:50051: Failed to connect to remote host: Connection refused",
      "10.0.0.2:50051"),
    LineSample("grpc-core-closed", "\tdetails = \"Socket closed\""),
    LineSample(
      "grpc-java-closed",
      "io.grpc.StatusRuntimeException: UNAVAILABLE: Network closed for unknown reason"),
    LineSample("grpc-node-dropped", "Error: 14 UNAVAILABLE: Connection dropped"),
  ]

  static let scripted: [LineSample] = [
    LineSample("node-read-reset", "Error: read ECONNRESET"),
    LineSample("node-write-pipe", "Error: write EPIPE"),
    LineSample("node-hang-up", "Error: socket hang up"),
    LineSample("node-refused", "Error: connect ECONNREFUSED 127.0.0.1:3000", "127.0.0.1:3000"),
    LineSample("node-refused", "Error: connect ECONNREFUSED ::1:3000", "[::1]:3000"),
    LineSample("node-timeout", "Error: connect ETIMEDOUT 10.0.0.2:443", "10.0.0.2:443"),
    LineSample(
      "node-noport", "Error: connect EADDRNOTAVAIL 10.0.0.2:80 - Local (10.0.0.1:0)", "10.0.0.2:80"),
    LineSample("node-lookup", "Error: getaddrinfo ENOTFOUND api.example.com", "api.example.com"),
    LineSample(
      "node-listen", "Error: listen EADDRINUSE: address already in use :::3000", local: "[::]:3000"),
    LineSample(
      "node-tls-cut",
      "Error: Client network socket disconnected before secure TLS connection was established"),
    LineSample("node-other-closed", "SocketError: other side closed"),
    LineSample("node-headers", "HeadersTimeoutError: Headers Timeout Error"),
    LineSample(
      "node-connect-limit",
      "ConnectTimeoutError: Connect Timeout Error (attempted address: api.example.com:443, timeout: 10000ms)",
      "api.example.com:443"),
    LineSample("node-axios-timeout", "AxiosError: timeout of 5000ms exceeded"),
    LineSample("node-parse", "Error: Parse Error: Expected HTTP/"),
    LineSample("node-mysql-lost", "Error: Connection lost: The server closed the connection."),
    LineSample(
      "node-mongo", "MongoNetworkError: connection 5 to 10.0.0.2:27017 closed", "10.0.0.2:27017"),
    LineSample("py-reset", "ConnectionResetError: [Errno 104] Connection reset by peer"),
    LineSample("py-pipe", "BrokenPipeError: [Errno 32] Broken pipe"),
    LineSample("py-refused", "ConnectionRefusedError: [Errno 111] Connection refused"),
    LineSample(
      "py-call-refused",
      "ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 8000)",
      "127.0.0.1:8000"),
    LineSample("py-timeout", "TimeoutError: [Errno 110] Connection timed out"),
    LineSample("py-noport", "OSError: [Errno 99] Cannot assign requested address"),
    LineSample("py-files", "OSError: [Errno 24] Too many open files"),
    LineSample("py-noroute", "OSError: [Errno 113] No route to host"),
    LineSample("py-bind", "OSError: [Errno 98] Address already in use"),
    LineSample(
      "urllib3-reset",
      "urllib3.exceptions.ProtocolError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))"
    ),
    LineSample(
      "urllib3-reset",
      "requests.exceptions.ConnectionError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))"
    ),
    LineSample(
      "urllib3-disconnected",
      "requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))"
    ),
    LineSample(
      "py-disconnected",
      "http.client.RemoteDisconnected: Remote end closed connection without response"),
    LineSample("urllib3-pipe", "('Connection aborted.', BrokenPipeError(32, 'Broken pipe'))"),
    LineSample(
      "urllib3-incomplete",
      "requests.exceptions.ChunkedEncodingError: ('Connection broken: IncompleteRead(512 bytes read, 1024 more expected)', IncompleteRead(512 bytes read, 1024 more expected))"
    ),
    LineSample(
      "urllib3-chunk",
      "requests.exceptions.ChunkedEncodingError: (\"Connection broken: InvalidChunkLength(got length b'', 0 bytes read)\", InvalidChunkLength(got length b'', 0 bytes read))"
    ),
    LineSample(
      "urllib3-refused",
      "requests.exceptions.ConnectionError: HTTPConnectionPool(host='10.0.0.2', port=8080): Max retries exceeded with url: /v1 (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f00>: Failed to establish a new connection: [Errno 111] Connection refused'))",
      "10.0.0.2:8080"),
    LineSample(
      "urllib3-connect",
      "HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded with url: / (Caused by ConnectTimeoutError(<urllib3.connection.HTTPSConnection object at 0x7f00>, 'Connection to api.example.com timed out. (connect timeout=3)'))",
      "api.example.com:443"),
    LineSample(
      "urllib3-version",
      "HTTPSConnectionPool(host='10.0.0.2', port=8080): Max retries exceeded with url: / (Caused by SSLError(SSLError(1, '[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1129)')))",
      "10.0.0.2:8080"),
    LineSample(
      "urllib3-read",
      "HTTPConnectionPool(host='10.0.0.2', port=80): Read timed out. (read timeout=5)",
      "10.0.0.2:80"),
    LineSample(
      "urllib3-pool",
      "WARNING urllib3.connectionpool: Connection pool is full, discarding connection: api.example.com. Connection pool size: 10",
      "api.example.com"),
    LineSample(
      "aio-disconnected", "aiohttp.client_exceptions.ServerDisconnectedError: Server disconnected"),
    LineSample(
      "aio-reset", "aiohttp.client_exceptions.ClientOSError: [Errno 104] Connection reset by peer"),
    LineSample(
      "aio-refused",
      "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host 10.0.0.2:80 ssl:default [Connect call failed ('10.0.0.2', 80)]",
      "10.0.0.2:80"),
    LineSample(
      "aio-payload",
      "aiohttp.client_exceptions.ClientPayloadError: Response payload is not completed"),
    LineSample(
      "httpx-disconnected",
      "httpx.RemoteProtocolError: Server disconnected without sending a response."),
    LineSample(
      "httpx-incomplete",
      "httpx.RemoteProtocolError: peer closed connection without sending complete message body (incomplete chunked read)"
    ),
    LineSample(
      "gunicorn-timeout", "[2026-11-25 10:00:00 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:812)"),
    LineSample(
      "gunicorn-kill",
      "[2026-11-25 10:00:00 +0000] [7] [ERROR] Worker (pid:812) was sent SIGKILL! Perhaps out of memory?"
    ),
    LineSample("uwsgi-size", "invalid request block size: 4161 (max 4096)...skip"),
    LineSample(
      "uwsgi-queue",
      "*** uWSGI listen queue of socket \"127.0.0.1:9000\" (fd: 3) full !!! (101/100) ***",
      local: "127.0.0.1:9000"),
    LineSample(
      "php-refused",
      "PHP Warning:  fsockopen(): unable to connect to 10.0.0.2:80 (Connection refused) in /srv/a.php on line 3",
      "10.0.0.2:80"),
    LineSample(
      "php-timeout",
      "PHP Warning:  stream_socket_client(): unable to connect to tcp://10.0.0.2:6379 (Connection timed out) in /srv/a.php on line 3",
      "10.0.0.2:6379"),
    LineSample(
      "php-send-pipe",
      "PHP Notice:  fwrite(): send of 8192 bytes failed with errno=32 Broken pipe in /srv/a.php on line 3"
    ),
    LineSample(
      "php-curl-reset",
      "GuzzleHttp\\Exception\\ConnectException: cURL error 56: Recv failure: Connection reset by peer (see https://curl.haxx.se/libcurl/c/libcurl-errors.html) for http://10.0.0.2/x",
      "10.0.0.2:80"),
    LineSample("php-pdo-refused", "PDOException: SQLSTATE[HY000] [2002] Connection refused"),
    LineSample("php-gone", "SQLSTATE[HY000]: General error: 2006 MySQL server has gone away"),
    LineSample(
      "fpm-children",
      "[25-Nov-2026 10:00:00] WARNING: [pool www] server reached pm.max_children setting (5), consider raising it"
    ),
    LineSample(
      "fpm-terminated",
      "[25-Nov-2026 10:00:00] WARNING: [pool www] child 812, script '/srv/a.php' (request: \"GET /a.php\") execution timed out (31.2 sec), terminating"
    ),
    LineSample(
      "fpm-signal",
      "[25-Nov-2026 10:00:00] WARNING: [pool www] child 812 exited on signal 11 (SIGSEGV) after 4.2 seconds from start"
    ),
    LineSample("ruby-reset", "Errno::ECONNRESET: Connection reset by peer"),
    LineSample(
      "ruby-refused-open",
      "Errno::ECONNREFUSED: Failed to open TCP connection to 10.0.0.2:80 (Connection refused - connect(2) for \"10.0.0.2\" port 80)",
      "10.0.0.2:80"),
    LineSample("ruby-read", "Net::ReadTimeout with #<TCPSocket:(closed)>"),
    LineSample("ruby-open", "Net::OpenTimeout: execution expired"),
    LineSample("ruby-eof", "EOFError: end of file reached"),
  ]
}
