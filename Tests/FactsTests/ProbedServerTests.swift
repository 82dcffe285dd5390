import Facts
import Testing

/// Servers as people name them.
@Suite struct ProbedServerTests {
  static let good: [(String, String, String)] = [
    ("http://10.0.0.1", "http://10.0.0.1/", "/"),
    ("http://10.0.0.1:8080/a/b?c=d#e", "http://10.0.0.1:8080/a/b?c=d", "/a/b?c=d"),
    ("HTTPS://Example.com", "https://Example.com/", "/"),
    ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x", "/x"),
    ("https://[::1]", "https://[::1]/", "/"),
    ("http://user:secret@host:81/", "http://host:81/", "/"),
    ("http://host?q=1", "http://host/?q=1", "/?q=1"),
    ("host:5432", "host:5432", "/"),
    ("[::1]:22", "[::1]:22", "/"),
    ("http://host:80/", "http://host/", "/"),
  ]

  @Test(arguments: good) func isRead(_ text: String, _ described: String, _ path: String) throws {
    let server = try ProbedServer(text)
    #expect("\(server)" == described)
    #expect(server.path == path)
  }

  static let bad: [(String, ProbedServer.Fault)] = [
    ("", .host), ("host", .port), ("host:", .port), ("host:0", .port), ("host:65536", .port),
    ("host:+1", .port), ("http://", .host), ("http:///x", .host), ("ftp://host", .scheme("ftp")),
    ("http://[::1", .host), ("http://[::1]x", .port), ("http://[host]:1", .host),
    ("::1", .host), ("http://a b/", .host), ("http://host:1:2", .port), (":80", .host),
    ("http://user@/", .host), ("http://host:８０/", .port),
  ]

  @Test(arguments: bad) func isRefused(_ text: String, _ fault: ProbedServer.Fault) {
    #expect(throws: fault) { try ProbedServer(text) }
  }
}
