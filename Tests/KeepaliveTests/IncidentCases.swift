import Keepalive

/// Chains of incidents that people reported, with the figures that they had.
extension ChainCase {
  static let incidents = [
    ChainCase(
      "go=300s nginx=65s", [.racy], [-235_000], changes: ["go:60000"], "the founding story"),
    ChainCase("go=60s nginx=65s", [.safe], [5000], "its repair"),
    ChainCase(
      "go nginx=65s", [.racy], [-25_000], changes: ["go:60000"], "Go's default against nginx.conf"),
    ChainCase("go nginx", [.racy], [-15_000], changes: ["go:70000"], "the built-in defaults"),
    ChainCase(
      "go=none nginx=65s", [.racy], [nil], changes: ["go:60000"], "http.Transport{} has no limit"),
    ChainCase("reqwest nginx=65s", [.racy], [-25_000], changes: ["reqwest:60000"]),
    ChainCase("hyper apache", [.racy], [-85_000], changes: ["apache:100000"]),
    ChainCase("requests gunicorn", [.racy], [nil], changes: nil, "urllib3 has no such setting"),
    ChainCase("httpx uvicorn", [.racy], [0], changes: ["uvicorn:10000"], "5 s and 5 s"),
    ChainCase("aiohttp uvicorn", [.racy], [-10_000], changes: ["uvicorn:20000"]),
    ChainCase("undici node", [.safe], [1000]),
    ChainCase("undici=5s node=5s", [.racy], [0], changes: ["node:10000"], "polling every 5 s"),
    ChainCase(
      "dotnet=120s iis=120s", [.racy], [0], changes: ["dotnet:115000"], ".NET and IIS at 120 s"),
    ChainCase("dotnet kestrel", [.safe], [70_000]),
    ChainCase(
      "servicecomb=60s vertx-server=60s", [.racy], [0], changes: ["servicecomb:55000"],
      "60 s and 60 s"),
    ChainCase("okhttp tomcat=20s", [.racy], [-280_000], changes: ["okhttp:15000"]),
    ChainCase(
      "httpclient4 tomcat=20s", [.racy], [nil], changes: ["httpclient4:15000"],
      "indefinite without a header"),
    ChainCase(
      "reactor-netty tomcat=20s", [.racy], [nil], changes: ["reactor-netty:15000"], "no idle limit"),
    ChainCase("async-http-client nginx=65s", [.safe], [5000]),
    ChainCase("curl nginx=65s", [.racy], [-53_000], changes: ["curl:60000"]),
    ChainCase("ruby puma6", [.safe], [18_000]),
    ChainCase(
      "browser=300s alb node", [.racy, .racy], [-240_000, -55_000],
      changes: ["browser:55000", "node:70000"], "502 of an ALB"),
    ChainCase("browser=50s alb node=65s", [.safe, .safe], [10_000, 5000], "the usual repair"),
    ChainCase(
      "browser=50s alb gunicorn", [.safe, .racy], [10_000, -58_000], changes: ["gunicorn:70000"]),
    ChainCase(
      "browser=50s alb puma6", [.safe, .racy], [10_000, -40_000], changes: ["puma6:70000"]),
    ChainCase("browser=50s alb puma", [.safe, .safe], [10_000, 5000], "why Puma 7 has 65 s"),
    ChainCase(
      "browser=50s alb uvicorn=60s", [.safe, .racy], [10_000, 0], changes: ["uvicorn:70000"]),
    ChainCase(
      "browser=50s alb nginx=75s,upstream=60s node=5s", [.safe, .safe, .racy],
      [10_000, 15_000, -55_000], changes: ["node:70000"]),
    ChainCase(
      "browser=600s gcp-alb nginx=650s", [.safe, .safe], [10_000, 50_000],
      "more than 600 s behind Google's"),
    ChainCase(
      "browser=600s gcp-alb nginx=65s", [.safe, .racy], [10_000, -535_000],
      changes: ["nginx:610000"]),
    ChainCase(
      "browser=300s cloudflare nginx=75s", [.safe, .racy], [100_000, -825_000],
      changes: ["nginx:910000"]),
    ChainCase("browser=60s oci-lb nginx=310s", [.safe, .safe], [5000, 10_000]),
    ChainCase(
      "browser=60s oci-lb nginx=75s", [.safe, .racy], [5000, -225_000], changes: ["nginx:310000"]),
    ChainCase(
      "viewer=1s cloudfront=30s nginx=5s", [.safe, .racy], [29_000, 0], changes: ["nginx:10000"]),
    ChainCase("go=500s nlb nginx=600s", [.safe], [100_000], "Go probes"),
    ChainCase(
      "librdkafka=600s azure-lb kafka", [.silent], [-360_000], changes: ["librdkafka:235000"]),
    ChainCase("reactor-netty azure-lb api=1h", [.silent], [nil], changes: ["reactor-netty:235000"]),
    ChainCase("kafka kafka", [.safe], [60_000]),
    ChainCase("hikari mysql", [.safe], [28_200_000]),
    ChainCase("pool=8h mysql", [.racy], [0], changes: ["pool:28795000"]),
    ChainCase("envoy go=65s", [.racy], [-3_535_000], changes: ["envoy:60000"]),
    ChainCase("traefik node", [.racy], [-85_000], changes: ["node:100000"]),
    ChainCase("caddy go=60s", [.racy], [-60_000], changes: ["caddy:55000"]),
    ChainCase("java unicorn", [.unkept], [nil], "Unicorn closes after each answer"),
    ChainCase(
      "client=20s heroku=25s puma6", [.safe, .racy], [5000, -35_000], changes: ["puma6:65000"]),
    ChainCase("vertx jetty", [.racy], [-30_000], changes: ["vertx:25000"]),
  ]

  static let all = plain + middleboxes + incidents
}
