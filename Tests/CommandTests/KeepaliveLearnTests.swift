import Foundation
import Testing

/// `keepalive learn` from captures and from this kernel.
@Suite(.enabled(if: geteuid() == 0)) struct KeepaliveLearnTests {
  /// Five connections that are used again after 1.5 s, and once more when nginx has closed them.
  private static let client = """
    import socket, time
    request = b"GET / HTTP/1.1\\r\\nHost: lab\\r\\n\\r\\n"
    connections = [socket.create_connection(("127.0.0.1", 8080)) for _ in range(5)]
    def ask():
      for connection in connections:
        connection.sendall(request)
        connection.recv(4096)
    ask(); time.sleep(1.5); ask(); time.sleep(2.5)
    for connection in connections:
      try: connection.sendall(request)
      except OSError: pass
    """

  private static func objects(_ output: String) throws -> [[String: Any]] {
    try output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test(.enabled(if: LiveServer.Kind.nginx.path != nil))
  func learnsFromThisKernelWhoGivesUpFirst() throws {
    let server = try LiveServer(.nginx)
    let learner = try Running([
      "keepalive", "learn", "--json", "--port", "8080", "--netns", server.namespace.name,
    ])
    // Its probes are there within a second, or the test's client runs again.
    usleep(1_000_000)
    try server.namespace.python(Self.client)
    usleep(300_000)
    learner.interrupt()
    let result = learner.wait()
    #expect(result.errors == "")
    let found = try Self.objects(result.output)
    try #require(found.count == 1, "\(result.output)")
    #expect(result.status == 1)
    #expect(found[0]["order"] as? String == "racy")
    #expect(found[0]["server"] as? String == "127.0.0.1:8080")
    let limit = try #require(found[0]["serverLimit"] as? [String: Any])
    #expect(abs(try #require(limit["shortest"] as? Double) - 2) < 0.1)
    #expect(limit["count"] as? Int == 5)
    #expect(found[0]["reuses"] as? Int == 5)
    #expect(abs(try #require(found[0]["longestReuse"] as? Double) - 1.5) < 0.4)
    #expect(found[0]["lateRequests"] as? Int == 5)
    #expect(found[0]["racesPerDay"] is Double)
  }

  @Test func learnsFromACaptureOfTheLab() throws {
    let scratch = try ScratchFolder()
    _ = try Program.run(
      "lab", "run", "keepalive-race/nginx", "--capture", scratch.url.path)
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
      .filter { $0.hasSuffix(".pcapng") }.map { "\(scratch.url.path)/\($0)" }
    let file = try #require(files.first)
    let result = try Program.run("keepalive", "learn", "--read", file, "--json")
    #expect(result.status == 1)
    let found = try Self.objects(result.output)
    #expect(found.contains { ($0["lateRequests"] as? Int ?? 0) > 0 }, "\(result.output)")
    let text = try Program.run("keepalive", "learn", "--read", file, "--lang", "zh")
    #expect(text.output.contains("有问题的：1 对"))
  }

  static let bad: [([String], Int32, String)] = [
    (["--read", "/nonesuch"], 3, "/nonesuch"),
    (["--read", "/etc/passwd"], 3, "not a capture"),
    (["--read", "a", "--read", "a"], 2, "twice"),
    (["--read", "a", "--duration", "5s"], 2, "live"),
    (["--duration", "soon"], 2, "not a time"),
    (["--port", "0"], 2, "not a port"),
    (["--netns", "nonesuch"], 2, "nonesuch"),
  ]

  @Test(arguments: bad)
  func saysWhatIsWrong(_ arguments: [String], _ status: Int32, _ error: String) throws {
    let result = try Program.run(["keepalive", "learn"] + arguments)
    #expect(result.status == status)
    #expect(result.errors.contains(error), "\(result.errors)")
    #expect(result.output == "")
  }
}
