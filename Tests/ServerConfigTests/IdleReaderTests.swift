import ServerConfig
import Testing

/// What the files of proxies and servers say of idle connections.
@Suite struct IdleReaderTests {
  struct Case: CustomTestStringConvertible {
    let software: String
    let file: String
    let text: String
    let sides: [String]

    var testDescription: String { "\(software): \(text.prefix(60))" }

    init(_ software: String, _ file: String, _ text: String, _ sides: [String]) {
      self.software = software
      self.file = file
      self.text = text
      self.sides = sides
    }
  }

  static let proxies = [
    Case(
      "nginx", "nginx.conf", "http {\n keepalive_timeout 65;\n server { listen 80; }\n}",
      ["server 65000@2"]),
    Case("nginx", "nginx.conf", "http {\n server { listen 80; }\n}", ["server absent"]),
    Case("nginx", "nginx.conf", "http {\n server { keepalive_timeout 0; }\n}", ["server unkept@2"]),
    Case(
      "nginx", "nginx.conf",
      "http {\n keepalive_timeout 65;\n server {\n  keepalive_timeout 20s 15s;\n  location /slow { keepalive_timeout 5m; }\n }\n}",
      ["server 20000@4", "server 300000@5"]),
    Case(
      "nginx", "nginx.conf",
      "http {\n upstream b { server a:80; keepalive 32; keepalive_timeout 30s; }\n server {\n  location / {\n   proxy_pass http://b;\n   proxy_http_version 1.1;\n   proxy_set_header Connection \"\";\n  }\n }\n}",
      ["server absent", "client 30000@2"]),
    Case(
      "nginx", "nginx.conf",
      "http {\n upstream b { server a:80; keepalive 32; }\n server { location / { proxy_pass http://b; } }\n}",
      ["server absent", "client assumed unkept"]),
    Case(
      "nginx", "nginx.conf",
      "http {\n upstream b { server a:80; keepalive 32; }\n proxy_http_version 1.1;\n proxy_set_header Connection \"\";\n server {\n  proxy_set_header Host $host;\n  location / { proxy_pass http://b; }\n }\n}",
      ["server absent", "client assumed unkept"]),
    Case(
      "nginx", "nginx.conf",
      "http {\n upstream b { server a:80; keepalive 32; }\n server { location / {\n  proxy_http_version 1.1; proxy_set_header Connection close;\n  proxy_pass http://b; } }\n}",
      ["server absent", "client unkept@4"]),
    Case(
      "nginx", "nginx.conf",
      "http {\n upstream b { server a:80; keepalive 32; }\n server { location / {\n  proxy_http_version 1.1; proxy_set_header Connection $connection_upgrade;\n  proxy_pass http://b; } }\n}",
      ["server absent", "client ?$connection_upgrade@4"]),
    Case(
      "nginx", "nginx.conf", "http {\n server { location / { proxy_pass http://$host; } }\n}",
      ["server absent", "client ?http://$host@2"]),
    Case(
      "nginx", "nginx.conf",
      "http {\n upstream b { server a:80; keepalive 32; }\n server { location / { grpc_pass grpc://b; } }\n}",
      ["server absent", "client absent"]),
    Case(
      "haproxy", "haproxy.cfg",
      "defaults\n mode http\n timeout client 30s\n timeout http-keep-alive 4s\nfrontend f\n bind :80\n default_backend b\nbackend b\n server s1 a:80 pool-purge-delay 20s\n",
      ["server 4000@4", "client 20000@9"]),
    Case(
      "haproxy", "haproxy.cfg",
      "defaults\n mode http\n timeout client 30s\nlisten l\n bind :80\n option http-server-close\n server s1 a:80\n",
      ["server 30000@3", "client unkept@6"]),
    Case("haproxy", "haproxy.cfg", "frontend f\n mode tcp\n bind :80\n", []),
    Case(
      "envoy", "envoy.yaml",
      "static_resources:\n  listeners:\n  - filter_chains:\n    - filters:\n      - typed_config:\n          \"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager\n          stat_prefix: in\n          common_http_protocol_options:\n            idle_timeout: 300s\n  clusters:\n  - name: app\n    connect_timeout: 1s\n    typed_extension_protocol_options:\n      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:\n        common_http_protocol_options: {idle_timeout: 60s}\n",
      ["server 300000@9", "client 60000@15"]),
    Case(
      "envoy", "envoy.yaml",
      "- name: app\n  connect_timeout: 1s\n  common_http_protocol_options: {idle_timeout: 0s}\n- name: b\n  connect_timeout: 1s\n",
      ["client never@3", "client absent"]),
    Case(
      "istio", "dr.yaml",
      "kind: DestinationRule\nspec:\n  host: api\n  trafficPolicy:\n    connectionPool:\n      http:\n        idleTimeout: 30s\n",
      ["client 30000@7"]),
    Case(
      "istio", "dr.yaml",
      "kind: DestinationRule\nspec:\n  host: api\n  trafficPolicy:\n    connectionPool: {http: {maxRequestsPerConnection: 1}}\n  subsets:\n  - name: v1\n    trafficPolicy: {connectionPool: {http: {idleTimeout: 1h}}}\n",
      ["client unkept@5", "client 3600000@8"]),
    Case(
      "istio", "dr.yaml", "kind: Service\n---\nkind: DestinationRule\nspec: {host: api}\n",
      ["client absent"]),
    Case(
      "ingress-nginx", "cm.yaml",
      "kind: ConfigMap\nmetadata: {name: ctl}\ndata:\n  keep-alive: \"75\"\n  upstream-keepalive-timeout: \"50\"\n",
      ["server 75000@4", "client 50000@5"]),
    Case(
      "ingress-nginx", "cm.yaml",
      "kind: ConfigMap\ndata:\n  keep-alive: \"0\"\n  upstream-keepalive-connections: \"0\"\n",
      ["server unkept@3", "client unkept@4"]),
    Case(
      "ingress-nginx", "i.yaml",
      "kind: Ingress\nmetadata:\n  name: web\n  annotations:\n    nginx.ingress.kubernetes.io/connection-proxy-header: close\n",
      ["client unkept@5"]),
    Case(
      "ingress-nginx", "i.yaml",
      "kind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/server-snippet: |\n      gzip on;\n      keepalive_timeout 20s;\n",
      ["server 20000@6"]),
    Case("ingress-nginx", "cm.yaml", "kind: ConfigMap\ndata: {game.properties: \"lives=3\"}\n", []),
  ]

  static let servers = [
    Case("apache", "httpd.conf", "KeepAlive On\nKeepAliveTimeout 15\n", ["server 15000@2"]),
    Case(
      "apache", "httpd.conf",
      "KeepAliveTimeout 500ms\n<VirtualHost *:80>\nServerName a\n</VirtualHost>\n<VirtualHost *:80>\nServerName b\nKeepAlive Off\n</VirtualHost>\n",
      ["server 500@1", "server unkept@7"]),
    Case(
      "apache", "httpd.conf",
      "ServerName a\n<Location \"/\">\nProxyPass \"http://b:80/\" ttl=60 keepalive=On\n</Location>\n",
      ["server absent", "client 60000@3"]),
    Case(
      "apache", "httpd.conf", "ProxyPass / http://b/ disablereuse=On\n# KeepAliveTimeout 3\n",
      ["server absent", "client unkept@1"]),
    Case(
      "tomcat", "server.xml",
      "<?xml version='1.0'?>\n<Server>\n<!-- <Connector port=\"1\" keepAliveTimeout=\"1\"/> -->\n<Connector port=\"8080\"\n  connectionTimeout=\"20000\" />\n<Connector port=\"8009\" protocol=\"AJP/1.3\"/>\n</Server>",
      ["server 20000@5"]),
    Case(
      "tomcat", "server.xml",
      "<Connector port='8080' connectionTimeout='20000' keepAliveTimeout='60000'/>",
      ["server 60000@1"]),
    Case(
      "tomcat", "server.xml",
      "<Connector keepAliveTimeout=\"-1\"/><Connector keepAliveTimeout=\"${ka}\"/><Connector maxKeepAliveRequests=\"1\"/>",
      ["server never@1", "server ?${ka}@1", "server unkept@1"]),
    Case(
      "spring", "application.properties",
      "spring.application.name=a\nserver.tomcat.keep-alive-timeout=75s\n", ["server 75000@2"]),
    Case(
      "spring", "application.properties", "server.tomcat.connection-timeout: 20000\n",
      ["server 20000@1"]),
    Case(
      "spring", "application.properties", "server.tomcat.keepAliveTimeout = ${KA:30s}\n",
      ["server ?${KA:30s}@1"]),
    Case(
      "spring", "application.yml", "server:\n  jetty:\n    connection-idle-timeout: PT45S\n",
      ["server 45000@3"]),
    Case(
      "gunicorn", "app.service",
      "[Service]\nDescription=gunicorn\nExecStart=/srv/venv/bin/gunicorn -k gthread \\\n  --keep-alive 75 app:app\n",
      ["server 75000@3"]),
    Case("gunicorn", "run.sh", "exec gunicorn app:app --keep-alive=75\n", ["server unkept@1"]),
    Case(
      "gunicorn", "run.sh",
      "exec gunicorn -k uvicorn.workers.UvicornWorker --keep-alive $KA app:app\n", ["server ?$KA@1"]
    ),
    Case(
      "gunicorn", "gunicorn.conf.py", "workers = 4\nworker_class = \"gthread\"\nkeepalive = 65\n",
      ["server 65000@3"]),
    Case(
      "uvicorn", "run.sh", "#!/bin/sh\nuvicorn app:app --host 0.0.0.0 --timeout-keep-alive 70\n",
      ["server 70000@2"]),
    Case("uvicorn", "run.sh", "python -m uvicorn app:app\n", ["server absent"]),
    Case("puma", "puma.rb", "threads 5, 5\npersistent_timeout 75\n", ["server 75000@2"]),
    Case("puma", "puma.rb", "persistent_timeout(ENV.fetch('X'))\n", ["server ?ENV.fetch X@1"]),
    Case(
      "node", "a.js", "const s = http.createServer(app);\ns.keepAliveTimeout = 65 * 1000;\n",
      ["server 65000@2"]),
    Case(
      "node", "a.js",
      "const KEEP = 65_000\nserver.keepAliveTimeout = KEEP\nserver.headersTimeout = KEEP + 1000\n",
      ["server 65000@2"]),
    Case(
      "node", "a.js", "server.keepAliveTimeout = Number(process.env.KA)\n",
      ["server ?Number(process.env.KA)@1"]),
    Case("node", "a.js", "server.keepAliveTimeout = 0\n", ["server never@1"]),
    Case(
      "node", "a.js", "http.createServer({ keepAliveTimeout: 61000 }, app)\n", ["server 61000@1"]),
    Case(
      "node", "a.js", "setGlobalDispatcher(new Agent({ keepAliveTimeout: 10_000 }))\n",
      ["client 10000@1"]),
    Case(
      "node", "a.ts",
      "const agent = new https.Agent({\n  keepAlive: true,\n  timeout: 60000,\n});\n",
      ["client 60000@3"]),
    Case(
      "node", "a.js", "const agent = new http.Agent({ keepAlive: false });\n", ["client unkept@1"]),
  ]

  @Test(arguments: proxies + servers) func readsTheSides(_ example: Case) throws {
    let sides = try IdleReader.sides(
      of: example.software, [(example.file, example.text)])
    #expect(sides.map(GoSnippet.describe) == example.sides)
  }

  @Test(arguments: [
    ("nginx", "http {\n  server { listen 80 }\n}", 2, 22),
    ("apache", "<VirtualHost *:80>\nKeepAlive On\n", 1, 1),
    ("apache", "KeepAlive On\n</VirtualHost>\n", 2, 1),
    ("tomcat.xml", "<Server>\n  <Connector port=8080/>\n</Server>", 2, 19),
    ("tomcat.xml", "<Server>\n<!-- never closed", 2, 1),
    ("envoy", "a: [1, 2\nb: }\n", 2, 2),
    ("istio", "kind: DestinationRule\n\tspec: x\n", 2, 1),
  ])
  func saysWhereAFileIsBroken(_ software: String, _ text: String, _ line: Int, _ column: Int) {
    let name = String(software.prefix { $0 != "." })
    do {
      _ = try IdleReader.sides(of: name, [(software, text)])
      Issue.record("it was understood")
    } catch {
      #expect(error.place.line == line && error.place.column == column, "\(error)")
    }
  }

  /// Aliases that double at each level would need the memory of the universe.
  @Test func anExplosionOfAliasesIsRefused() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(throws: ConfigError.self) { try YAMLText.documents(text, file: "bomb.yaml") }
  }

  @Test func survivesAnyText() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "<", ">", "\"", "'", "=", ":", "\n", "  ", "{", "}", "[", "]", "Connector",
      "KeepAliveTimeout", "5", "VirtualHost",
      "/", "<!--", "-->", "server", "keepalive_timeout", ";", "é", "#", "\\", "- ", "&a", "*a",
      "gunicorn", "--keep-alive",
      "9999999999999999999", "kind", "ConfigMap", "data", "timeout", "frontend", "\t",
    ]
    for _ in 0..<400 {
      let text = (0..<30).map { _ in pieces.randomElement(using: &random)! }.joined()
      for software in IdleReader.readable {
        for file in ["f.xml", "f.yml"] { _ = try? IdleReader.sides(of: software, [(file, text)]) }
      }
    }
  }
}
