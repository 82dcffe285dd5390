internal import ServerConfig

extension Software {
  /// Programs and libraries that call servers; some serve as well.
  static let clients: [Software] = [
    .named("go", "Go net/http", "golang", "net/http")
      .calling(
        .standard(90, "DefaultTransport in net/http/transport.go", probes: 30),
        "IdleConnTimeout: {go}, // http.Transport"
      )
      .serving(
        .endless("Server.IdleTimeout, else ReadTimeout, in net/http/server.go"),
        "IdleTimeout: {go}, // http.Server"),
    .named("reqwest", "reqwest (Rust)")
      .calling(
        .standard(90, "src/async_impl/client.rs of reqwest"),
        ".pool_idle_timeout(Duration::from_millis({ms}))"),
    .named("hyper", "hyper-util's client, hyper's server (Rust)", "hyper-util", "axum")
      .calling(
        .standard(90, "client/legacy/client.rs of hyper-util"),
        ".pool_idle_timeout(Duration::from_millis({ms}))"
      )
      .serving(Side(idle: Known(.never, .reported))),
    .named("requests", "Python requests and urllib3", "urllib3")
      .calling(.endless("connectionpool.py of urllib3")),
    .named("aiohttp", "aiohttp")
      .calling(
        .standard(15, "connector.py of aiohttp"), "aiohttp.TCPConnector(keepalive_timeout={s})"
      )
      .serving(
        .standard(75, "run_app() in web.py of aiohttp"), "web.run_app(app, keepalive_timeout={s})"),
    .named("httpx", "httpx (Python)")
      .calling(.standard(5, "_config.py of httpx"), "httpx.Limits(keepalive_expiry={s})"),
    .named("undici", "Node's undici and fetch()", "fetch")
      .calling(
        .standard(4, "lib/dispatcher/client.js of undici"),
        "new Agent({ keepAliveTimeout: {ms} })"),
    .named("node", "Node http", "nodejs", "express")
      .calling(.reported(5), "new http.Agent({ keepAlive: true, timeout: {ms} })")
      .serving(
        .standard(5, "server.keepAliveTimeout in doc/api/http.md of Node"),
        "server.keepAliveTimeout = {ms}"),
    .named("dotnet", ".NET SocketsHttpHandler", ".net", "httpclient-dotnet")
      .calling(
        .standard(60, "HttpHandlerDefaults of .NET 6 and later"),
        "PooledConnectionIdleTimeout = TimeSpan.FromMilliseconds({ms})"),
    .named("okhttp", "OkHttp")
      .calling(
        .standard(300, "ConnectionPool.kt of okhttp"),
        "ConnectionPool(5, {ms}, TimeUnit.MILLISECONDS)"),
    .named("httpclient4", "Apache HttpClient 4", "apache-httpclient-4")
      .calling(
        Side(idle: Known(.never, .reported)),
        ".evictIdleConnections({ms}, TimeUnit.MILLISECONDS)"),
    .named("httpclient5", "Apache HttpClient 5", "apache-httpclient", "httpclient")
      .calling(
        .reported(180), ".evictIdleConnections(TimeValue.ofMilliseconds({ms}))"),
    .named("httpurlconnection", "Java HttpURLConnection")
      .calling(.reported(5), "-Dhttp.keepAlive.time.server={s}"),
    .named("java", "java.net.http.HttpClient", "jdk", "java-http")
      .calling(
        .standard(30, "module-info of java.net.http, JDK 21"),
        "-Djdk.httpclient.keepalive.timeout={s}"),
    .named("reactor-netty", "Reactor Netty (Spring WebClient)", "webclient", "spring-cloud-gateway")
      .calling(
        .endless("ConnectionProvider.java of reactor-netty"),
        ".maxIdleTime(Duration.ofMillis({ms}))"),
    .named("vertx", "Vert.x", "vert.x")
      .calling(
        .standard(60, "HttpClientOptions of Vert.x"), ".setKeepAliveTimeout({s})"),
    .named("async-http-client", "Swift AsyncHTTPClient", "ahc")
      .calling(
        .standard(60, "HTTPClient.swift of async-http-client"),
        "ConnectionPool(idleTimeout: .milliseconds({ms}))"),
    .named("curl", "libcurl", "libcurl")
      .calling(
        .reported(118), "curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, {s}L);"),
    .named("ruby", "Ruby Net::HTTP", "net-http")
      .calling(.reported(2), "http.keep_alive_timeout = {s}"),
    .named("kafka", "Kafka")
      .calling(
        .standard(540, "CommonClientConfigs of Kafka"), "connections.max.idle.ms={ms}"
      )
      .serving(
        .standard(600, "SocketServerConfigs.java of Kafka"), "connections.max.idle.ms={ms}"),
    .named("hikari", "HikariCP", "hikaricp")
      .calling(.standard(600, "HikariConfig.java of HikariCP"), "idleTimeout={ms}"),
  ]
}
