import Foundation
import Testing

/// `whyreset read` with more than one file, and on a terminal or a pipe that is in a hurry.
@Suite struct ReadJoinTests {
  /// The capture of one refused connect, with another client's port, so many seconds later.
  private func capture(port: UInt8, later seconds: UInt8) -> Data {
    var data = ReadTests.refused
    // Two packets of 40 bytes after 24 and 16 bytes: their seconds, and the client's port in each.
    for (second, place) in [(27, 61), (83, 119)] {
      data[second] += seconds
      data[place] = port
    }
    return data
  }

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test func anExtractOfSeveralFilesIsInOrderOfTime() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (late, early) = (folder.appending(path: "a.pcap"), folder.appending(path: "b.pcap"))
    try capture(port: 7, later: 60).write(to: late)
    try capture(port: 8, later: 0).write(to: early)
    let extract = folder.appending(path: "c.pcapng")
    let result = try Program.run("read", late.path, early.path, "--extract", extract.path, "--json")
    #expect(result.lines.count == 2)
    let again = try Program.run("read", extract.path, "--json", "--all")
    let frames = try again.lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return "\(object?["client"] ?? "") \(object?["frame"] ?? "")"
    }
    #expect(frames == ["10.0.0.1:43528 2", "10.0.0.1:43527 4"])
  }

  @Test func whatAHostRecordedJoinsItsCapture() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (packets, record) = (folder.appending(path: "a.pcap"), folder.appending(path: "b.jsonl"))
    try capture(port: 7, later: 0).write(to: packets)
    let seen = try Program.run("read", packets.path, "--json").output
    let known = seen.replacingOccurrences(of: "\"port-closed\"", with: "\"listener-closed\"")
      .replacingOccurrences(of: "\"confidence\":\"likely\"", with: "\"confidence\":\"certain\"")
    let other = known.replacingOccurrences(of: "10.0.0.1:43527", with: "10.0.0.1:9")
    try Data((known + other).utf8).write(to: record)
    let joined = try Program.run("read", packets.path, record.path, "--json")
    let objects = try joined.lines.map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(objects.map { $0?["cause"] as? String } == ["listener-closed", "listener-closed"])
    #expect(objects.map { $0?["client"] as? String } == ["10.0.0.1:43527", "10.0.0.1:9"])
    #expect(objects[0]?["confidence"] as? String == "certain")
    #expect(objects[0]?["frame"] as? Int == 2)
  }

  /// As ptcpdump writes them: pcapng with a comment on each packet.
  @Test func commentsOfTheCapturingProgramNameTheProcess() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fuzz/corpus/capture/ng-ptcpdump").path
    let object = try JSONSerialization.jsonObject(
      with: Data(try Program.run("read", path, "--json").output.utf8))
    let evidence = (object as? [String: Any])?["evidence"] as? [[String: Any]]
    #expect(evidence?.contains { $0["value"] as? String == "curl (PID 4242)" } == true)
  }

  @Test func aTerminalSeesHowFarItIs() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a.pcap")
    let packets = ReadTests.refused.dropFirst(24)
    var data = ReadTests.refused
    while data.count < 6_000_000 { data += packets }
    try data.write(to: file)
    // `script` gives it a terminal, and passes on what it writes there.
    let shell = """
      exec script -qec "(head -c 4500000 \(file.path); sleep 1; tail -c +4500001 \(file.path)) \
      | $0 read - --lang en" /dev/null
      """
    let result = try Program.run([], as: ["/bin/bash", "-c", shell])
    #expect(result.output.contains("\r\u{1b}[K") && result.output.contains(" MB"))
    #expect(result.output.contains("RSTs"))
  }

  @Test func aReaderThatGoesAwayEndsItInOneLine() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a.pcap")
    var data = ReadTests.refused
    for port in 0..<250 { data += capture(port: UInt8(port), later: 1).dropFirst(24) }
    try data.write(to: file)
    let result = try Program.run(
      ["read", file.path, "--all"],
      as: ["/bin/bash", "-o", "pipefail", "-c", "\"$0\" \"$@\" | head -n 1"])
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.errors.split(separator: "\n").filter { $0.hasPrefix("whyreset: ") }.count == 1)
  }
}
