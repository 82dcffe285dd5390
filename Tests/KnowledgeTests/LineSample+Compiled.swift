extension LineSample {
  static let compiled: [LineSample] = [
    LineSample("java-reset", "java.net.SocketException: Connection reset"),
    LineSample("java-nio-reset", "java.io.IOException: Connection reset by peer"),
    LineSample("java-pipe", "java.net.SocketException: Broken pipe (Write failed)"),
    LineSample(
      "java-refused", "java.net.ConnectException: Connection refused (Connection refused)"),
    LineSample(
      "java-timeout", "java.net.ConnectException: Connection timed out (Connection timed out)"),
    LineSample("java-read", "java.net.SocketTimeoutException: Read timed out"),
    LineSample("java-connect-limit", "java.net.SocketTimeoutException: connect timed out"),
    LineSample(
      "java-noroute", "java.net.NoRouteToHostException: No route to host (Host unreachable)"),
    LineSample(
      "java-noport",
      "java.net.NoRouteToHostException: Cannot assign requested address (Address not available)"),
    LineSample(
      "java-aborted",
      "java.net.SocketException: Software caused connection abort: socket write error"),
    LineSample(
      "java-ssl-plain", "javax.net.ssl.SSLException: Unsupported or unrecognized SSL message"),
    LineSample(
      "java-ssl-cut", "javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake"),
    LineSample("jdk-http-none", "java.io.IOException: HTTP/1.1 header parser received no bytes"),
    LineSample(
      "hc-none", "org.apache.http.NoHttpResponseException: api.example.com:443 failed to respond",
      "api.example.com:443"),
    LineSample(
      "hc-refused",
      "org.apache.http.conn.HttpHostConnectException: Connect to localhost:8080 [localhost/127.0.0.1] failed: Connection refused (Connection refused)",
      "127.0.0.1:8080"),
    LineSample(
      "hc-timeout",
      "org.apache.http.conn.ConnectTimeoutException: Connect to 10.0.0.2:80 [/10.0.0.2] failed: connect timed out",
      "10.0.0.2:80"),
    LineSample(
      "hc-pool",
      "org.apache.http.conn.ConnectionPoolTimeoutException: Timeout waiting for connection from pool"
    ),
    LineSample(
      "okhttp-end", "java.io.IOException: unexpected end of stream on http://10.0.0.2:8080/...",
      "10.0.0.2:8080"),
    LineSample(
      "netty-reset",
      "io.netty.channel.unix.Errors$NativeIoException: readAddress(..) failed: Connection reset by peer"
    ),
    LineSample(
      "netty-refused",
      "io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: /10.0.0.2:8080",
      "10.0.0.2:8080"),
    LineSample(
      "reactor-before",
      "reactor.netty.http.client.PrematureCloseException: Connection prematurely closed BEFORE response"
    ),
    LineSample(
      "reactor-during",
      "reactor.netty.http.client.PrematureCloseException: Connection prematurely closed DURING response"
    ),
    LineSample(
      "tomcat-abort",
      "org.apache.catalina.connector.ClientAbortException: java.io.IOException: Broken pipe"),
    LineSample(
      "hikari-pool",
      "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms."
    ),
    LineSample(
      "jdbc-mysql-link",
      "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure"),
    LineSample(
      "jdbc-mysql-idle",
      "The last packet successfully received from the server was 60,012 milliseconds ago."),
    LineSample(
      "jdbc-pg-io",
      "org.postgresql.util.PSQLException: An I/O error occurred while sending to the backend."),
    LineSample(
      "jedis-end",
      "redis.clients.jedis.exceptions.JedisConnectionException: Unexpected end of stream."),
    LineSample(
      "kafka-node",
      "[Producer clientId=p] Connection to node 1 (kafka.internal/10.0.0.2:9092) could not be established. Broker may not be available.",
      "10.0.0.2:9092"),
    LineSample("rust-reset", "Error: Connection reset by peer (os error 104)"),
    LineSample("rust-pipe", "Error: Os { code: 32 }: Broken pipe (os error 32)"),
    LineSample(
      "rust-tcp-refused",
      "error sending request for url (http://10.0.0.2:8080/): error trying to connect: tcp connect error: Connection refused (os error 111)",
      "10.0.0.2:8080"),
    LineSample(
      "hyper-incomplete",
      "hyper::Error(IncompleteMessage): connection closed before message completed"),
    LineSample(
      "hyper-connect-reset",
      "error sending request for url (https://api.example.com/): error trying to connect: Connection reset by peer (os error 104)",
      "api.example.com:443"),
    LineSample(
      "hyper-body",
      "error reading a body from connection: end of file before message length reached"),
    LineSample(
      "reqwest-timeout", "error sending request for url (http://10.0.0.2/): operation timed out",
      "10.0.0.2:80"),
    LineSample(
      "rustls-eof",
      "peer closed connection without sending TLS close_notify: https://docs.rs/rustls/latest/rustls/manual/_03_howto/index.html#unexpected-eof"
    ),
    LineSample("net-reset", "System.Net.Sockets.SocketException (104): Connection reset by peer"),
    LineSample(
      "net-read-reset",
      "System.IO.IOException: Unable to read data from the transport connection: Connection reset by peer."
    ),
    LineSample(
      "net-write-pipe",
      "System.IO.IOException: Unable to write data to the transport connection: Broken pipe."),
    LineSample(
      "net-refused", "System.Net.Http.HttpRequestException: Connection refused (10.0.0.2:8080)",
      "10.0.0.2:8080"),
    LineSample(
      "net-ended",
      "System.Net.Http.HttpIOException: The response ended prematurely. (ResponseEnded)"),
    LineSample(
      "net-http-timeout",
      "System.Threading.Tasks.TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 100 seconds elapsing."
    ),
    LineSample(
      "net-noport", "System.Net.Sockets.SocketException (99): Cannot assign requested address"),
    LineSample("win-reset", "An existing connection was forcibly closed by the remote host."),
    LineSample(
      "curl-refused", "curl: (7) Failed to connect to 10.0.0.2 port 80: Connection refused",
      "10.0.0.2:80"),
    LineSample(
      "curl-connect",
      "curl: (7) Failed to connect to 10.0.0.2 port 80 after 0 ms: Couldn't connect to server",
      "10.0.0.2:80"),
    LineSample("curl-empty", "curl: (52) Empty reply from server"),
    LineSample("curl-reset", "curl: (56) Recv failure: Connection reset by peer"),
    LineSample("curl-send-pipe", "curl: (55) Send failure: Broken pipe"),
    LineSample(
      "curl-operation",
      "curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received"),
    LineSample(
      "curl-connect-timeout",
      "curl: (28) Failed to connect to 10.0.0.2 port 80 after 130122 ms: Connection timed out",
      "10.0.0.2:80"),
    LineSample(
      "curl-tls-reset",
      "curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to api.example.com:443",
      "api.example.com:443"),
    LineSample(
      "curl-tls-version",
      "curl: (35) error:1408F10B:SSL routines:ssl3_get_record:wrong version number"),
    LineSample("curl-short", "curl: (18) transfer closed with 1024 bytes remaining to read"),
    LineSample(
      "curl-h2-stream", "curl: (92) HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)"),
    LineSample("ab-reset", "apr_socket_recv: Connection reset by peer (104)"),
    LineSample("ssh-reset", "kex_exchange_identification: read: Connection reset by peer"),
    LineSample("ssh-pipe", "client_loop: send disconnect: Broken pipe"),
    LineSample(
      "sshd-startups",
      "sshd[812]: drop connection #10 from [10.0.0.1]:43526 on [10.0.0.2]:22 past MaxStartups",
      "10.0.0.1:43526"),
  ]
}
