extension LinePattern {
  static let nginx: [LinePattern] = [
    LinePattern(
      "nginx-header-reset", "nginx",
      "recv() failed (104: Connection reset by peer) while reading response header from upstream",
      .reset, .awaitingResponse, .client, .upstream),
    LinePattern(
      "nginx-upstream-reset", "nginx",
      "recv() failed (104: Connection reset by peer) while reading upstream", .reset, .receiving,
      .client, .upstream),
    LinePattern(
      "nginx-readv-reset", "nginx",
      "readv() failed (104: Connection reset by peer) while reading upstream", .reset, .receiving,
      .client, .upstream),
    LinePattern(
      "nginx-proxying-reset", "nginx stream",
      "recv() failed (104: Connection reset by peer) while proxying and reading from upstream",
      .reset, .receiving, .client, .upstream),
    LinePattern(
      "nginx-client-reset", "nginx",
      "recv() failed (104: Connection reset by peer) while waiting for request", .clientLeft, .idle,
      .server, .client),
    LinePattern(
      "nginx-request-reset", "nginx",
      "recv() failed (104: Connection reset by peer) while reading client request", .clientLeft,
      .receiving, .server, .client),
    LinePattern(
      "nginx-keepalive-reset", "nginx",
      "recv() failed (104: Connection reset by peer) while keepalive", .clientLeft, .idle, .server,
      .client),
    LinePattern(
      "nginx-sending-client-reset", "nginx",
      "failed (104: Connection reset by peer) while sending to client", .clientLeft, .sending,
      .server, .client),
    LinePattern(
      "nginx-sending-client-pipe", "nginx", "failed (32: Broken pipe) while sending to client",
      .clientLeft, .sending, .server, .client),
    LinePattern(
      "nginx-header-closed", "nginx",
      "upstream prematurely closed connection while reading response header from upstream",
      .endOfFile, .awaitingResponse, .client, .upstream),
    LinePattern(
      "nginx-body-closed", "nginx", "upstream prematurely closed connection while reading upstream",
      .cutShort, .receiving, .client, .upstream),
    LinePattern(
      "nginx-connect-timeout", "nginx",
      "upstream timed out (110: Connection timed out) while connecting to upstream",
      .connectTimeout, .connecting, .client, .upstream),
    LinePattern(
      "nginx-header-timeout", "nginx",
      "upstream timed out (110: Connection timed out) while reading response header from upstream",
      .silence, .awaitingResponse, .client, .upstream),
    LinePattern(
      "nginx-read-timeout", "nginx",
      "upstream timed out (110: Connection timed out) while reading upstream", .silence, .receiving,
      .client, .upstream),
    LinePattern(
      "nginx-send-timeout", "nginx",
      "upstream timed out (110: Connection timed out) while sending request to upstream", .silence,
      .sending, .client, .upstream),
    LinePattern(
      "nginx-tls-timeout", "nginx",
      "upstream timed out (110: Connection timed out) while SSL handshaking to upstream", .silence,
      .tlsHandshake, .client, .upstream),
    LinePattern(
      "nginx-refused", "nginx",
      "connect() failed (111: Connection refused) while connecting to upstream", .refused,
      .connecting, .client, .upstream),
    LinePattern(
      "nginx-etimedout", "nginx",
      "connect() failed (110: Connection timed out) while connecting to upstream", .connectTimeout,
      .connecting, .client, .upstream),
    LinePattern(
      "nginx-noroute", "nginx",
      "connect() failed (113: No route to host) while connecting to upstream", .unreachable,
      .connecting, .client, .upstream),
    LinePattern(
      "nginx-connect-reset", "nginx",
      "connect() failed (104: Connection reset by peer) while connecting to upstream", .reset,
      .connecting, .client, .upstream),
    LinePattern(
      "nginx-noport", "nginx",
      "connect() to * failed (99: Cannot assign requested address) while connecting to upstream",
      .noPort, .connecting, .client, .upstream),
    LinePattern(
      "nginx-unix-full", "nginx",
      "connect() to unix:* failed (11: Resource temporarily unavailable) while connecting to upstream",
      .queueFull, .connecting, .client),
    LinePattern(
      "nginx-unix-refused", "nginx",
      "connect() to unix:* failed (111: Connection refused) while connecting to upstream", .refused,
      .connecting, .client),
    LinePattern(
      "nginx-no-live", "nginx", "no live upstreams while connecting to upstream", .noBackend,
      .connecting, .client, .upstream),
    LinePattern(
      "nginx-send-pipe", "nginx", "failed (32: Broken pipe) while sending request to upstream",
      .brokenPipe, .sending, .client, .upstream),
    LinePattern(
      "nginx-send-reset", "nginx",
      "failed (104: Connection reset by peer) while sending request to upstream", .reset, .sending,
      .client, .upstream),
    LinePattern(
      "nginx-tls-reset", "nginx",
      "peer closed connection in SSL handshake (104: Connection reset by peer) while SSL handshaking to upstream",
      .handshakeCut, .tlsHandshake, .client, .upstream),
    LinePattern(
      "nginx-tls-version", "nginx", "wrong version number) while SSL handshaking to upstream",
      .notTLS, .tlsHandshake, .client, .upstream),
    LinePattern(
      "nginx-tls-client", "nginx",
      "peer closed connection in SSL handshake while SSL handshaking, client:", .clientLeft,
      .tlsHandshake, .server, .client),
    LinePattern(
      "nginx-too-large", "nginx", "client intended to send too large body: * bytes", .tooLarge,
      .receiving, .server, .client),
    LinePattern(
      "nginx-too-large-header", "nginx",
      "upstream sent too big header while reading response header from upstream", .tooLarge,
      .awaitingResponse, .client, .upstream),
    LinePattern(
      "nginx-client-header", "nginx", "client sent too long header line", .tooLarge, .receiving,
      .server, .client),
    LinePattern(
      "nginx-client-gone", "nginx", "client prematurely closed connection", .clientLeft, .receiving,
      .server, .client),
    LinePattern(
      "nginx-epoll-gone", "nginx",
      "epoll_wait() reported that client prematurely closed connection", .clientLeft,
      .awaitingResponse, .server, .client),
    LinePattern(
      "nginx-client-timeout", "nginx", "client timed out (110: Connection timed out) while",
      .clientLeft, .receiving, .server, .client),
    LinePattern(
      "nginx-499", "nginx access log", "\" 499 0 \"", .clientLeft, .awaitingResponse, .server,
      .client),
    LinePattern(
      "nginx-accept-files", "nginx", "accept4() failed (24: Too many open files)", .tooManyFiles,
      .connecting, .server),
    LinePattern(
      "nginx-socket-files", "nginx",
      "socket() failed (24: Too many open files) while connecting to upstream", .tooManyFiles,
      .connecting, .client, .upstream),
    LinePattern(
      "nginx-workers", "nginx", "worker_connections are not enough", .tooMany, .connecting, .server),
    LinePattern(
      "nginx-signal", "nginx", "worker process * exited on signal ", .crashed, .unknown, .server),
    LinePattern(
      "nginx-limit-conn", "nginx", "limiting connections by zone", .tooMany, .receiving, .server,
      .client),
    LinePattern(
      "nginx-limit-req", "nginx", "limiting requests, excess: ", .tooMany, .receiving, .server,
      .client),
    LinePattern(
      "nginx-bind", "nginx", "bind() to * failed (98: Address already in use)", .portTaken,
      .unknown, .server, .server),
    LinePattern(
      "httpd-status-line", "Apache httpd", "AH01102: error reading status line from remote server",
      .ended, .awaitingResponse, .client, .upstream),
    LinePattern(
      "httpd-connect", "Apache httpd", "AH00957: *attempt to connect to * failed", .unclear,
      .connecting, .client, .remote),
    LinePattern(
      "httpd-body", "Apache httpd",
      "(104)Connection reset by peer: *AH01084: pass request body failed", .reset, .sending,
      .client, .upstream),
    LinePattern(
      "httpd-body-pipe", "Apache httpd", "(32)Broken pipe: *AH01084: pass request body failed",
      .brokenPipe, .sending, .client, .upstream),
    LinePattern(
      "httpd-workers", "Apache httpd", "server reached MaxRequestWorkers setting", .tooMany,
      .connecting, .server),
    LinePattern(
      "httpd-timeout", "Apache httpd", "(70007)The timeout specified has expired: ", .silence,
      .awaitingResponse, .client, .upstream),
  ]
}
