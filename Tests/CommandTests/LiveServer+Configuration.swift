extension LiveServer {
  /// The text of the file that a server is started with.
  static func configuration(_ kind: Kind, _ path: String, _ folder: String) -> String {
    switch kind {
    case .nginx: nginx(folder)
    case .haproxy:
      """
      global
        log stdout local0 emerg
      defaults
        mode http
        timeout connect 1s
        timeout client 30s
        timeout server 5s
        timeout http-keep-alive \(timeout)s
      frontend lab
        bind 127.0.0.1:8080
        http-request return status 200 content-type text/plain string hello

      """
    case .apache: apache(path, folder)
    case .node:
      """
      const server = require("http").createServer((request, response) => response.end("hello"));
      server.keepAliveTimeout = \(timeout * 1000);
      server.listen(8080, "127.0.0.1");
      """
    case .gunicorn, .uvicorn:
      """
      def wsgi(environ, start):
        start("200 OK", [("Content-Length", "5")])
        return [b"hello"]
      async def asgi(scope, receive, send):
        if scope["type"] != "http": return
        await send({"type": "http.response.start", "status": 200,
                    "headers": [(b"content-length", b"5")]})
        await send({"type": "http.response.body", "body": b"hello"})
      """
    }
  }

  private static func nginx(_ folder: String) -> String {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(folder)/\($0);"
    }
    return """
      daemon off;
      user root root;
      pid \(folder)/pid;
      error_log \(folder)/error.log;
      events { }
      http {
        access_log off;
        \(temporary.joined(separator: " "))
        server {
          listen 127.0.0.1:8080;
          listen 127.0.0.1:8443 ssl http2;
          ssl_certificate \(folder)/certificate;
          ssl_certificate_key \(folder)/key;
          keepalive_timeout \(timeout)s \(timeout)s;
          keepalive_requests 30;
          location / { return 200 "hello"; }
          location /last { keepalive_timeout 0; return 200 "hello"; }
        }
      }

      """
  }

  private static func apache(_ path: String, _ folder: String) -> String {
    let root = path.replacing("/usr/sbin/apache2", with: "")
    return """
      LoadModule mpm_event_module \(root)/usr/lib/apache2/modules/mod_mpm_event.so
      LoadModule authz_core_module \(root)/usr/lib/apache2/modules/mod_authz_core.so
      User nobody
      Group nogroup
      ServerRoot \(folder)
      ServerName lab
      PidFile \(folder)/pid
      ErrorLog \(folder)/error.log
      DocumentRoot \(folder)
      Mutex sem
      Listen 127.0.0.1:8080
      KeepAliveTimeout \(timeout)
      MaxKeepAliveRequests 30

      """
  }

  /// A server of one thread for each connection, without a time-out. `idle` is what it does with a
  /// connection after its first answer, `connection`.
  static func script(
    idle: String, answer: String = "HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n"
  )
    -> String
  {
    """
    import socket, struct, threading, time
    def serve(connection):
      try:
        while connection.recv(4096):
          connection.sendall(b"\(answer)")
          \(idle)
      except OSError: pass
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 8080))
    listener.listen(64)
    while True:
      connection, _ = listener.accept()
      threading.Thread(target=serve, args=(connection,), daemon=True).start()
    """
  }
}
