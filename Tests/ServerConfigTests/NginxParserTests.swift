import Testing

@testable import ServerConfig

/// The configuration of nginx, as people and packages write it.
struct NginxParserTests {
  private func parse(_ text: String) -> NginxParser.Result {
    NginxParser.parse(text, file: "nginx.conf")
  }

  @Test(arguments: [
    ("a;", ["a"]), ("a b c;", ["a", "b", "c"]), ("a\n  b\t;", ["a", "b"]),
    ("a 'b c' \"d;e\";", ["a", "b c", "d;e"]), ("a b#c;", ["a", "b#c"]),
    ("a # comment; {\n b;", ["a", "b"]), ("a ${x}y;", ["a", "${x}y"]), ("a $x;", ["a", "$x"]),
    ("a '\\'' \"\\\"\" '\\\\';", ["a", "'", "\"", "\\"]), ("a '\\n\\t\\r';", ["a", "\n\t\r"]),
    ("a \\.php$;", ["a", "\\.php$"]), ("a 'b{c}d';", ["a", "b{c}d"]), ("a '';", ["a", ""]),
    ("a 中文;", ["a", "中文"]), ("a b\r\n;", ["a", "b"]), ("a \"$http_x\" b;", ["a", "$http_x", "b"]),
    ("log_format m '$a' '$b';", ["log_format", "m", "$a", "$b"]),
  ]) func cutsWords(_ text: String, _ words: [String]) {
    let result = parse(text)
    #expect(result.errors.isEmpty)
    #expect(result.directives.map { [$0.name] + $0.arguments } == [words])
  }

  @Test(arguments: [
    ("a", 1, 2, ConfigError.Problem.missingSemicolon), ("a b", 1, 4, .missingSemicolon),
    ("a {", 1, 4, .unterminatedBlock(line: 1)), ("}", 1, 1, .unexpected("}")),
    ("a;\n  ;", 2, 3, .unexpected(";")), ("{", 1, 1, .unexpected("{")),
    ("a {\n b }", 2, 4, .missingSemicolon), ("a 'b", 1, 3, .unterminatedQuote),
    ("a \"b\"c;", 1, 6, .missingBlank),
    ("x_by_lua_block {", 1, 17, .unterminatedBlock(line: 1)),
  ]) func saysWhereItIsBroken(
    _ text: String, _ line: Int, _ column: Int, _ problem: ConfigError.Problem
  ) {
    let errors = parse(text).errors
    #expect(errors.first?.problem == problem)
    #expect(errors.first?.place == ConfigPlace(file: "nginx.conf", line: line, column: column))
  }

  @Test func keepsWhatStandsBeforeAnError() {
    let result = parse("a; b {\n c; } d")
    #expect(result.directives.map(\.name) == ["a", "b"])
    #expect(result.errors.count == 1)
  }

  @Test func nestsBlocks() {
    let result = parse("http { server { location ~ \\.php$ { x; } } }")
    let location = result.directives[0].block?[0].block?[0]
    #expect(location?.arguments == ["~", "\\.php$"])
    #expect(location?.block?.map(\.name) == ["x"])
  }

  @Test func skipsBlocksOfLua() {
    let text = """
      location / { content_by_lua_block { -- it's {
        local t = { a = "}" , b = '{' } if x then y() end
      } } keepalive_timeout 5;
      """
    #expect(parse(text).directives.map(\.name) == ["location", "keepalive_timeout"])
  }

  @Test func includesFilesWhereTheyAreNamed() {
    let files = ["conf.d/*.conf": [("a.conf", "server { listen 81; }"), ("b.conf", "server {")]]
    let result = NginxParser.parse("http { include conf.d/*.conf; x; }", file: "nginx.conf") {
      files[$0] ?? []
    }
    #expect(result.directives.first?.block?.first?.block?.first?.place.file == "a.conf")
    #expect(result.errors.map(\.place.file) == ["b.conf"])
  }

  @Test func aFileThatIncludesItselfEnds() {
    let result = NginxParser.parse("include a;", file: "a") { _ in [("a", "include a;")] }
    #expect(result.errors.map(\.problem) == [.tooDeep])
  }

  @Test func deepNestingEnds() {
    let text = String(repeating: "a {", count: 100_000)
    #expect(!parse(text).errors.isEmpty)
  }

  private static let whole = """
    user www-data; worker_rlimit_nofile 4096;
    events { worker_connections 768; } # one
    http {
      keepalive_timeout 65 60; log_format m '$a "$b"' "\\n";
      upstream u { server 127.0.0.1:1; keepalive 16; keepalive_timeout 1m30s; }
      server { listen [::]:443 ssl backlog=1024 reuseport; listen unix:/x; server_name a b; }
      server { listen 127.0.0.1:8080; keepalive_timeout 0; keepalive_requests $n; }
    }
    """

  @Test func everyBeginningOfAFileIsRead() {
    for length in 0...Self.whole.count {
      let result = parse(String(Self.whole.prefix(length)))
      _ = NginxSettings(result.directives)
    }
  }

  @Test func everyCharacterMayBeAnother() {
    let characters = Array(Self.whole)
    for index in characters.indices {
      for other in ["{", "}", ";", "'", "\\", "$", "\0"] {
        var text = characters
        text[index] = Character(other)
        _ = NginxSettings(parse(String(text)).directives)
      }
    }
  }

  @Test func findsTheSettingsThatMatter() {
    let settings = NginxSettings(parse(Self.whole).directives)
    #expect(settings.workerConnections.value == 768 && settings.descriptorLimit.value == 4096)
    #expect(settings.upstreams.map(\.timeout.value) == [90_000])
    #expect(settings.upstreams.map(\.keepalive.value) == [16])
    #expect(settings.servers.map(\.keepaliveTimeout.value) == [65_000, 0])
    #expect(settings.servers[0].keepaliveRequests.value == 1000)
    // What a variable holds is not known.
    #expect(settings.servers[1].keepaliveRequests.value == nil)
    #expect(settings.servers[0].listens.map(\.backlog) == [1024])
    #expect(settings.servers[0].listens.map(\.port) == [443])
    #expect(settings.servers[1].listens.map(\.backlog) == [nil])
    #expect(settings.servers[0].names == ["a", "b"])
  }

  @Test(arguments: [
    ("80", UInt16(80)), ("8080", 8080), ("*:81", 81), ("127.0.0.1", 80), ("localhost", 80),
    ("localhost:82", 82), ("[::1]", 80), ("[::1]:83", 83), ("0.0.0.0:84", 84),
  ]) func readsPorts(_ address: String, _ port: UInt16) {
    let settings = NginxSettings(parse("http { server { listen \(address); } }").directives)
    #expect(settings.servers[0].listens.map(\.port) == [port])
  }

  @Test(arguments: [
    ("65", 65_000 as Int?), ("65s", 65_000), ("0", 0), ("1m", 60_000), ("1m30s", 90_000),
    ("500ms", 500), ("1h", 3_600_000), ("1d", 86_400_000), ("1M", 2_592_000_000),
    ("$x", nil), ("", nil), ("s", nil), ("1x", nil), ("99999999999999999999", nil),
    ("9999999999999999y", nil), ("-1", nil), ("1 m", nil), ("1.5s", nil),
  ]) func readsTimes(_ text: String, _ milliseconds: Int?) {
    #expect(NginxUnits.milliseconds(text) == milliseconds)
  }

  @Test(arguments: [
    ("8k", 8192 as Int?), ("1M", 1_048_576), ("1g", 1 << 30), ("512", 512), ("k", nil), ("1x", nil),
    ("99999999999999999999g", nil), ("9223372036854775807k", nil),
  ]) func readsSizes(_ text: String, _ bytes: Int?) {
    #expect(NginxUnits.bytes(text) == bytes)
  }
}
