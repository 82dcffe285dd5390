extension LinePattern {
  static let jvm: [LinePattern] = [
    LinePattern("java-reset", "Java", "java.net.SocketException: Connection reset", .reset),
    LinePattern(
      "java-nio-reset", "Java NIO", "java.io.IOException: Connection reset by peer", .reset),
    LinePattern(
      "java-pipe", "Java", "java.net.SocketException: Broken pipe", .brokenPipe, .sending),
    LinePattern(
      "java-nio-pipe", "Java NIO", "java.io.IOException: Broken pipe", .brokenPipe, .sending),
    LinePattern(
      "java-refused", "Java", "java.net.ConnectException: Connection refused", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "java-timeout", "Java", "java.net.ConnectException: Connection timed out", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "java-connect-limit", "Java", "java.net.SocketTimeoutException: connect timed out",
      .connectTimeout, .connecting, .client, .remote),
    LinePattern(
      "java-connect-limit-17", "Java", "SocketTimeoutException: Connect timed out", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "java-read", "Java", "java.net.SocketTimeoutException: Read timed out", .silence,
      .awaitingResponse, .client),
    LinePattern(
      "java-noroute", "Java", "java.net.NoRouteToHostException: No route to host", .unreachable,
      .connecting, .client, .remote),
    LinePattern(
      "java-noport", "Java", "java.net.NoRouteToHostException: Cannot assign requested address",
      .noPort, .connecting, .client, .remote),
    LinePattern(
      "java-files", "Java", "java.net.SocketException: Too many open files", .tooManyFiles),
    LinePattern(
      "java-aborted", "Java", "java.net.SocketException: Software caused connection abort", .aborted
    ),
    LinePattern("java-closed", "Java", "java.net.SocketException: Socket closed", .closedHere),
    LinePattern(
      "java-channel", "Java NIO", "java.nio.channels.ClosedChannelException", .closedHere),
    LinePattern(
      "java-lookup", "Java", "java.net.UnknownHostException", .nameLookup, .connecting, .client),
    LinePattern(
      "java-ssl-plain", "Java TLS", "Unsupported or unrecognized SSL message", .notTLS,
      .tlsHandshake),
    LinePattern(
      "java-ssl-cut", "Java TLS", "Remote host terminated the handshake", .handshakeCut,
      .tlsHandshake, .client),
    LinePattern(
      "java-ssl-cut-8", "Java TLS", "Remote host closed connection during handshake", .handshakeCut,
      .tlsHandshake, .client),
    LinePattern(
      "jdk-http-none", "Java HttpClient", "HTTP/1.1 header parser received no bytes", .endOfFile,
      .awaitingResponse, .client),
    LinePattern(
      "jdk-http-timeout", "Java HttpClient", "HttpTimeoutException: request timed out", .silence,
      .awaitingResponse, .client),
    LinePattern(
      "jdk-http-connect", "Java HttpClient", "HttpConnectTimeoutException", .connectTimeout,
      .connecting, .client),
    LinePattern(
      "hc-none", "Apache HttpClient", "NoHttpResponseException: * failed to respond", .endOfFile,
      .awaitingResponse, .client, .remote),
    LinePattern(
      "hc-refused", "Apache HttpClient",
      "HttpHostConnectException: Connect to * failed: Connection refused", .refused, .connecting,
      .client, .remote),
    LinePattern(
      "hc-timeout", "Apache HttpClient",
      "ConnectTimeoutException: Connect to * failed: connect timed out", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "hc-pool", "Apache HttpClient", "Timeout waiting for connection from pool", .poolExhausted,
      .unknown, .client),
    LinePattern(
      "hc-chunk", "Apache HttpClient", "ConnectionClosedException: Premature end of ", .cutShort,
      .receiving, .client),
    LinePattern(
      "okhttp-end", "OkHttp", "unexpected end of stream on ", .endOfFile, .awaitingResponse,
      .client, .remote),
    LinePattern(
      "okhttp-refused", "OkHttp", "Failed to connect to *", .unclear, .connecting, .client, .remote),
    LinePattern("netty-reset", "Netty", "readAddress(..) failed: Connection reset by peer", .reset),
    LinePattern(
      "netty-recv-reset", "Netty", "recvAddress(..) failed: Connection reset by peer", .reset),
    LinePattern(
      "netty-write-pipe", "Netty", "writevAddresses(..) failed: Broken pipe", .brokenPipe, .sending),
    LinePattern(
      "netty-refused", "Netty", "AnnotatedConnectException: *Connection refused: *", .refused,
      .connecting, .client, .remote),
    LinePattern(
      "netty-timeout", "Netty", "ConnectTimeoutException: connection timed out", .connectTimeout,
      .connecting, .client, .remote),
    LinePattern(
      "netty-not-ssl", "Netty", "NotSslRecordException: not an SSL/TLS record", .notTLS,
      .tlsHandshake),
    LinePattern(
      "reactor-before", "Reactor Netty", "Connection prematurely closed BEFORE response",
      .endOfFile, .awaitingResponse, .client),
    LinePattern(
      "reactor-during", "Reactor Netty", "Connection prematurely closed DURING response", .cutShort,
      .receiving, .client),
    LinePattern(
      "reactor-pool", "Reactor Netty",
      "Pool#acquire(Duration) has been pending for more than the configured timeout",
      .poolExhausted, .unknown, .client),
    LinePattern(
      "tomcat-abort", "Tomcat", "ClientAbortException: *Broken pipe", .clientLeft, .sending, .server
    ),
    LinePattern(
      "tomcat-abort-reset", "Tomcat", "ClientAbortException: *Connection reset by peer",
      .clientLeft, .sending, .server),
    LinePattern(
      "hikari-pool", "HikariCP", "Connection is not available, request timed out after",
      .poolExhausted, .unknown, .client),
    LinePattern(
      "hikari-stale", "HikariCP", "Failed to validate connection *", .sessionEnded, .idle, .client),
    LinePattern(
      "jdbc-mysql-link", "MySQL Connector/J", "Communications link failure", .unclear, .unknown,
      .client),
    LinePattern(
      "jdbc-mysql-idle", "MySQL Connector/J",
      "The last packet successfully received from the server was * milliseconds ago", .sessionEnded,
      .idle, .client),
    LinePattern(
      "jdbc-mysql-after", "MySQL Connector/J", "No operations allowed after connection closed",
      .closedHere, .unknown, .client),
    LinePattern(
      "jdbc-pg-io", "PostgreSQL JDBC", "An I/O error occurred while sending to the backend",
      .sessionEnded, .sending, .client),
    LinePattern(
      "jedis-end", "Jedis", "JedisConnectionException: Unexpected end of stream", .endOfFile,
      .unknown, .client),
    LinePattern(
      "jedis-pool", "Jedis", "Could not get a resource from the pool", .poolExhausted, .unknown,
      .client),
    LinePattern(
      "lettuce-connect", "Lettuce", "RedisConnectionException: Unable to connect to *", .unclear,
      .connecting, .client, .remote),
    LinePattern(
      "kafka-bootstrap", "Kafka", "Bootstrap broker * disconnected", .ended, .unknown, .client,
      .remote),
    LinePattern(
      "kafka-node", "Kafka", "Connection to node * could not be established", .unclear, .connecting,
      .client, .remote),
  ]
}
