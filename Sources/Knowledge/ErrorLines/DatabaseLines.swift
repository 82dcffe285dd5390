extension LinePattern {
  static let database: [LinePattern] = [
    LinePattern(
      "mysql-lost", "MySQL client", "Lost connection to MySQL server during query", .ended,
      .awaitingResponse, .client),
    LinePattern(
      "mysql-lost-handshake", "MySQL client",
      "Lost connection to MySQL server at 'reading initial communication packet', system error: ",
      .tooMany, .connecting, .client, .remote),
    LinePattern(
      "mysql-gone", "MySQL client", "MySQL server has gone away", .sessionEnded, .idle, .client),
    LinePattern(
      "mysql-connect", "MySQL client", "Can't connect to MySQL server on '*' (111)", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "mysql-connect-timeout", "MySQL client", "Can't connect to MySQL server on '*' (110)",
      .connectTimeout, .connecting, .client, .remote),
    LinePattern(
      "mysql-noport", "MySQL client", "Can't connect to MySQL server on '*' (99)", .noPort,
      .connecting, .client, .remote),
    LinePattern("mysql-many", "MySQL", "Too many connections", .tooMany, .connecting, .client),
    LinePattern(
      "mysql-inactive", "MySQL", "The client was disconnected by the server because of inactivity",
      .sessionEnded, .idle, .client),
    LinePattern(
      "mysqld-idle", "MySQL server",
      "Aborted connection *(Got timeout reading communication packets)", .sessionEnded, .idle,
      .server, .client),
    LinePattern(
      "mysqld-abort", "MySQL server",
      "Aborted connection *(Got an error reading communication packets)", .clientLeft, .idle,
      .server, .client),
    LinePattern(
      "mysqld-write", "MySQL server",
      "Aborted connection *(Got timeout writing communication packets)", .clientLeft, .sending,
      .server, .client),
    LinePattern(
      "mysqld-packet", "MySQL", "Got a packet bigger than 'max_allowed_packet' bytes", .tooLarge,
      .receiving),
    LinePattern(
      "mysqld-blocked", "MySQL", "is blocked because of many connection errors", .tooMany,
      .connecting, .client),
    LinePattern(
      "redis-refused", "redis-cli", "Could not connect to Redis at *: Connection refused", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "redis-clients", "Redis", "ERR max number of clients reached", .tooMany, .connecting, .client),
    LinePattern(
      "redis-output", "Redis server",
      "scheduled to be closed ASAP for overcoming of output buffer limits", .tooLarge, .sending,
      .server, .client),
    LinePattern(
      "redis-backlog", "Redis server", "The TCP backlog setting of * cannot be enforced because",
      .queueFull, .connecting, .server),
    LinePattern(
      "redis-files", "Redis server",
      "Error accepting a client connection: accept: Too many open files", .tooManyFiles,
      .connecting, .server),
    LinePattern(
      "redis-py-reset", "redis-py",
      "Error while reading from * : (104, 'Connection reset by peer')", .reset, .unknown, .client,
      .remote),
    LinePattern(
      "redis-py-closed", "redis-py", "Connection closed by server.", .endOfFile, .unknown, .client),
    LinePattern(
      "redis-py-refused", "redis-py", "Error 111 connecting to *. Connection refused", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "redis-py-pipe", "redis-py", "Error 32 while writing to socket. Broken pipe", .brokenPipe,
      .sending, .client),
    LinePattern(
      "redis-py-timeout", "redis-py", "Timeout reading from *", .silence, .awaitingResponse,
      .client, .remote),
    LinePattern(
      "pg-unexpected", "libpq", "server closed the connection unexpectedly", .sessionEnded, .idle,
      .client),
    LinePattern(
      "pg-refused", "libpq", "connection to server at * failed: Connection refused", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "pg-timeout", "libpq", "connection to server at * failed: timeout expired", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "pg-clients", "PostgreSQL", "FATAL: *sorry, too many clients already", .tooMany, .connecting,
      .client),
    LinePattern(
      "pg-idle", "PostgreSQL", "terminating connection due to idle-session timeout", .sessionEnded,
      .idle),
    LinePattern(
      "pg-admin", "PostgreSQL", "terminating connection due to administrator command",
      .sessionEnded, .unknown),
    LinePattern(
      "pg-receive", "PostgreSQL server",
      "could not receive data from client: Connection reset by peer", .clientLeft, .receiving,
      .server),
    LinePattern(
      "pg-eof", "PostgreSQL server", "unexpected EOF on client connection with an open transaction",
      .clientLeft, .idle, .server),
    LinePattern(
      "rabbit-heartbeat", "RabbitMQ", "missed heartbeats from client, timeout: ", .sessionEnded,
      .idle, .server, .client),
  ]
}
