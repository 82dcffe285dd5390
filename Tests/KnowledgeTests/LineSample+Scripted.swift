extension LineSample {
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
