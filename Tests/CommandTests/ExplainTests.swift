import Foundation
import Testing

/// `whyreset explain`, as a person runs it.
@Suite struct ExplainTests {
  private static let line = "read tcp 127.0.0.1:43526->127.0.0.1:9: read: connection reset by peer"

  @Test(arguments: [["explain", "somaxcon"], ["explain", "net.core.somaxconn"]])
  func showsAParameterWithItsValueHere(_ arguments: [String]) throws {
    let result = try Program.run(arguments)
    let running = try String(contentsOfFile: "/proc/sys/net/core/somaxconn", encoding: .utf8)
    #expect(result.status == 0)
    #expect(result.output.contains("value: \(running.trimmingCharacters(in: .newlines))"))
    #expect(result.lines.allSatisfy { $0.count <= 80 })
  }

  @Test func aParameterAsJSONHasItsValue() throws {
    let result = try Program.run("explain", "tcp_keepalive_time", "--json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let parameter = try #require(object["parameter"] as? [String: Any])
    #expect(object["schema"] as? String == "whyreset.explain/1")
    #expect(parameter["value"] is String)
    #expect(parameter["default"] as? String == "7200")
  }

  @Test(arguments: ["overflow", "半连接队列", "NO_SOCKET"])
  func severalThingsAreListed(_ word: String) throws {
    let result = try Program.run("explain", word)
    #expect(result.status == 0)
    #expect(result.lines.count > 2)
    #expect(result.output.contains("`whyreset explain NAME`"))
  }

  @Test func whatTheKernelHasAndTheReferenceHasNotIsNamed() throws {
    let counter = try Program.run("explain", "TCPHPHits")
    #expect(counter.status == 0)
    #expect(counter.output.contains("tells nothing of resets"))
    let reason = try Program.run("explain", "VXLAN_INVALID_HDR")
    #expect(reason.status == 0)
    #expect(reason.output.contains("does not explain it"))
  }

  @Test(arguments: [
    ["explain"], ["explain", "qwertzuiop"], ["explain", "--file", "a", "b"],
    ["explain", "--all", "b"], ["explain", "somaxconn", "--format", "pdf"],
    ["explain", "--all", "--json", "--format", "md"],
  ])
  func wrongUsageSaysWhatToDo(_ arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("whyreset: "))
  }

  @Test func offersTheNearest() throws {
    let result = try Program.run("explain", "somaxxxconn")
    #expect(result.status == 2)
    #expect(result.errors.contains("did you mean net.core.somaxconn"))
  }

  @Test func looksForTheVeryConnectionOnThisHost() throws {
    let result = try Program.run("explain", Self.line)
    #expect(result.status == 0)
    #expect(result.output.contains("127.0.0.1 is an address of this host"))
    #expect(result.output.contains("the connection is not open any more"))
    #expect(result.output.contains("nothing listens on port 9 here now"))
  }

  /// A listener with backlog 0 is full with one connection.
  @Test func saysThatTheListenersQueueIsFullNow() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer {
      close(client)
      close(listener)
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 0) == 0
          && getsockname(listener, $0, &length) == 0 && connect(client, $0, length) == 0
      }
    }
    try #require(isConnected)
    let port = UInt16(bigEndian: address.sin_port)
    let result = try Program.run("explain", "dial tcp 127.0.0.1:\(port): i/o timeout")
    let output = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(output.contains("listens on 127.0.0.1:\(port); its accept queue holds 1/0: it is full"))
    #expect(output.contains("(pid \(getpid()))"))
  }

  @Test func aLineOfElsewhereSaysWhereToRunTheCommands() throws {
    let result = try Program.run(
      "explain", "read tcp 203.0.113.1:43526->203.0.113.2:80: read: connection reset by peer")
    #expect(result.output.contains("none of its addresses is one of this network"))
    #expect(result.output.contains("sudo whyreset watch --port 80"))
  }

  @Test func wordsOfALineNeedNoQuotes() throws {
    let result = try Program.run("explain", "Error:", "socket", "hang", "up", "--lang", "zh")
    #expect(result.status == 0)
    #expect(result.output.contains("ECONNRESET"))
  }

  @Test func hostileLinesDoNothing() throws {
    let result = try Program.run(
      "explain", "\u{1b}[2J\u{7} dial tcp 10.0.0.2:80: connect: connection refused")
    #expect(result.status == 0)
    #expect(!result.output.contains("\u{1b}"))
    let unknown = try Program.run("explain", "\u{1b}[2J\u{202e}")
    #expect(unknown.status == 2)
    #expect(!unknown.errors.contains("\u{1b}") && !unknown.errors.contains("\u{202e}"))
  }

  @Test func theWholeReferenceIsTheDocumentation() throws {
    let result = try Program.run("explain", "--all", "--format", "md", "--lang", "zh")
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/reference.zh.md").standardized
    #expect(try String(contentsOf: file, encoding: .utf8) == result.output)
    let text = try Program.run("explain", "--all")
    #expect(text.status == 0 && text.lines.count > 2000)
  }

  @Test func everyPageOfTheReferenceIsAJSONObject() throws {
    let result = try Program.run("explain", "--all", "--json")
    #expect(result.lines.count > 200)
    for line in result.lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["schema"] as? String == "whyreset.explain/1")
    }
  }
}

/// Whole logs, and a history of findings beside them.
@Suite struct ExplainLogTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  private func write(_ data: Data, _ name: String = "error.log") throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: name)
    try data.write(to: file)
    return file.path
  }

  @Test func countsTheLinesOfALogByKind() throws {
    let refused = "dial tcp 10.0.0.2:80: connect: connection refused\n"
    let reset = "read tcp 10.0.0.1:43526->10.0.0.3:80: read: connection reset by peer\n"
    let log = String(repeating: refused, count: 3) + "all is well\n" + reset + refused
    let path = try write(Data(log.dropLast().utf8))
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Program.run("explain", "--file", path)
    #expect(result.status == 0)
    #expect(result.output.contains("5 of 6 lines tell of a failed connection."))
    #expect(result.output.contains("4 × Go · 10.0.0.2:80"))
    #expect(result.output.contains("1 × Go · 10.0.0.3:80"))
    let json = try Program.run("explain", "--file", path, "--json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.lines[0].utf8)) as? [String: Any])
    let summary = try #require(object["log"] as? [String: Any])
    #expect(summary["lines"] as? Int == 6 && summary["recognized"] as? Int == 5)
  }

  @Test func aHostileLogIsRead() throws {
    var bytes = Data((0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
    bytes.append(Data("\n\u{1b}[2J dial tcp 10.0.0.2:80: connect: connection refused\u{7}\n".utf8))
    let path = try write(bytes)
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Program.run("explain", "--file", path)
    #expect(result.status == 0)
    #expect(result.output.contains("1 × Go · 10.0.0.2:80"))
    #expect(!result.output.contains("\u{1b}"))
  }

  @Test func anEmptyLogHasNoLines() throws {
    let path = try write(Data())
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Program.run("explain", "--file", path)
    #expect(result.status == 0)
    #expect(result.output.contains("0 of 0 lines"))
  }

  @Test(arguments: ["/nonexistent/error.log", "/"])
  func aFileThatCannotBeReadIsOneLine(_ path: String) throws {
    let result = try Program.run("explain", "--file", path)
    #expect(result.status == 3)
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func findsTheConnectionInAHistory() throws {
    let finding = """
      {"schema":"whyreset.finding/1","kind":"reset","time":"2026-11-22T08:00:00.123456789Z",\
      "firstTime":null,"client":"10.0.0.1:43526","server":"10.0.0.2:80","cause":"keepalive-race",\
      "confidence":"certain","count":1}

      """
    _ = try write(Data("whyreset.record/1\n".utf8), "VERSION")
    _ = try write(Data(finding.utf8), "2026-11-22T080000.123456789Z.jsonl")
    defer { try? FileManager.default.removeItem(at: folder) }
    let line = "read tcp 10.0.0.1:43526->10.0.0.2:80: read: connection reset by peer"
    let result = try Program.run("explain", line, "--record", folder.path)
    #expect(result.status == 0)
    #expect(result.output.contains("2026-11-22T08:00:00.123456789Z"))
    #expect(result.output.contains("keepalive-race, certain"))
    let other = try Program.run(
      "explain", line.replacingOccurrences(of: "43526", with: "43527"), "--record", folder.path)
    #expect(other.output.contains("has nothing of it"))
  }

  @Test func aHistoryThatIsNoneSaysSo() throws {
    let result = try Program.run(
      "explain", "read tcp 10.0.0.1:43526->10.0.0.2:80: read: connection reset by peer",
      "--record", "/nonexistent")
    #expect(result.status == 3)
  }
}
