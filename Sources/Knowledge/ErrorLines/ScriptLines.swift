extension LinePattern {
  static let script: [LinePattern] = [
    LinePattern(
      "php-refused", "PHP", "unable to connect to * (Connection refused)", .refused, .connecting,
      .client, .remote),
    LinePattern(
      "php-timeout", "PHP", "unable to connect to * (Connection timed out)", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "php-noport", "PHP", "unable to connect to * (Cannot assign requested address)", .noPort,
      .connecting, .client, .remote),
    LinePattern(
      "php-stream", "PHP", "Failed to open stream: Connection refused", .refused, .connecting,
      .client, .remote),
    LinePattern(
      "php-http-failed", "PHP", "Failed to open stream: HTTP request failed!", .ended,
      .awaitingResponse, .client, .remote),
    LinePattern("php-send-pipe", "PHP", "failed with errno=32 Broken pipe", .brokenPipe, .sending),
    LinePattern("php-recv-reset", "PHP", "failed with errno=104 Connection reset by peer", .reset),
    LinePattern(
      "php-curl-reset", "PHP cURL", "cURL error 56: *Connection reset by peer", .reset, .unknown,
      .client, .remote),
    LinePattern(
      "php-curl-empty", "PHP cURL", "cURL error 52: Empty reply from server", .endOfFile,
      .awaitingResponse, .client, .remote),
    LinePattern(
      "php-curl-refused", "PHP cURL", "cURL error 7: Failed to connect to * port *", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "php-curl-timeout", "PHP cURL", "cURL error 28: Operation timed out after", .silence,
      .unknown, .client, .remote),
    LinePattern(
      "php-curl-connect", "PHP cURL", "cURL error 28: Connection timed out after", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "php-pdo-refused", "PHP PDO", "SQLSTATE[HY000] [2002] Connection refused", .refused,
      .connecting, .client),
    LinePattern(
      "php-pdo-timeout", "PHP PDO", "SQLSTATE[HY000] [2002] Connection timed out", .connectTimeout,
      .connecting, .client),
    LinePattern(
      "php-gone", "PHP PDO", "General error: 2006 MySQL server has gone away", .sessionEnded, .idle,
      .client),
    LinePattern(
      "php-redis-read", "phpredis", "read error on connection to *", .ended, .unknown, .client,
      .remote),
    LinePattern(
      "fpm-children", "php-fpm", "server reached pm.max_children setting", .tooMany, .connecting,
      .server),
    LinePattern(
      "fpm-terminated", "php-fpm", "execution timed out (*), terminating", .killed, .unknown,
      .server),
    LinePattern(
      "fpm-signal", "php-fpm", "] child * exited on signal ", .crashed, .unknown, .server),
    LinePattern("ruby-reset", "Ruby", "Errno::ECONNRESET", .reset),
    LinePattern("ruby-pipe", "Ruby", "Errno::EPIPE", .brokenPipe, .sending),
    LinePattern(
      "ruby-refused", "Ruby", "Errno::ECONNREFUSED", .refused, .connecting, .client, .remote),
    LinePattern(
      "ruby-refused-open", "Ruby net/http",
      "Failed to open TCP connection to * (Connection refused", .refused, .connecting, .client,
      .remote),
    LinePattern("ruby-etimedout", "Ruby", "Errno::ETIMEDOUT", .gaveUp),
    LinePattern(
      "ruby-noport", "Ruby", "Errno::EADDRNOTAVAIL", .noPort, .connecting, .client, .remote),
    LinePattern("ruby-files", "Ruby", "Errno::EMFILE", .tooManyFiles),
    LinePattern(
      "ruby-read", "Ruby net/http", "Net::ReadTimeout", .silence, .awaitingResponse, .client),
    LinePattern(
      "ruby-open", "Ruby net/http", "Net::OpenTimeout", .connectTimeout, .connecting, .client,
      .remote),
    LinePattern(
      "ruby-eof", "Ruby", "EOFError: end of file reached", .endOfFile, .awaitingResponse, .client),
    LinePattern(
      "ruby-eof-parens", "Ruby", "end of file reached (EOFError)", .endOfFile, .awaitingResponse,
      .client),
    LinePattern(
      "ruby-mysql-gone", "Ruby mysql2", "Mysql2::Error*MySQL server has gone away", .sessionEnded,
      .idle, .client),
    LinePattern(
      "ruby-pg-closed", "Ruby pg", "PQconsumeInput() server closed the connection unexpectedly",
      .sessionEnded, .idle, .client),
    LinePattern(
      "ruby-redis", "Ruby redis", "Redis::CannotConnectError", .unclear, .connecting, .client,
      .remote),
    LinePattern("puma-timeout", "Puma", "Terminating timed out worker", .killed, .unknown, .server),
    LinePattern(
      "unicorn-timeout", "Unicorn", "worker=* PID:* timeout (*), killing", .killed, .unknown,
      .server),
  ]
}
