import Foundation
import Testing

/// Every command that the READMEs show works as shown.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct DocumentTests {
  static func commands(of file: String) throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../..").standardized
    let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("sudo whyreset ") else { return nil }
      let command = line.split(separator: "#")[0].split(separator: "|")[0]
      return command.dropFirst("sudo whyreset ".count).trimmingCharacters(in: .whitespaces)
    }
  }

  @Test func bothLanguagesShowTheSameCommands() throws {
    let english = try Self.commands(of: "README.md")
    #expect(english.count >= 5)
    #expect(try Self.commands(of: "README.zh.md") == english)
  }

  /// All scenarios at once, the demo, and what changes this machine have tests of their own.
  static let elsewhere = ["lab run --all", "demo", "tune apply", "tune confirm", "tune rollback"]

  @Test(
    arguments: try commands(of: "README.md").filter { command in
      !elsewhere.contains { command.hasPrefix($0) }
    })
  func worksAsShown(_ command: String) throws {
    var words = command.split(separator: " ").map(String.init)
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    if let record = words.firstIndex(of: "--record") { words[record + 1] = folder.path }
    if let record = words.firstIndex(of: "/var/lib/whyreset"), words[0] == "read" {
      words[record] = folder.path
      try Program.run("watch", "--record", folder.path, "--duration", "1")
    }
    if let file = words.firstIndex(of: "--write") { words[file + 1] = folder.path }
    // A pid of the machine that the reader is on.
    if let pid = words.firstIndex(of: "4321") { words[pid] = "\(getpid())" }
    if words[0] == "watch" { words += ["--duration", "1"] }
    if let time = words.firstIndex(of: "10m") { words[time] = "1s" }
    let result = try Program.run(words)
    // `run` passes on the status of its command, which may not be installed.
    #expect(words[0] == "run" ? ![2, 3].contains(result.status) : [0, 1].contains(result.status))
    #expect(!result.errors.contains("Usage"))
  }
}
