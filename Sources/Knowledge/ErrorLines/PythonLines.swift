extension LinePattern {
  static let python: [LinePattern] = [
    LinePattern("py-reset", "Python", "[Errno 104] Connection reset by peer", .reset),
    LinePattern("py-pipe", "Python", "[Errno 32] Broken pipe", .brokenPipe, .sending),
    LinePattern(
      "py-refused", "Python", "[Errno 111] Connection refused", .refused, .connecting, .client,
      .remote),
    LinePattern(
      "py-call-refused", "Python asyncio", "[Errno 111] Connect call failed (*)", .refused,
      .connecting, .client, .remote),
    LinePattern("py-timeout", "Python", "[Errno 110] Connection timed out", .gaveUp),
    LinePattern(
      "py-noport", "Python", "[Errno 99] Cannot assign requested address", .noPort, .connecting,
      .client, .remote),
    LinePattern("py-files", "Python", "[Errno 24] Too many open files", .tooManyFiles),
    LinePattern(
      "py-noroute", "Python", "[Errno 113] No route to host", .unreachable, .connecting, .client,
      .remote),
    LinePattern(
      "py-bind", "Python", "[Errno 98] Address already in use", .portTaken, .unknown, .server),
    LinePattern(
      "py-disconnected", "Python http.client", "Remote end closed connection without response",
      .endOfFile, .awaitingResponse, .client),
    LinePattern(
      "urllib3-reset", "urllib3", "'Connection aborted.', ConnectionResetError(104", .reset,
      .awaitingResponse, .client),
    LinePattern(
      "urllib3-disconnected", "urllib3",
      "'Connection aborted.', RemoteDisconnected('Remote end closed connection without response'",
      .endOfFile,
      .awaitingResponse, .client),
    LinePattern(
      "urllib3-pipe", "urllib3", "'Connection aborted.', BrokenPipeError(32", .brokenPipe, .sending,
      .client),
    LinePattern(
      "urllib3-bad-status", "urllib3", "'Connection aborted.', BadStatusLine(", .endOfFile,
      .awaitingResponse, .client),
    LinePattern(
      "urllib3-incomplete", "urllib3", "'Connection broken: IncompleteRead(", .cutShort, .receiving,
      .client),
    LinePattern(
      "urllib3-broken-reset", "urllib3", "Connection broken: ConnectionResetError(104", .reset,
      .receiving, .client),
    LinePattern(
      "urllib3-chunk", "urllib3", "Connection broken: InvalidChunkLength(", .cutShort, .receiving,
      .client),
    LinePattern(
      "urllib3-refused", "urllib3",
      "Max retries exceeded with url: *NewConnectionError(*Connection refused", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "urllib3-connect", "urllib3", "Max retries exceeded with url: *ConnectTimeoutError(",
      .connectTimeout, .connecting, .client, .remote),
    LinePattern(
      "urllib3-noport", "urllib3",
      "Max retries exceeded with url: *NewConnectionError(*Cannot assign requested address",
      .noPort, .connecting, .client, .remote),
    LinePattern(
      "urllib3-lookup", "urllib3", "Max retries exceeded with url: *Name or service not known",
      .nameLookup, .connecting, .client, .remote),
    LinePattern(
      "urllib3-retries-reset", "urllib3",
      "Max retries exceeded with url: *ConnectionResetError(104", .reset, .awaitingResponse,
      .client, .remote),
    LinePattern(
      "urllib3-version", "urllib3", "Max retries exceeded with url: *WRONG_VERSION_NUMBER", .notTLS,
      .tlsHandshake, .client, .remote),
    LinePattern(
      "urllib3-ssl-eof", "urllib3", "Max retries exceeded with url: *UNEXPECTED_EOF_WHILE_READING",
      .handshakeCut, .tlsHandshake, .client, .remote),
    LinePattern(
      "urllib3-read", "urllib3", "Read timed out. (read timeout=", .silence, .awaitingResponse,
      .client, .remote),
    LinePattern(
      "urllib3-pool", "urllib3", "Connection pool is full, discarding connection", .poolExhausted,
      .idle, .client, .remote),
    LinePattern(
      "py-ssl-eof", "Python ssl", "[SSL: UNEXPECTED_EOF_WHILE_READING]", .handshakeCut, .unknown,
      .client),
    LinePattern(
      "py-ssl-version", "Python ssl", "[SSL: WRONG_VERSION_NUMBER]", .notTLS, .tlsHandshake, .client
    ),
    LinePattern(
      "aio-disconnected", "aiohttp", "ServerDisconnectedError", .endOfFile, .awaitingResponse,
      .client),
    LinePattern(
      "aio-reset", "aiohttp", "ClientOSError: [Errno 104] Connection reset by peer", .reset,
      .unknown, .client),
    LinePattern(
      "aio-connect", "aiohttp", "Cannot connect to host * ssl:*", .unclear, .connecting, .client,
      .remote),
    LinePattern(
      "aio-refused", "aiohttp", "Cannot connect to host * ssl:*Connect call failed", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "aio-payload", "aiohttp", "ClientPayloadError: Response payload is not completed", .ended,
      .receiving, .client),
    LinePattern(
      "aio-timeout", "aiohttp", "ServerTimeoutError: Timeout on reading data from socket", .silence,
      .receiving, .client),
    LinePattern(
      "aio-connect-timeout", "aiohttp", "Connection timeout to host", .connectTimeout, .connecting,
      .client, .remote),
    LinePattern(
      "aio-closing", "aiohttp", "Cannot write to closing transport", .clientLeft, .sending),
    LinePattern(
      "httpx-disconnected", "httpx", "Server disconnected without sending a response", .endOfFile,
      .awaitingResponse, .client),
    LinePattern(
      "httpx-incomplete", "httpx", "peer closed connection without sending complete message body",
      .cutShort, .receiving, .client),
    LinePattern(
      "httpx-connect", "httpx", "httpx.ConnectTimeout", .connectTimeout, .connecting, .client),
    LinePattern("httpx-read", "httpx", "httpx.ReadTimeout", .silence, .awaitingResponse, .client),
    LinePattern("httpx-read-error", "httpx", "httpx.ReadError", .ended, .unknown, .client),
    LinePattern("httpx-pool", "httpx", "httpx.PoolTimeout", .poolExhausted, .unknown, .client),
    LinePattern("gunicorn-timeout", "gunicorn", "WORKER TIMEOUT (pid:", .killed, .unknown, .server),
    LinePattern(
      "gunicorn-kill", "gunicorn", "was sent SIGKILL! Perhaps out of memory?", .killed, .unknown,
      .server),
    LinePattern(
      "uwsgi-size", "uWSGI", "invalid request block size: ", .tooLarge, .receiving, .server),
    LinePattern(
      "uwsgi-pipe", "uWSGI",
      "writing to a closed pipe/socket/fd (probably the client disconnected)", .clientLeft,
      .sending, .server),
    LinePattern("uwsgi-harakiri", "uWSGI", "HARAKIRI ON WORKER", .killed, .unknown, .server),
    LinePattern(
      "uwsgi-queue", "uWSGI", "uWSGI listen queue of socket *full !!!", .queueFull, .connecting,
      .server, .server),
  ]
}
