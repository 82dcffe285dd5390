import Foundation
import Testing

/// `tune` killed at any system call that changes something, and with any of them failing: a rollback ends with
/// the values and files of before, byte for byte.
@Suite(.enabled(if: geteuid() == 0 && FileManager.default.fileExists(atPath: "/usr/bin/strace")))
struct TuneCrashTests {
  static let writers = "write,rename,unlink,mkdir,fsync,fchmod,flock,ftruncate"

  static let change = [
    "apply", "--set", "somaxconn=8192", "--set", "tcp_tw_reuse=1", "--yes",
  ]

  static func scratch() throws -> TuneScratch {
    let scratch = try TuneScratch(parameters: [
      "net.core.somaxconn": "4096", "net.ipv4.tcp_tw_reuse": "2",
    ])
    let old = "# mine\nnet.ipv4.tcp_syncookies=1\n\n# the end"
    try Data(old.utf8).write(to: scratch.root.appending(path: TuneScratch.file))
    return scratch
  }

  /// Runs `tune` with strace(1) injecting at the n-th call of a set; false where it made fewer.
  private func tune(
    _ arguments: [String], _ scratch: TuneScratch, calls: String, inject: String, at number: Int
  ) throws -> Bool {
    let log = scratch.root.appending(path: "../strace-\(UUID().uuidString)").standardized
    defer { try? FileManager.default.removeItem(at: log) }
    let prefix = [
      "/usr/bin/strace", "-o", log.path, "-e", "trace=\(calls)", "-e",
      "inject=\(calls):\(inject):when=\(number)",
    ]
    let result = try Program.run(
      ["tune"] + arguments + ["--root", scratch.root.path], as: prefix)
    let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    return inject.hasPrefix("signal")
      ? result.status == 137 || text.contains("killed by SIGKILL") : text.contains("(INJECTED)")
  }

  /// Every point, kind of call by kind of call, until the program ends by itself; how many there were.
  private func sweep(
    _ arguments: [String], calls: String, inject: String, prepare: [String]? = nil
  ) throws -> Int {
    var points = 0
    for call in calls.split(separator: ",").map(String.init) {
      // strace(1) counts each kind of call on its own.
      for number in 1..<100 {
        let scratch = try Self.scratch()
        let before = try scratch.files()
        if let prepare { #expect(try scratch.tune(prepare, netns: false).status == 0) }
        let hit = try tune(arguments, scratch, calls: call, inject: inject, at: number)
        let undone = try scratch.tune(["rollback"], netns: false)
        #expect(undone.status == 0, "\(inject) at \(call) \(number): \(undone.errors)")
        #expect(try scratch.files() == before, "\(inject) at \(call) \(number)")
        if !hit { break }
        points += 1
      }
    }
    return points
  }

  @Test func killedAnywhereInApply() throws {
    #expect(try sweep(Self.change, calls: Self.writers, inject: "signal=KILL") > 25)
  }

  @Test func killedAnywhereInRollback() throws {
    let points = try sweep(
      ["rollback"], calls: Self.writers, inject: "signal=KILL", prepare: Self.change)
    #expect(points > 20)
  }

  /// Output is not the disk's business.
  @Test(arguments: ["ENOSPC", "EIO", "EROFS"]) func failingAnywhereInApply(_ error: String) throws {
    let points = try sweep(
      Self.change, calls: "rename,mkdir,fsync,fchmod,unlink", inject: "error=\(error)")
    #expect(points > 10)
  }

  @Test func failingAnywhereInRollback() throws {
    let points = try sweep(
      ["rollback"], calls: "rename,fsync,fchmod", inject: "error=ENOSPC", prepare: Self.change)
    #expect(points > 4)
  }

  /// A folder that takes nothing more: nothing is changed, and the message says why.
  @Test(arguments: [
    ("size=4k", "No space left"), ("ro", "Read-only file system"),
  ])
  func aDiskThatTakesNothing(_ option: String, _ words: String) throws {
    let scratch = try Self.scratch()
    let before = try scratch.files()
    let state = scratch.root.appending(path: "var/lib").path
    let script =
      "mount -t tmpfs -o \(option) none \(state) && { head -c 1M /dev/zero > \(state)/fill; exec \"$0\" \"$@\"; }"
    let result = try Program.run(
      ["tune"] + Self.change + ["--root", scratch.root.path],
      as: ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script])
    #expect(result.status == 3 && result.errors.contains(words), "\(result)")
    #expect(try scratch.files() == before)
  }

  @Test func withoutRightsItSaysWhatIsNeeded() throws {
    let scratch = try Self.scratch()
    let before = try scratch.files()
    for arguments in [Self.change, ["rollback"]] {
      let result = try Program.run(
        ["tune"] + arguments + ["--root", scratch.root.path], as: RightsTests.asNobody)
      #expect(result.status == 3 && result.errors.contains("root"), "\(result)")
    }
    let plan = try Program.run(
      ["tune", "plan", "--set", "somaxconn=8192", "--root", scratch.root.path],
      as: RightsTests.asNobody)
    #expect(plan.status == 0 && plan.output.contains("8192"))
    #expect(try scratch.files() == before)
  }

  /// A file that is a link leads elsewhere, and is not followed.
  @Test func writesThroughNoLink() throws {
    let scratch = try Self.scratch()
    let file = scratch.root.appending(path: TuneScratch.file)
    let victim = scratch.root.appending(path: "victim")
    try "precious".write(to: victim, atomically: true, encoding: .utf8)
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: victim)
    let result = try scratch.tune(Self.change, netns: false)
    #expect(result.status == 3)
    #expect(try scratch.text("victim") == "precious")
    #expect(try scratch.hostValue("net.core.somaxconn") == "4096\n")
  }
}
