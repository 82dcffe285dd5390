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

  private static let request =
    "client: 10.0.0.1, server: _, request: \"GET / HTTP/1.1\", upstream: \"http://10.0.0.2:8080/\", host: \"example.com\""

  static let servers: [LineSample] = [
    LineSample(
      "nginx-header-reset",
      "2026/11/25 10:00:00 [error] 812#812: *7 recv() failed (104: Connection reset by peer) while reading response header from upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-upstream-reset",
      "2026/11/25 10:00:00 [error] 812#812: *7 recv() failed (104: Connection reset by peer) while reading upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-readv-reset",
      "2026/11/25 10:00:00 [error] 812#812: *7 readv() failed (104: Connection reset by peer) while reading upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-client-reset",
      "2026/11/25 10:00:00 [info] 812#812: *7 recv() failed (104: Connection reset by peer) while waiting for request, client: 10.0.0.1, server: 0.0.0.0:80",
      "10.0.0.1"),
    LineSample(
      "nginx-header-closed",
      "2026/11/25 10:00:00 [error] 812#812: *7 upstream prematurely closed connection while reading response header from upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-body-closed",
      "2026/11/25 10:00:00 [error] 812#812: *7 upstream prematurely closed connection while reading upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-connect-timeout",
      "2026/11/25 10:00:00 [error] 812#812: *7 upstream timed out (110: Connection timed out) while connecting to upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-header-timeout",
      "2026/11/25 10:00:00 [error] 812#812: *7 upstream timed out (110: Connection timed out) while reading response header from upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-refused",
      "2026/11/25 10:00:00 [error] 812#812: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: _, request: \"GET / HTTP/1.1\", upstream: \"http://[2001:db8::2]:8080/\", host: \"example.com\"",
      "[2001:db8::2]:8080"),
    LineSample(
      "nginx-noport",
      "2026/11/25 10:00:00 [crit] 812#812: *7 connect() to 10.0.0.2:8080 failed (99: Cannot assign requested address) while connecting to upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-unix-full",
      "2026/11/25 10:00:00 [error] 812#812: *7 connect() to unix:/run/php-fpm.sock failed (11: Resource temporarily unavailable) while connecting to upstream, client: 10.0.0.1, server: _, request: \"GET / HTTP/1.1\"",
      nil),
    LineSample(
      "nginx-no-live",
      "2026/11/25 10:00:00 [error] 812#812: *7 no live upstreams while connecting to upstream, client: 10.0.0.1, server: _, request: \"GET / HTTP/1.1\", upstream: \"http://backend/\""
    ),
    LineSample(
      "nginx-send-pipe",
      "2026/11/25 10:00:00 [error] 812#812: *7 writev() failed (32: Broken pipe) while sending request to upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-tls-reset",
      "2026/11/25 10:00:00 [error] 812#812: *7 peer closed connection in SSL handshake (104: Connection reset by peer) while SSL handshaking to upstream, \(request)",
      "10.0.0.2:8080"),
    LineSample(
      "nginx-too-large",
      "2026/11/25 10:00:00 [error] 812#812: *7 client intended to send too large body: 2097152 bytes, client: 10.0.0.1, server: _",
      "10.0.0.1"),
    LineSample(
      "nginx-epoll-gone",
      "2026/11/25 10:00:00 [info] 812#812: *7 epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while reading response header from upstream, \(request)",
      "10.0.0.1"),
    LineSample(
      "nginx-499",
      "10.0.0.1 - - [25/Nov/2026:10:00:00 +0000] \"GET /slow HTTP/1.1\" 499 0 \"-\" \"curl/8.0\"",
      "10.0.0.1"),
    LineSample(
      "nginx-accept-files",
      "2026/11/25 10:00:00 [crit] 812#812: accept4() failed (24: Too many open files)"),
    LineSample(
      "nginx-workers", "2026/11/25 10:00:00 [alert] 812#812: 768 worker_connections are not enough"),
    LineSample(
      "nginx-signal", "2026/11/25 10:00:00 [alert] 1#1: worker process 812 exited on signal 9"),
    LineSample(
      "nginx-bind", "nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)",
      local: "0.0.0.0:80"),
    LineSample(
      "httpd-status-line",
      "[proxy_http:error] [pid 812] (20014)Internal error: [client 10.0.0.1:43526] AH01102: error reading status line from remote server 10.0.0.2:8080"
    ),
    LineSample(
      "httpd-workers",
      "[mpm_event:error] [pid 1] AH00484: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting"
    ),
    LineSample(
      "haproxy-SC",
      "haproxy[812]: 10.0.0.1:43526 [25/Nov/2026:10:00:00.000] http-in app/web1 0/0/-1/-1/3 503 217 - - SC-- 1/1/0/0/3 0/0 \"GET / HTTP/1.1\""
    ),
    LineSample(
      "haproxy-SH",
      "haproxy[812]: 10.0.0.1:43526 [25/Nov/2026:10:00:00.000] http-in app/web1 0/0/0/-1/3 502 204 - - SH-- 1/1/0/0/0 0/0 \"GET / HTTP/1.1\""
    ),
    LineSample(
      "haproxy-SD",
      "haproxy[812]: 10.0.0.1:43526 [25/Nov/2026:10:00:00.000] http-in app/web1 0/0/0/440/671 200 40870 - - SD-- 212/195/3/3/0 0/0 \"GET / HTTP/1.1\""
    ),
    LineSample(
      "haproxy-sH",
      "haproxy[812]: 10.0.0.1:43526 [25/Nov/2026:10:00:00.000] http-in app/web1 0/0/0/-1/30001 504 217 - - sH-- 1/1/0/0/0 0/0 \"GET / HTTP/1.1\""
    ),
    LineSample(
      "haproxy-CD",
      "haproxy[812]: 10.0.0.1:43526 [25/Nov/2026:10:00:00.000] tcp-in db/db1 1/0/5007 212 CD 1/1/0/0/0 0/0",
      "10.0.0.1:43526"),
    LineSample(
      "haproxy-sQ",
      "haproxy[812]: 10.0.0.1:43526 [25/Nov/2026:10:00:00.000] http-in app/<NOSRV> 0/5001/-1/-1/5001 503 217 - - sQ-- 9/9/8/0/0 0/8 \"GET / HTTP/1.1\""
    ),
    LineSample(
      "haproxy-down",
      "Server app/web1 is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", check duration: 0ms."
    ),
    LineSample("haproxy-none", "backend app has no server available!"),
    LineSample(
      "envoy-termination",
      "upstream connect error or disconnect/reset before headers. reset reason: connection termination"
    ),
    LineSample("envoy-unhealthy", "no healthy upstream"),
    LineSample(
      "envoy-overflow",
      "upstream connect error or disconnect/reset before headers. reset reason: overflow"),
    LineSample(
      "envoy-details-termination",
      "[2026-11-25T10:00:00.000Z] \"GET / HTTP/1.1\" 503 UC upstream_reset_before_response_started{connection_termination} - \"-\" 0 95 1 - \"-\""
    ),
    LineSample(
      "envoy-UF",
      "[2026-11-25T10:00:00.000Z] \"GET / HTTP/1.1\" 503 UF,URX - \"-\" 0 91 1 - \"-\" \"curl\" \"id\" \"example.com\" \"10.0.0.2:8080\"",
      "10.0.0.2:8080"),
    LineSample(
      "envoy-DC", "[2026-11-25T10:00:00.000Z] \"GET / HTTP/1.1\" 0 DC - \"-\" 0 0 1 - \"-\""),
    LineSample("envoy-UT", "{\"response_code\":504,\"response_flags\":\"UT\",\"duration\":15000}"),
  ]

  static let stores: [LineSample] = [
    LineSample("mysql-lost", "ERROR 2013 (HY000): Lost connection to MySQL server during query"),
    LineSample(
      "mysql-lost-handshake",
      "ERROR 2013 (HY000): Lost connection to MySQL server at 'reading initial communication packet', system error: 104"
    ),
    LineSample("mysql-gone", "ERROR 2006 (HY000): MySQL server has gone away"),
    LineSample(
      "mysql-connect", "ERROR 2003 (HY000): Can't connect to MySQL server on '10.0.0.2:3306' (111)",
      "10.0.0.2:3306"),
    LineSample("mysql-many", "ERROR 1040 (HY000): Too many connections"),
    LineSample(
      "mysql-inactive",
      "ERROR 4031 (HY000): The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for configuring this behavior."
    ),
    LineSample(
      "mysqld-idle",
      "[Note] Aborted connection 812 to db: 'app' user: 'app' host: '10.0.0.1' (Got timeout reading communication packets)",
      "10.0.0.1"),
    LineSample(
      "mysqld-packet", "ERROR 1153 (08S01): Got a packet bigger than 'max_allowed_packet' bytes"),
    LineSample(
      "redis-refused", "Could not connect to Redis at 127.0.0.1:6379: Connection refused",
      "127.0.0.1:6379"),
    LineSample("redis-clients", "(error) ERR max number of clients reached"),
    LineSample(
      "redis-output",
      "812:M 25 Nov 2026 10:00:00.000 # Client id=7 addr=10.0.0.1:43526 laddr=10.0.0.2:6379 scheduled to be closed ASAP for overcoming of output buffer limits.",
      "10.0.0.1:43526"),
    LineSample(
      "redis-backlog",
      "WARNING: The TCP backlog setting of 511 cannot be enforced because /proc/sys/net/core/somaxconn is set to the lower value of 128."
    ),
    LineSample(
      "redis-py-reset",
      "redis.exceptions.ConnectionError: Error while reading from 10.0.0.2:6379 : (104, 'Connection reset by peer')"
    ),
    LineSample("redis-py-closed", "redis.exceptions.ConnectionError: Connection closed by server."),
    LineSample(
      "redis-py-refused",
      "redis.exceptions.ConnectionError: Error 111 connecting to 10.0.0.2:6379. Connection refused.",
      "10.0.0.2:6379"),
    LineSample(
      "pg-unexpected", "psycopg2.OperationalError: server closed the connection unexpectedly"),
    LineSample(
      "pg-refused", "connection to server at \"10.0.0.2\", port 5432 failed: Connection refused",
      "10.0.0.2:5432"),
    LineSample("pg-clients", "FATAL:  sorry, too many clients already"),
    LineSample("pg-idle", "FATAL:  terminating connection due to idle-session timeout"),
    LineSample("pg-receive", "LOG:  could not receive data from client: Connection reset by peer"),
    LineSample("rabbit-heartbeat", "missed heartbeats from client, timeout: 60s"),
    LineSample(
      "kernel-syn-flood",
      "TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.  Check SNMP counters.",
      local: ":80"),
    LineSample(
      "kernel-syn-flood",
      "[ 1234.5] TCP: request_sock_TCP: Possible SYN flooding on port 10.0.0.2:80. Sending cookies.",
      local: "10.0.0.2:80"),
    LineSample(
      "kernel-syn-flood-drop",
      "TCP: request_sock_TCP: Possible SYN flooding on port [::]:8080. Dropping request.",
      local: "[::]:8080"),
    LineSample("kernel-orphans", "TCP: too many orphaned sockets"),
    LineSample("kernel-tcp-mem", "TCP: out of memory -- consider tuning tcp_mem"),
    LineSample("kernel-time-wait", "TCP: time wait bucket table overflow"),
    LineSample("kernel-conntrack", "nf_conntrack: nf_conntrack: table full, dropping packet"),
    LineSample(
      "kernel-oom",
      "Out of memory: Killed process 812 (nginx) total-vm:1048576kB, anon-rss:524288kB"),
    LineSample(
      "kernel-oom-cgroup",
      "Memory cgroup out of memory: Killed process 812 (java) total-vm:1048576kB"),
    LineSample(
      "kernel-segfault",
      "nginx[812]: segfault at 0 ip 00005581 sp 00007ffd error 4 in nginx[5581+1000]"),
    LineSample("kernel-file-max", "VFS: file-max limit 65536 reached"),
    LineSample("systemd-killed", "app.service: Main process exited, code=killed, status=9/KILL"),
    LineSample("any-reset", "upstream said: Connection reset by peer"),
    LineSample("any-refused", "could not reach 10.0.0.2:80: Connection refused", "10.0.0.2:80"),
    LineSample("any-pipe-name", "send failed: EPIPE"),
  ]
}
