extension LineSample {
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
}
