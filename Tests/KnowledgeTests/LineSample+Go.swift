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
}
