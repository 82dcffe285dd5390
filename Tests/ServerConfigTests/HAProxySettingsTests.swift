import Testing

@testable import ServerConfig

/// Which of HAProxy's values hold, and where they are set.
struct HAProxySettingsTests {
  private func settings(_ text: String) -> HAProxySettings {
    HAProxySettings(HAProxyParser.parse([("haproxy.cfg", text)]).sections)
  }

  /// As Debian's package lays it out, with what people add.
  static let usual = """
    global
      log /dev/log local0
      maxconn 20000
      ulimit-n 50000
      ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256

    defaults
      mode http
      option httplog
      timeout connect 5000
      timeout client  50s
      timeout server  1m
      errorfile 400 /etc/haproxy/errors/400.http

    frontend www
      bind *:80,[::]:80 backlog 1024
      bind :443-445 ssl crt /etc/haproxy/site.pem alpn h2,http/1.1
      bind unix@/run/haproxy.sock
      bind "${ADDRESS}:${PORT}"
      timeout http-keep-alive 10s
      acl api path_beg /api
      use_backend api if api
      default_backend site

    backend api
      option http-server-close
      server a1 10.0.0.1:8080 check inter 2s pool-purge-delay 1m
      server a2 "${A2}" check

    backend site
      http-reuse always
      default-server pool-purge-delay 30s check
      server s1 [fd00::1]:8080
      server s2 ipv4@site.example:8080
      server local /run/site.sock
    """

  @Test func readsAUsualFile() throws {
    let result = settings(Self.usual)
    #expect(result.errors.isEmpty)
    #expect(result.maxConnections == Setting(20000, at: place(3)))
    #expect(result.descriptorLimit.value == 50000)
    let www = try #require(result.proxies.first)
    #expect(www.kind == .frontend && www.isHTTP.value == true)
    #expect(www.backends == ["api", "site"])
    #expect(www.binds.map(\.address) == ["*:80", "[::]:80", ":443-445", "${ADDRESS}:${PORT}"])
    #expect(www.binds.map(\.ports) == [80...80, 80...80, 443...445, nil])
    #expect(www.backlog(of: www.binds[0]) == Setting(1024, at: place(16)))
    #expect(www.backlog(of: www.binds[2]) == Setting(nil))
    #expect(www.clientIdle == Setting(10_000, at: place(20)))
    #expect(www.timeout(.client) == Setting(50_000, at: place(11)))
    #expect(www.timeout(.tunnel) == Setting(nil))
  }

  @Test func readsServers() {
    let proxies = settings(Self.usual).proxies
    #expect(proxies[1].mode == Setting(.serverClose, at: place(26)))
    #expect(proxies[1].servers.map(\.address) == ["10.0.0.1", "${A2}"])
    #expect(proxies[1].servers.map(\.purgeDelay.value) == [60_000, 5000])
    #expect(proxies[1].timeout(.server).value == 60_000)
    #expect(proxies[1].reuse == Setting(.safe))
    #expect(proxies[2].servers.map(\.address) == ["fd00::1", "site.example"])
    #expect(proxies[2].servers.map(\.port) == [8080, 8080])
    #expect(proxies[2].servers.map(\.purgeDelay.value) == [30_000, 30_000])
    #expect(proxies[2].reuse.value == .always)
  }

  /// The lines of the proxy, and what `timeout client` comes to.
  @Test(arguments: [
    ("timeout client 1", 1), ("timeout client 1ms", 1), ("timeout client 1s", 1000),
    ("timeout client 2m", 120_000), ("timeout client 1h", 3_600_000),
    ("timeout client 1d", 86_400_000), ("timeout client 1500us", 2),
    ("timeout client 1s\n timeout client 2s", 2000), ("timeout client 0", 0),
    ("clitimeout 3000", 3000),
  ]) func readsTimes(_ lines: String, _ value: Int) {
    #expect(settings("frontend f\n \(lines)").proxies[0].timeout(.client).value == value)
  }

  @Test(arguments: [
    "timeout client x", "timeout client 1.5s", "timeout client 1s30ms", "timeout client -1",
    "timeout client 99999999999999999999", "timeout client 9999999999999999d", "maxconn 1k",
    "mode htpp", "http-reuse sometimes",
  ]) func aValueThatIsNoneIsNamedAndNotTaken(_ line: String) {
    let result = settings("frontend f\n \(line)")
    #expect(result.errors.count == 1)
    #expect(result.errors.first?.place == place(2))
    #expect(result.proxies[0].timeout(.client).value == nil)
  }

  @Test(arguments: [
    "\"$T\"", "\"${T}\"", "\"${T-5s}\"", "\"${T}s\"",
  ]) func aVariableIsNotKnown(_ word: String) {
    let result = settings("frontend f\n timeout client \(word)")
    #expect(result.errors.isEmpty)
    #expect(result.proxies[0].timeout(.client) == Setting(nil, at: place(2)))
  }

  @Test func aConditionMakesTheValueUnknown() {
    let text = "frontend f\n timeout client 1s\n.if defined(X)\n timeout client 2s\n.endif"
    #expect(settings(text).proxies[0].timeout(.client) == Setting(nil, at: place(4)))
    let conditional = settings(".if defined(X)\nfrontend f\n.endif").proxies
    #expect(conditional.map(\.isConditional) == [true])
  }

  @Test(arguments: [
    ("defaults\n timeout client 1s\ndefaults\nfrontend f", nil),
    ("defaults a\n timeout client 1s\ndefaults b\nfrontend f from a", 1000),
    ("defaults a\n timeout client 1s\ndefaults b from a\nfrontend f", 1000),
    ("defaults a\n timeout client 1s\ndefaults b from a\n timeout client 2s\nfrontend f", 2000),
    ("defaults\n timeout client 1s\nfrontend f\n timeout client 3s", 3000),
    ("frontend f\ndefaults\n timeout client 1s", nil),
    ("defaults a from a\n timeout client 1s\nfrontend f", 1000),
    ("defaults a\n timeout client 1s\nfrontend f from nowhere", nil),
    ("defaults\n timeout client 1s\nbackend b\n timeout client 9s\nfrontend f", 1000),
  ]) func inheritsFromDefaults(_ text: String, _ value: Int?) throws {
    let proxy = try #require(settings(text).proxies.last { $0.name == "f" })
    #expect(proxy.timeout(.client).value == value)
  }

  @Test(arguments: [
    ("mode http\n timeout client 3s", 3000),
    ("mode http\n timeout client 3s\n timeout http-request 2s", 2000),
    ("mode http\n timeout client 3s\n timeout http-request 2s\n timeout http-keep-alive 1s", 1000),
    ("mode tcp\n timeout client 3s\n timeout http-keep-alive 1s", 3000),
    ("timeout client 3s\n timeout http-keep-alive 1s", 3000), ("mode http", nil),
  ]) func knowsHowLongAnIdleClientIsKept(_ lines: String, _ value: Int?) {
    #expect(settings("frontend f\n \(lines)").proxies[0].clientIdle.value == value)
  }

  @Test(arguments: [
    ("", HAProxySettings.ConnectionMode.keepAlive), ("option httpclose", .close),
    ("option forceclose", .close), ("option http-server-close", .serverClose),
    ("option httpclose\n option http-keep-alive", .keepAlive),
    ("option http-server-close\n no option http-server-close", .keepAlive),
    ("option httpclose\n no option http-server-close", .close),
    ("option http-server-close\n option httpclose", .close),
  ]) func theLastModeOfConnectionsHolds(_ lines: String, _ mode: HAProxySettings.ConnectionMode) {
    #expect(settings("listen f\n \(lines)").proxies[0].mode.value == mode)
  }

  @Test(arguments: [
    ("bind :80", nil), ("bind :80 backlog 9", 9), ("backlog 8\n bind :80", 8),
    ("maxconn 7\n bind :80", 7), ("maxconn 7\n backlog 8\n bind :80 backlog 0", 8),
    ("maxconn 0\n bind :80", nil),
  ]) func knowsWhatIsPassedToListen(_ lines: String, _ value: Int?) {
    let proxy = settings("listen f\n \(lines)").proxies[0]
    #expect(proxy.backlog(of: proxy.binds[0]).value == value)
  }

  @Test func readsOptionNolinger() {
    #expect(settings("listen f\n option nolinger").proxies[0].resetsAtClose.value == true)
    #expect(settings("listen f").proxies[0].resetsAtClose.value == false)
    let text = "defaults\n option nolinger\nlisten f\n no option nolinger"
    #expect(settings(text).proxies[0].resetsAtClose == Setting(false, at: place(4)))
  }

  @Test func everyTruncationIsSurvived() {
    let bytes = Array(Self.usual.utf8)
    for length in bytes.indices {
      let text = String(decoding: bytes[..<length], as: UTF8.self)
      let result = settings(text)
      #expect(result.proxies.count <= 3)
      #expect(result.proxies.allSatisfy { $0.place.line <= text.split(separator: "\n").count + 4 })
    }
  }

  private func place(_ line: Int) -> ConfigPlace {
    ConfigPlace(file: "haproxy.cfg", line: line, column: 1)
  }
}
