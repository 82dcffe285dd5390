import Foundation
import Testing

/// `watch --record`: a history that stays, whatever happens to the watch or to the disk.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct RecordCommandTests {
  private let namespace: PrivateNamespace
  private let folder = FileManager.default.temporaryDirectory.appending(path: "whyreset-\(UUID())")

  init() throws { namespace = try PrivateNamespace() }

  private func lines() throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.filter { $0.hasSuffix(".jsonl") }.flatMap {
      try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
        .split(separator: "\n").map(String.init)
    }
  }

  private func watch(_ options: String...) throws -> Running {
    let watch = try Running(
      ["watch", "--json", "--netns", namespace.name, "--record", folder.path] + options)
    #expect(watch.waitForError("watching"))
    return watch
  }

  @Test func aKillLosesNothingThatWasSeenAndTheNextWatchGoesOn() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = try watch()
    try namespace.python(Script.refusal(port: 9, times: 20))
    for _ in 0..<300 where try lines().count < 20 { usleep(10_000) }
    first.kill()
    #expect(first.wait().status == 137)
    #expect(try lines().count == 20)
    let second = try watch()
    try namespace.python(Script.refusal(port: 9))
    usleep(300_000)
    second.interrupt()
    _ = second.wait()
    let findings = try lines().map { try JSONFinding($0) }
    #expect(findings.count == 21 && findings.allSatisfy { $0["cause"] == "port-closed" })
    // One by one, so that each connection can be asked for.
    #expect(Set(findings.compactMap { $0["client"] }).count > 15)
  }

  @Test func aStormIsFoldedAndCountedInFull() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let storm = try watch()
    try namespace.python(Script.refusal(port: 9, times: 3000))
    usleep(300_000)
    storm.interrupt()
    _ = storm.wait()
    let findings = try lines().map { try JSONFinding($0) }
    #expect(findings.reduce(0) { $0 + $1.count } == 3000)
    #expect(findings.count < 1000)
  }

  @Test func twoWatchesDoNotShareAFolder() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = try watch()
    let second = try Program.run("watch", "--record", folder.path, "--duration", "1")
    #expect(second.status == 3)
    #expect(second.errors.contains("another process writes to the record"))
    first.interrupt()
    _ = first.wait()
  }

  @Test func aFolderOfAnotherVersionIsNotTouched() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("whyreset.record/2\n".utf8).write(to: folder.appending(path: "VERSION"))
    let result = try Program.run("watch", "--record", folder.path, "--duration", "1")
    #expect(result.status == 3)
    #expect(result.errors.contains("whyreset.record/2"))
    #expect(result.errors.split(separator: "\n").filter { $0.hasPrefix("whyreset: ") }.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["VERSION"])
  }

  /// A disk of 12 KiB: some findings fit, and then none.
  @Test func aFullDiskIsToldOnceAndCostsNothingElse() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      mount -t tmpfs -o size=12k none "$1" &&
      { "$0" watch --json --netns "$2" --record "$1/record" --duration 3; echo "status $?"; } |
      grep -v '"cause"'; cat "$1"/record/*.jsonl
      """
    let watch = try Running(
      [folder.path, namespace.name],
      as: ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script])
    #expect(watch.waitForError("watching"))
    try namespace.python(Script.refusal(port: 9, times: 60))
    let result = watch.wait()
    #expect(result.lines.first == "status 1")
    #expect(result.errors.matches(of: /not recorded: .*No space left on device/).count == 1)
    let recorded = try result.lines.dropFirst().map { try JSONFinding($0) }
    #expect(recorded.count > 1 && recorded.count < 60)
  }

  @Test(arguments: [
    ["--record-size", "64M"], ["--record", "x", "--record-size", "1K"],
    ["--record", "x", "--record-size", "64X"], ["--record", "x", "--record-size", "-1"],
    ["--record", "x", "--record-size", "99999999999999999999G"],
    ["--record", "x", "--record-age", "7"],
    ["--record", "x", "--record-age", "1s"], ["--record", "x", "--record-age", "9999999d"],
  ])
  func limitsThatMakeNoSenseAreRefused(_ options: [String]) throws {
    #expect(try Program.run(["watch"] + options).status == 2)
  }
}
