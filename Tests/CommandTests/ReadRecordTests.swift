import Foundation
import Testing

/// `read` of what `watch` has recorded, without rights and while it is written.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct ReadRecordTests {
  private let namespace: PrivateNamespace
  private let folder = FileManager.default.temporaryDirectory.appending(path: "whyreset-\(UUID())")

  init() throws { namespace = try PrivateNamespace() }

  private func watch() throws -> Running {
    let watch = try Running(
      ["watch", "--json", "--all", "--netns", namespace.name, "--record", folder.path])
    #expect(watch.waitForError("watching"))
    return watch
  }

  private static let resets = """
    import socket
    for port in (9, 10, 9):
      socket.socket().connect_ex(("127.0.0.1", port))
    server = socket.create_server(("127.0.0.1", 8000))
    client = socket.create_connection(("127.0.0.1", 8000)); client.send(b"ab")
    c, _ = server.accept(); c.recv(1); c.close()
    """

  @Test func whatWasRecordedIsToldAgainWhileItIsWritten() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let watch = try watch()
    try namespace.python(Self.resets)
    usleep(400_000)
    let json = try Program.run("read", folder.path, "--json")
    let text = try Program.run("read", folder.path)
    let byPort = try Program.run("read", folder.path, "--port", "10", "--json")
    let byCause = try Program.run(
      "read", folder.path, "--cause", "unread-data-at-close", "--command", "python3", "--json")
    let recent = try Program.run("read", folder.path, "--since", "5m", "--json")
    let old = try Program.run("read", folder.path, "--until", "5m", "--json")
    watch.interrupt()
    let live = watch.wait()
    #expect(live.lines.count == 4)
    #expect(json.lines == live.lines && recent.lines == live.lines && json.status == 1)
    #expect(byPort.lines.count == 1 && byCause.lines.count == 1)
    #expect(old.output.isEmpty && old.status == 0 && old.errors.isEmpty)
    #expect(text.output.contains("In ") && text.output.contains(": 4 resets\n"))
    // In full, with the process and the change, as the watch told it.
    for part in [
      "certain   Nothing listened on the port", "python3 (pid", "ss -ltnp", "ECONNREFUSED",
    ] {
      #expect(text.output.contains(part), "\(part)")
    }
    #expect(text.errors.isEmpty && text.status == 1)
  }

  @Test func aFileOfLinesIsReadToo() throws {
    let file = folder.path + ".jsonl"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data("torn".utf8).write(to: URL(filePath: file))
    let torn = try Program.run("read", file)
    #expect(torn.status == 0 && torn.errors.contains("the last line is not whole"))
    try Data("{}\nnot JSON\n".utf8).write(to: URL(filePath: file))
    #expect(try Program.run("read", file).errors.contains("2 lines are no findings"))
  }

  @Test func aFolderThatIsNoRecordIsToldInOneLine() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let empty = try Program.run("read", folder.path)
    #expect(empty.status == 3 && empty.errors.contains("is not a record"))
    try Data("whyreset.record/9\n".utf8).write(to: folder.appending(path: "VERSION"))
    let other = try Program.run("read", folder.path)
    #expect(other.status == 3 && other.errors.contains("whyreset.record/9"))
    for result in [empty, other] {
      #expect(result.errors.split(separator: "\n").filter { $0.hasPrefix("whyreset: ") }.count == 1)
    }
    #expect(try Program.run("read", folder.path, "/etc/passwd").status == 3)
  }

  @Test func aTornLastLineCostsNothingElse() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let watch = try watch()
    try namespace.python(Self.resets)
    usleep(400_000)
    watch.kill()
    _ = watch.wait()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let segment = folder.appending(path: try #require(names.first { $0.hasSuffix(".jsonl") }))
    let whole = try Data(contentsOf: segment)
    try whole.dropLast(40).write(to: segment)
    let result = try Program.run("read", folder.path, "--json")
    #expect(result.lines.count == 3 && result.status == 1)
  }
}
