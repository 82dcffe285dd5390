import Foundation
import Testing

/// What the program may still do while it watches, and with how little it can watch: SECURITY.md.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct PrivilegeTests {
  private let namespace: PrivateNamespace

  init() throws { namespace = try PrivateNamespace() }

  /// The bits of linux/capability.h.
  private static let looking: [UInt64] = [2, 12, 13, 19, 21, 38, 39]
  private static let overridingFileRights: UInt64 = 1

  private func mask(_ bits: [UInt64]) -> String {
    let hex = String(bits.reduce(0) { $0 | 1 << $1 }, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }

  /// The fields of /proc/PID/status, once it may gain no new privileges.
  private func status(of process: Running) throws -> [String: String] {
    for _ in 0..<500 {
      let text = try String(contentsOfFile: "/proc/\(process.pid)/status", encoding: .utf8)
      let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
        let parts = line.split(separator: ":", maxSplits: 1)
        return parts.count == 2
          ? (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)) : nil
      }
      let fields = Dictionary(pairs) { first, _ in first }
      if fields["NoNewPrivs"] == "1" { return fields }
      usleep(10_000)
    }
    return [:]
  }

  @Test func aWatchKeepsOnlyWhatItStillNeeds() throws {
    let watch = try Running(["watch", "--netns", namespace.name, "--duration", "30"])
    #expect(watch.waitForError("watching"))
    let fields = try status(of: watch)
    watch.interrupt()
    #expect(watch.wait().status == 0)
    for set in ["CapPrm", "CapEff", "CapBnd"] { #expect(fields[set] == mask(Self.looking)) }
    #expect(fields["CapInh"] == mask([]) && fields["CapAmb"] == mask([]))
  }

  @Test func aRecordMayBeInAnyonesFolder() throws {
    let scratch = try ScratchFolder()
    #expect(chown(scratch.url.path, 65534, 65534) == 0 && chmod(scratch.url.path, 0o700) == 0)
    let watch = try Running(
      ["watch", "--netns", namespace.name, "--record", scratch.url.path, "--duration", "30"])
    #expect(watch.waitForError("watching"))
    let fields = try status(of: watch)
    try namespace.python(Script.refusal(port: 9))
    usleep(300_000)
    watch.interrupt()
    #expect(watch.wait().status == 1)
    #expect(fields["CapEff"] == mask(Self.looking + [Self.overridingFileRights]))
    #expect(try Program.run("read", scratch.url.path, "--json").lines.count == 1)
  }

  @Test func twoCapabilitiesAreEnoughForEBPF() throws {
    let rights = "-all,+bpf,+perfmon"
    let watch = try Running(
      ["watch", "--json", "--duration", "30", "--count", "1"],
      as: namespace.prefix + ["setpriv", "--bounding-set=\(rights)", "--inh-caps=\(rights)"])
    #expect(watch.waitForError("watching"))
    try namespace.python(Script.refusal(port: 9))
    usleep(300_000)
    watch.interrupt()
    let result = watch.wait()
    #expect(result.errors.contains("CAP_SYSLOG is missing"))
    #expect(result.lines.contains { $0.contains("\"cause\":\"port-closed\"") })
  }

  @Test func aSetUserIDFileIsRefused() throws {
    let scratch = try ScratchFolder()
    let copy = scratch.url.appending(path: "whyreset").path
    try FileManager.default.copyItem(atPath: Program.path, toPath: copy)
    #expect(chmod(scratch.url.path, 0o755) == 0 && chmod(copy, 0o4755) == 0)
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/setpriv")
    process.arguments = ["--reuid=65534", "--regid=65534", "--clear-groups", copy, "--version"]
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 3)
    #expect(text.hasPrefix("whyreset: refuses to run set-uid or set-gid\n  "))
  }
}
