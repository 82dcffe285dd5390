import Foundation
import Testing

/// What goes wrong beside a watch costs one line, and nothing that was already written.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct BadWeatherTests {
  private func messages(_ result: Program.Result) -> [Substring] {
    result.errors.split(separator: "\n").filter {
      $0.hasPrefix("whyreset: ") && !$0.contains("watching;")
    }
  }

  @Test(arguments: ["bpf", "packets"])
  func aNamespaceThatVanishesEndsTheWatch(_ source: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "whyreset-\(UUID()).pcapng")
    defer { try? FileManager.default.removeItem(at: file) }
    var namespace: PrivateNamespace? = try PrivateNamespace()
    let watch = try Running(
      ["watch", "--json", "--source", source, "--netns", namespace!.name, "--write", file.path])
    #expect(watch.waitForError("watching"))
    try namespace!.python(Script.refusal(port: 9))
    usleep(200_000)
    namespace = nil
    let result = watch.wait()
    #expect(result.status == 1 && result.lines.count == 1)
    #expect(messages(result).count { $0.contains("is gone") } == 1)
  }

  @Test func aNamespaceThatVanishesLeavesTheOthers() throws {
    let other = try PrivateNamespace()
    var namespace: PrivateNamespace? = try PrivateNamespace()
    let watch = try Running(
      ["watch", "--json", "--netns", namespace!.name, "--netns", other.name])
    #expect(watch.waitForError("watching"))
    namespace = nil
    #expect(watch.waitForError("is gone"))
    // The next namespace that is made may get the number of the one that went.
    let next = try PrivateNamespace()
    try next.python(Script.refusal(port: 10))
    try other.python(Script.refusal(port: 9))
    usleep(300_000)
    watch.interrupt()
    let result = watch.wait()
    #expect(try result.lines.map { try JSONFinding($0)["server"] } == ["127.0.0.1:9"])
  }

  @Test func aNamespaceThatIsNotThereIsUsage() throws {
    let result = try Program.run("watch", "--netns", "4294967295", "--duration", "1")
    #expect(result.status == 2 && messages(result).count == 1)
  }

  @Test func withoutTracefsItIsMountedForTheWatchAlone() throws {
    let script = """
      umount -l /sys/kernel/tracing 2>/dev/null; umount -l /sys/kernel/debug 2>/dev/null
      exec "$0" watch --source tracepoints --duration 1 --address 192.0.2.77
      """
    let result = try Program.run(
      [], as: ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script])
    #expect(result.status == 0 && result.errors.contains("watching"))
  }

  /// Nor may it be mounted: one line that says so.
  @Test func withoutTracefsAndTheRightToMountItSaysSo() throws {
    let script = """
      umount -l /sys/kernel/tracing 2>/dev/null; umount -l /sys/kernel/debug 2>/dev/null
      exec setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin \
        "$0" watch --source tracepoints --duration 1
      """
    let result = try Program.run(
      [], as: ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script])
    #expect(result.status == 3 && messages(result).count == 1)
    #expect(result.errors.contains("tracefs"))
  }

  @Test(arguments: [["--json"], []]) func aFullDiskBehindTheOutputEndsIt(_ options: [String]) throws
  {
    let namespace = try PrivateNamespace()
    let watch = try Running(
      [namespace.name] + options,
      as: [
        "/bin/sh", "-c",
        "n=$1; shift; \"$0\" watch --netns $n \"$@\" --duration 5 >/dev/full; echo status $?",
      ])
    #expect(watch.waitForError("watching"))
    try namespace.python(Script.refusal(port: 9))
    let result = watch.wait()
    #expect(result.lines == ["status 3"] && messages(result).count == 1)
    #expect(result.errors.contains("write to standard output: No space left on device"))
  }

  /// The 3000 are folded in the record too: what waits to be written is written all the same.
  @Test func aClosedPipeLosesNothingOfTheRecord() throws {
    let namespace = try PrivateNamespace()
    let folder = FileManager.default.temporaryDirectory.appending(path: "whyreset-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let watch = try Running(
      [namespace.name, folder.path],
      as: [
        "/bin/bash", "-c",
        "\"$0\" watch --json --netns $1 --record $2 --duration 10 | head -1 >/dev/null;"
          + "echo status ${PIPESTATUS[0]}",
      ])
    #expect(watch.waitForError("watching"))
    try namespace.python(Script.refusal(port: 9, times: 400))
    let result = watch.wait()
    #expect(result.lines == ["status 3"] && messages(result).count == 1)
    let record = try Program.run("read", folder.path, "--json", "--all")
    #expect(try record.lines.reduce(0) { try $0 + JSONFinding($1).count } > 0)
    #expect(record.errors.contains("resets"))
  }
}
