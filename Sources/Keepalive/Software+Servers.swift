internal import ServerConfig

extension Software {
  /// Programs that serve, and proxies.
  static let servers: [Software] = [
    .named("nginx", "nginx", "openresty", "tengine")
      .serving(
        .standard(75, "ngx_http_core_module.c of nginx", requests: 1000, age: 3600),
        "keepalive_timeout {span};"
      )
      .calling(
        .standard(60, "ngx_http_upstream_keepalive_module.c", requests: 1000, age: 3600),
        "keepalive_timeout {span}; # upstream"),
    .named("haproxy", "HAProxy")
      .serving(
        Side(
          idle: Known(
            .never, .standard("timeout http-keep-alive in HAProxy's configuration manual"))),
        "timeout http-keep-alive {span}"
      )
      .calling(.reported(5), "pool-purge-delay {span}"),
    .named("ingress-nginx", "ingress-nginx", "nginx-ingress")
      .serving(.reported(75, requests: 1000), "keep-alive: \"{s}\" # ConfigMap")
      .calling(.reported(60, requests: 10_000), "upstream-keepalive-timeout: \"{s}\" # ConfigMap"),
    .named("istio", "Istio's proxies")
      .serving(.standard(3600, "Envoy's FAQ on time-outs"))
      .calling(
        .standard(3600, "Envoy's FAQ on time-outs"),
        "connectionPool: { http: { idleTimeout: {span} } } # DestinationRule"),
    .named("envoy", "Envoy")
      .serving(
        .standard(3600, "Envoy's FAQ on time-outs"),
        "common_http_protocol_options: { idle_timeout: {span} } # listener"
      )
      .calling(
        .standard(3600, "Envoy's FAQ on time-outs"),
        "common_http_protocol_options: { idle_timeout: {span} } # cluster"),
    .named("apache", "Apache httpd", "httpd", "apache2")
      .serving(
        .standard(5, "include/httpd.h of Apache httpd", requests: 100), "KeepAliveTimeout {span}"),
    .named("traefik", "Traefik")
      .serving(
        .standard(180, "static_config.go of Traefik"),
        "--entryPoints.web.transport.respondingTimeouts.idleTimeout={span}"
      )
      .calling(
        .standard(90, "static_config.go of Traefik"),
        "--serversTransport.forwardingTimeouts.idleConnTimeout={span}"),
    .named("caddy", "Caddy")
      .serving(.standard(300, "modules/caddyhttp/app.go of Caddy"), "idle {span} # timeouts")
      .calling(
        .standard(120, "reverseproxy/httptransport.go of Caddy"),
        "keepalive {span} # transport http"),
    .named("spring", "Spring Boot", "spring-boot")
      .serving(
        .standard(60, "Tomcat's source, which Spring Boot embeds", requests: 100),
        "server.tomcat.keep-alive-timeout={span}"),
    .named("tomcat", "Tomcat")
      .serving(
        Side(
          idle: .standard(60, "Tomcat's source; its shipped server.xml has 20 s"),
          requests: Known(100, .standard("Tomcat's source"))),
        "keepAliveTimeout=\"{ms}\""),
    .named("jetty", "Jetty")
      .serving(.standard(30, "AbstractConnector.java of Jetty"), "jetty.http.idleTimeout={ms}"),
    .named("undertow", "Undertow")
      .serving(.reported(60), "server.undertow.no-request-timeout={span}"),
    .named("uvicorn", "uvicorn", "fastapi")
      .serving(.standard(5, "config.py of uvicorn"), "--timeout-keep-alive {s}"),
    .named("gunicorn", "gunicorn")
      .serving(.standard(2, "config.py of gunicorn"), "--keep-alive {s}"),
    .named("gunicorn-sync", "gunicorn's sync worker")
      .serving(Side(idle: Known(.unkept, .standard("config.py of gunicorn")))),
    .named("puma", "Puma 7", "puma7", "rails")
      .serving(
        .standard(65, "configuration.rb of Puma 7", requests: 999), "persistent_timeout {s}"),
    .named("puma6", "Puma up to 6", "puma5")
      .serving(.reported(20), "persistent_timeout {s}"),
    .named("unicorn", "Unicorn")
      .serving(Side(idle: Known(.unkept, .standard("Unicorn's source")))),
    .named("tornado", "Tornado")
      .serving(.reported(3600), "HTTPServer(app, idle_connection_timeout={s})"),
    .named("kestrel", "Kestrel", "aspnet", "aspnetcore")
      .serving(
        .standard(130, "KestrelServerLimits in Microsoft's reference"),
        "options.Limits.KeepAliveTimeout = TimeSpan.FromMilliseconds({ms});"),
    .named("iis", "IIS")
      .serving(.reported(120)),
    .named("grpc-go", "grpc-go")
      .calling(
        .standard(1800, "dialoptions.go of grpc-go"), "grpc.WithIdleTimeout({s}*time.Second)"
      )
      .serving(
        .endless("internal/transport/defaults.go of grpc-go"),
        "keepalive.ServerParameters{MaxConnectionIdle: {s} * time.Second}"),
    .named("redis", "Redis", "valkey")
      .serving(.endless("redis.conf"), "timeout {s}"),
    .named("mysql", "MySQL and MariaDB", "mariadb")
      .serving(.reported(28_800), "SET GLOBAL wait_timeout = {s};"),
    .named("postgres", "PostgreSQL", "postgresql")
      .serving(
        Side(idle: Known(.never, .reported)), "idle_session_timeout = '{span}'"),
  ]
}
