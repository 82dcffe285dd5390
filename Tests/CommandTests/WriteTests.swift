import Foundation
import Testing

/// `watch --write`: the packets around each reset, and no others.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct WriteTests {
  private let namespace: PrivateNamespace
  private let file = FileManager.default.temporaryDirectory.appending(
    path: "whyreset-\(UUID()).pcapng")

  init() throws { namespace = try PrivateNamespace() }

  private func watch(_ options: String..., while script: String) throws -> Program.Result {
    let watch = try Running(
      ["watch", "--json", "--netns", namespace.name, "--write", file.path] + options)
    if watch.waitForError("watching") {
      try namespace.python(script)
      usleep(500_000)
      watch.interrupt()
    }
    return watch.wait()
  }

  /// One connection that is closed with data unread, and one that ends as it should.
  private static let connections = """
    import socket
    server = socket.create_server(("127.0.0.1", 8000))
    def connect(size):
      client = socket.create_connection(("127.0.0.1", 8000)); client.send(b"secret" * 50)
      c, _ = server.accept(); c.recv(size); c.close(); client.close()
    connect(1000); connect(1)
    """

  @Test func keepsTheHeadersOfAResetConnectionWithTheVerdict() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try watch(while: Self.connections)
    #expect(result.status == 1)
    let capture = try Capture(file)
    #expect(capture.sections == 1 && capture.interfaces == 1)
    // SYN, SYN-ACK, ACK, data, its ACK, RST: each seen once, though loopback shows it twice.
    #expect(capture.packets.map(\.flags) == [0x02, 0x12, 0x10, 0x18, 0x10, 0x14])
    #expect(capture.packets.map(\.payloadBytes) == [0, 0, 0, 300, 0, 0])
    #expect(capture.packets.allSatisfy { $0.bytes.count <= 20 + 60 })
    #expect(capture.packets.map { $0.comment != nil } == [false, false, false, false, false, true])
    #expect(capture.packets[5].comment?.contains("unread-data-at-close") == true)
    let finding = try JSONFinding(try #require(result.lines.first))
    let time = capture.packets[5].nanoseconds % 1_000_000_000
    let seconds = try #require(finding["time"]).dropFirst(20).dropLast()
    #expect(abs(Int(time) - (Int(seconds) ?? 0)) < 50_000_000)
  }

  @Test func theNextWatchAddsToTheFile() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    _ = try watch(while: Self.connections)
    _ = try watch(while: Self.connections)
    let capture = try Capture(file)
    #expect(capture.sections == 2 && capture.packets.count == 12)
  }

  @Test func aFilterByPortIsOneForPacketsToo() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let other = try watch("--port", "9", while: Self.connections)
    #expect(other.status == 0)
    #expect(try Capture(file).packets.isEmpty)
    _ = try watch("--port", "8000", while: Self.connections)
    #expect(try Capture(file).packets.count == 6)
  }

  @Test func aKillLeavesWholeBlocks() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let watch = try Running(
      ["watch", "--json", "--netns", namespace.name, "--write", file.path])
    #expect(watch.waitForError("watching"))
    try namespace.python(Self.connections)
    usleep(800_000)
    watch.kill()
    _ = watch.wait()
    #expect(try Capture(file).packets.count == 6)
  }

  @Test(arguments: ["not a capture", String(repeating: "x", count: 500)])
  func aFileOfAnotherKindIsNotTouched(_ text: String) throws {
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    let result = try watch(while: "")
    #expect(result.status == 3 && result.errors.contains("is no pcapng file"))
    #expect(try Data(contentsOf: file) == Data(text.utf8))
  }

  @Test(arguments: ["/nonexistent/x.pcapng", "/dev/full", "/"])
  func aFileThatCannotBeWrittenIsToldAtOnce(_ path: String) throws {
    let result = try Program.run("watch", "--write", path, "--duration", "1")
    #expect(result.status == 3)
    #expect(result.errors.split(separator: "\n").count == 1 && result.errors.contains(path))
  }

  /// A disk of 8 KiB: some connections fit, and then none.
  @Test func aFullDiskIsToldOnceAndWhatWasWrittenStays() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "whyreset-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      mount -t tmpfs -o size=8k none "$1" &&
      { "$0" watch --netns "$2" --write "$1/x" --duration 4 --color never >/dev/null
        echo "status $?"; cat "$1/x" > "$3"; }
      """
    defer { try? FileManager.default.removeItem(at: file) }
    let watch = try Running(
      [folder.path, namespace.name, file.path],
      as: ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script])
    #expect(watch.waitForError("watching"))
    for _ in 0..<20 {
      try namespace.python(Self.connections)
      usleep(20_000)
    }
    let result = watch.wait()
    #expect(result.lines == ["status 1"])
    #expect(result.errors.matches(of: /packets not written: .*No space left on device/).count == 1)
    let count = try Capture(file).packets.count
    #expect(count >= 6 && count < 120)
  }

  @Test func itsSizeIsLimited() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try watch(
      "--write-size", "64K",
      while: Script.refusal(port: 9, times: 190) + "\nimport time\n"
        + "for i in range(6):\n  time.sleep(1)\n"
        + Script.refusal(port: 9, times: 60).split(separator: "\n").map { "  \($0)" }
        .joined(separator: "\n"))
    #expect(result.errors.contains("File too large"))
    #expect(try Data(contentsOf: file).count <= 65_536)
    #expect(try Capture(file).packets.count > 200)
  }
}

/// A pcapng file of Linux cooked packets, read to its end: little-endian, as it is written.
private struct Capture {
  struct Packet {
    /// From the IP header on.
    let bytes: [UInt8]
    let length: Int
    let nanoseconds: UInt64
    let comment: String?

    /// Of IPv4.
    private var tcp: [UInt8] { Array(bytes.dropFirst(Int(bytes[0] & 15) * 4)) }
    var flags: UInt8 { tcp[13] }
    /// On the wire; none of it is in the file.
    var payloadBytes: Int { length - bytes.count }
  }

  private(set) var sections = 0
  private(set) var interfaces = 0
  private(set) var packets: [Packet] = []

  init(_ file: URL) throws {
    var rest = [UInt8](try Data(contentsOf: file))[...]
    while !rest.isEmpty {
      let length = Self.number(rest.dropFirst(4))
      try #require(length >= 12 && length <= rest.count && length.isMultiple(of: 4))
      let block = Array(rest.prefix(length))
      try #require(Self.number(block[(length - 4)...]) == length)
      switch Self.number(block[...]) {
      case 0x0a0d_0d0a: sections += 1
      case 1: interfaces += 1
      case 6: packets.append(Self.packet(block))
      default: Issue.record("another block")
      }
      rest = rest.dropFirst(length)
    }
  }

  private static let cookedHeader = 20

  private static func packet(_ block: [UInt8]) -> Packet {
    let kept = number(block[20...])
    let options = 28 + (kept + 3) / 4 * 4
    var comment: String?
    if options + 4 < block.count {
      let length = Int(block[options + 2]) | Int(block[options + 3]) << 8
      comment = String(decoding: block[(options + 4)..<(options + 4 + length)], as: UTF8.self)
    }
    return Packet(
      bytes: Array(block[(28 + cookedHeader)..<(28 + kept)]),
      length: number(block[24...]) - cookedHeader,
      nanoseconds: UInt64(number(block[12...])) << 32 | UInt64(number(block[16...])),
      comment: comment)
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
