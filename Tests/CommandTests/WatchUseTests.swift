import Foundation
import Testing

/// `watch` as one uses it on a busy host: filters, folding, limits, and the summary at the end.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct WatchUseTests {
  private let namespace: PrivateNamespace

  init() throws { namespace = try PrivateNamespace() }

  private func watch(_ options: [String]) throws -> Running {
    let watch = try Running(["watch", "--netns", namespace.name] + options)
    #expect(watch.waitForError("watching"))
    return watch
  }

  /// What a watch with these options tells while the script runs.
  private func result(_ options: String..., while script: String) throws -> Program.Result {
    let watch = try watch(options)
    try namespace.python(script)
    usleep(300_000)
    watch.interrupt()
    return watch.wait()
  }

  private func total(_ result: Program.Result) throws -> Int {
    try result.lines.reduce(0) { try $0 + JSONFinding($1).count }
  }

  /// Connects to closed ports, one of them from another address, and gets its requests reset by a server.
  private static let mixture = """
    import socket
    def refuse(port, source="127.0.0.1"):
      s = socket.socket(); s.bind((source, 0)); s.connect_ex(("127.0.0.1", port)); s.close()
    refuse(9); refuse(10); refuse(9, "127.9.0.1")
    server = socket.create_server(("127.0.0.1", 8000))
    client = socket.create_connection(("127.0.0.1", 8000)); client.send(b"ab")
    c, _ = server.accept(); c.recv(1); c.close()
    """

  @Test(arguments: [
    ([], 4), (["--port", "9"], 2), (["--port", "9", "--port", "10"], 3),
    (["--address", "127.9.0.0/16"], 1), (["--address", "127.9.0.1", "--port", "10"], 0),
    (["--cause", "port-closed"], 3), (["--cause", "unread-data-at-close"], 1),
    (["--cause", "unknown"], 0), (["--command", "python3"], 4), (["--command", "nginx"], 0),
    (["--command", "/usr/bin/python3", "--port", "8000"], 1),
  ])
  func tellsOnlyWhatAllFiltersAdmit(_ options: [String], _ count: Int) throws {
    let watch = try watch(["--json", "--all"] + options)
    try namespace.python(Self.mixture)
    usleep(300_000)
    watch.interrupt()
    let result = watch.wait()
    #expect(try total(result) == count, "\(result.output)")
    #expect(result.status == (count > 0 ? 1 : 0))
  }

  @Test func tellsOnlyWhatTheProcessDid() throws {
    let wait = "import sys; sys.stdin.read()\n"
    let process = Foundation.Process()
    let input = Pipe()
    process.executableURL = URL(filePath: namespace.prefix[0])
    process.arguments =
      Array(namespace.prefix.dropFirst()) + ["python3", "-c", wait + Script.refusal(port: 9)]
    process.standardInput = input
    try process.run()
    let watch = try watch(["--json", "--pid", "\(process.processIdentifier)"])
    try namespace.python(Script.refusal(port: 10))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    usleep(300_000)
    watch.interrupt()
    #expect(try watch.wait().lines.map { try JSONFinding($0)["server"] } == ["127.0.0.1:9"])
  }

  @Test(arguments: [
    ["--source", "packets", "--pid", "1"], ["--source", "packets", "--command", "nginx"],
    ["--source", "counters", "--port", "80"], ["--source", "counters", "--address", "::1"],
  ])
  func aSourceThatCannotTellSaysSo(_ options: [String]) throws {
    let result = try Program.run(["watch"] + options)
    let lines = result.errors.split(separator: "\n")
    #expect(result.status == 3 && lines.count == 2)
    #expect(lines.first?.contains("do not tell") == true && lines.last?.contains("bpf") == true)
  }

  @Test func endsRightAfterTheNthReset() throws {
    let watch = try watch(["--json", "--all", "--count", "2"])
    let start = ContinuousClock.now
    try namespace.python(Script.refusal(port: 9, times: 5))
    let result = watch.wait()
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(result.lines.count == 2 && result.status == 1)
    #expect(result.errors.contains("2 resets"))
  }

  @Test func sumsUpInTextAndBesideJSON() throws {
    let text = try result(while: Script.refusal(port: 9, times: 50))
    let tail = text.output.components(separatedBy: "\nIn ").last ?? ""
    #expect(tail.contains(": 50 resets\n   50  Nothing listened on the port\n"))
    #expect(tail.contains("port-closed · server 127.0.0.1:9 · client 127.0.0.1\n"))
    #expect(text.errors == "whyreset: watching; Ctrl-C ends it\n")
    let json = try result("--json", while: Script.refusal(port: 9, times: 50))
    #expect(try total(json) == 50)
    #expect(json.errors.contains("In ") && json.errors.contains(": 50 resets\n"))
  }

  /// 3000 clients with an address each, to one port where nobody listens.
  private static let manyClients = """
    import socket
    for i in range(3000):
      s = socket.socket(); s.bind((f"127.1.{i >> 7}.{1 + (i & 127)}", 0))
      s.connect_ex(("127.0.0.1", 9)); s.close()
    """

  @Test func aStormFromManyAddressesIsBoundedAndCountedInFull() throws {
    let json = try result("--json", while: Self.manyClients)
    #expect(try total(json) == 3000 && !json.errors.contains("lost"))
    #expect(json.lines.count < 250)
    let text = try result(while: Self.manyClients)
    #expect(text.output.contains("to 127.0.0.1:9") && text.output.contains(": 3000 resets\n"))
    #expect(text.lines.count < 250)
  }

  @Test func aScanIsOneStory() throws {
    let scan = """
      import socket
      for port in range(1, 2001):
        s = socket.socket(); s.connect_ex(("127.0.0.1", port)); s.close()
      """
    let json = try result("--json", while: scan)
    #expect(try total(json) == 2000 && json.lines.count < 250)
    #expect(try json.lines.contains { try JSONFinding($0)["cause"] == "port-scan" })
  }

  @Test func allFoldsNothing() throws {
    let json = try result("--json", "--all", while: Script.refusal(port: 9, times: 300))
    #expect(json.lines.count == 300)
  }

  /// The probes have quick places for 4096 connections that have just begun; those that are too many, and those
  /// that last, have slower ones.
  private static let manyConnections = """
    import resource, socket, time
    resource.setrlimit(resource.RLIMIT_NOFILE, (20000, 20000))
    server = socket.create_server(("127.0.0.1", 8000), backlog=4096)
    pairs = []
    for i in range(5000):
      client = socket.create_connection(("127.0.0.1", 8000))
      pairs.append((client, server.accept()[0]))
    for number in range(0, 5000, 100):
      client, peer = pairs[number]
      client.send(b"ab"); peer.recv(1); peer.close()
    """

  @Test func remembersEachOfManyOpenConnections() throws {
    let result = try result("--json", "--all", while: Self.manyConnections)
    let findings = try result.lines.map { try JSONFinding($0) }
    #expect(findings.count == 50)
    #expect(findings.allSatisfy { $0["roles"] == "seen" && $0["cause"] == "unread-data-at-close" })
  }

  /// The memory of closed connections is a ring with chains: each finds its own.
  @Test func remembersHowEachOfManyConnectionsEnded() throws {
    let script = """
      import socket
      server = socket.create_server(("127.0.0.1", 8000), backlog=4096)
      for i in range(300):
        client = socket.create_connection(("127.0.0.1", 8000)); peer = server.accept()[0]
        peer.close(); client.send(b"a"); client.close()
      """
    let result = try result("--json", "--all", while: script)
    let findings = try result.lines.map { try JSONFinding($0) }
    #expect(findings.count == 300)
    // Nothing but that memory knows which end was the server.
    #expect(findings.allSatisfy { $0["roles"] == "seen" })
  }
}
