import Foundation
import Testing

/// `keepalive probe` with real servers over loopback.
@Suite(.enabled(if: geteuid() == 0)) struct KeepaliveProbeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let server: LiveServer.Kind
    var url = "http://127.0.0.1:8080/"
    var options: [String] = []
    /// How much later than it says the server itself closes.
    var late = 0.0
    var testDescription: String { ([server.rawValue, url] + options).joined(separator: " ") }
  }

  private static let tls = "https://127.0.0.1:8443/"

  static let cases = [
    Case(server: .nginx), Case(server: .nginx, url: tls, options: ["--insecure"]),
    Case(server: .nginx, url: tls, options: ["--insecure", "--http2"]),
    Case(server: .nginx, options: ["--method", "options"]),
    Case(server: .haproxy), Case(server: .apache), Case(server: .uvicorn),
    // Newer ones add a buffer of a second to keepAliveTimeout, and go on announcing that.
    Case(server: .node, late: 1),
    // It looks for connections to close once a second.
    Case(server: .gunicorn, late: 1.1),
  ].filter { $0.server.path != nil }

  private static func measure(
    _ server: LiveServer, _ arguments: [String]
  ) throws -> [String: Any] {
    let result = try Program.run(
      ["keepalive", "probe", "--json", "--max", "6s"] + arguments, as: server.namespace.prefix)
    #expect(result.errors == "")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test(arguments: cases) func findsTheTimeoutOfARealServer(_ case: Case) throws {
    let server = try LiveServer(`case`.server)
    let found = try Self.measure(server, [`case`.url, "--requests", "5"] + `case`.options)
    let closes = try #require(found["closes"] as? [String: Any], "\(found)")
    let expected = Double(LiveServer.timeout)
    let shortest = try #require(closes["shortest"] as? Double)
    // Of ten connections one is told in time even where the machine is busy.
    #expect(shortest > expected - 0.1 && shortest < expected + 0.1 + `case`.late)
    let ends = try #require(closes["by"] as? [String: Int])
    #expect(ends.keys.sorted() == ["fin"])
    #expect(try #require(closes["count"] as? Int) > 5)
    #expect(found["forgets"] is NSNull)
    let trials = try #require(found["trials"] as? [[String: Any]])
    let closed = trials.filter { $0["outcome"] as? String == "closed" }
    #expect(
      closed.allSatisfy { ($0["goAway"] is NSNull) != (found["protocol"] as? String == "h2") })
  }

  @Test(.enabled(if: LiveServer.Kind.nginx.path != nil), arguments: [true, false])
  func findsTheMostRequestsOfNginx(_ isSecond: Bool) throws {
    let server = try LiveServer(.nginx)
    let arguments = isSecond ? [Self.tls, "--insecure", "--http2"] : ["http://127.0.0.1:8080/"]
    let found = try Self.measure(server, arguments)
    let cap = try #require(found["requestCap"] as? [String: Any])
    #expect(cap["closesAfter"] as? Int == 30)
    #expect(cap["announced"] as? Bool == true)
    let announced = try #require(found["announced"] as? [String: Any])
    #expect(announced["timeout"] as? Int == (isSecond ? nil : LiveServer.timeout))
  }

  @Test(.enabled(if: LiveServer.Kind.nginx.path != nil))
  func aServerThatKeepsNothingIsToldAtOnce() throws {
    let server = try LiveServer(.nginx)
    let found = try Self.measure(server, ["http://127.0.0.1:8080/", "--path", "/last"])
    #expect(found["closesAtOnce"] as? Bool == true)
  }

  static let ends = [
    (
      "connection.setsockopt("
        + "socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); "
        + "time.sleep(1); connection.close(); return",
      "reset"
    ),
    ("time.sleep(1); connection.close(); return", "fin"),
  ]

  @Test(arguments: ends) func tellsAFINFromAReset(_ idle: String, _ end: String) throws {
    let server = try LiveServer(python: LiveServer.script(idle: idle))
    let found = try Self.measure(server, ["http://127.0.0.1:8080/", "--requests", "1"])
    let closes = try #require(found["closes"] as? [String: Any], "\(found)")
    #expect((closes["by"] as? [String: Int])?.keys.sorted() == [end])
  }

  @Test func tellsPlainTCPFromTheOutside() throws {
    let server = try LiveServer(
      python: LiveServer.script(idle: "pass").replacing(
        "while connection.recv(4096):", with: "time.sleep(1); connection.close(); return\n    if 1:"
      ))
    let found = try Self.measure(server, ["127.0.0.1:8080"])
    let closes = try #require(found["closes"] as? [String: Any], "\(found)")
    #expect(abs(try #require(closes["shortest"] as? Double) - 1) < 0.1)
  }

  @Test func aServerThatNeverClosesIsLeftAtMax() throws {
    let server = try LiveServer(python: LiveServer.script(idle: "pass"))
    let result = try Program.run(
      "keepalive", "probe", "http://127.0.0.1:8080/", "--max", "1s", as: server.namespace.prefix)
    #expect(result.status == 0)
    #expect(result.output.contains("still open after 1."))
    #expect(result.output.contains("--max"))
    #expect(result.errors == "")
  }

  @Test func controlCEndsItWithWhatIsKnown() throws {
    let server = try LiveServer(python: LiveServer.script(idle: "pass"))
    let program = try Running(
      ["keepalive", "probe", "http://127.0.0.1:8080/"], as: server.namespace.prefix)
    usleep(2_500_000)
    program.interrupt()
    let result = program.wait()
    #expect(result.status == 0)
    #expect(result.output.contains("Stopped after"))
    #expect(result.output.contains("still open after"))
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let status: Int32
    let error: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let bad = [
    Bad(arguments: ["http://127.0.0.1:1/"], status: 3, error: "ECONNREFUSED"),
    Bad(arguments: ["127.0.0.1:1"], status: 3, error: "ECONNREFUSED"),
    Bad(arguments: ["https://127.0.0.1:8080/"], status: 3, error: "not TLS"),
    Bad(arguments: ["http://127.0.0.1:8080/"], status: 3, error: "no HTTP"),
    Bad(arguments: ["http://127.0.0.1:8080/", "--http2"], status: 3, error: "no HTTP/2"),
    Bad(arguments: ["host"], status: 2, error: "needs a port"),
    Bad(arguments: ["ftp://host/"], status: 2, error: "neither http:// nor https://"),
    Bad(arguments: ["http://host/", "--max", "5"], status: 2, error: "not a time"),
    Bad(arguments: ["http://host/", "--max", "1x"], status: 2, error: "not a time"),
    Bad(arguments: ["http://host/", "--insecure"], status: 2, error: "certificates"),
    Bad(arguments: ["host:1", "--http2"], status: 2, error: "plain TCP"),
    Bad(arguments: ["http://host/", "--path", "x y"], status: 2, error: "no path"),
    Bad(arguments: ["http://host/", "--requests", "0"], status: 2, error: "from 1"),
  ]

  /// Port 8080 answers in a language of its own.
  @Test(arguments: bad) func saysWhatIsWrong(_ bad: Bad) throws {
    let server = try LiveServer(
      python: LiveServer.script(idle: "pass", answer: "+OK whatever you say\\r\\n"))
    let result = try Program.run(
      ["keepalive", "probe"] + bad.arguments, as: server.namespace.prefix)
    #expect(result.status == bad.status)
    #expect(result.errors.contains(bad.error), "\(result.errors)")
    #expect(result.output == "")
  }

  @Test(.enabled(if: LiveServer.Kind.nginx.path != nil))
  func aCertificateThatNobodyTrustsIsToldWithTheWayAround() throws {
    let server = try LiveServer(.nginx)
    let result = try Program.run("keepalive", "probe", Self.tls, as: server.namespace.prefix)
    #expect(result.status == 3)
    #expect(result.errors.contains("not trusted"))
    #expect(result.errors.contains("--insecure"))
  }
}
