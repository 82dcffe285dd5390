import Foundation
import Testing

@Suite struct UsageTests {
  @Test(arguments: [
    ["watch", "--nonesuch"], ["nonesuch"], ["watch", "--address", "10.0.0"],
    ["watch", "--port", "70000"], ["watch", "--lang", "fr"], ["lab", "run"],
    ["lab", "run", "--all", "port-closed"], ["lab", "run", "nonesuch"],
    ["lab", "run", "--all", "--jobs", "0"], ["lab", "run", "--all", "--jobs", "many"],
    ["lab", "matrix", "--jobs", "0"], ["lab", "matrix", "--json"],
    ["watch", "--netns", "nonesuch"], ["watch", "--netns", "/etc/passwd"],
    ["watch", "--netns", "3999999"], ["watch", "--port", "0"], ["watch", "--port", "+80"],
    ["watch", "--address", "10.0.0.0/33"], ["watch", "--address", "::1/x"],
    ["watch", "--pid", "3999999"], ["watch", "--pid", "x"], ["watch", "--command", "/"],
    ["watch", "--cause", "nonesuch-at-all"], ["watch", "--count", "0"], ["watch", "--count", "-1"],
    ["run", "--port", "x", "--", "true"],
  ])
  func wrongUsageIsOneStatusAndSaysWhatToDo(_ arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
    #expect(!result.errors.contains("Fatal error"))
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count <= 2 && lines.first?.hasPrefix("whyreset: ") == true)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  ") })
  }

  @Test(arguments: [
    ("port-closd", "port-closed"), ("keepalive", "keepalive-race"), ("unknwn", "unknown"),
    ("Linger-Zero", "linger-zero"),
  ])
  func offersTheNearestCause(_ text: String, _ cause: String) throws {
    let result = try Program.run("watch", "--cause", text)
    #expect(result.status == 2 && result.errors.contains("did you mean \(cause)?"))
  }

  @Test func offersTheNearestScenario() throws {
    let result = try Program.run("lab", "run", "port-closd")
    #expect(result.errors.contains("did you mean port-closed?"))
  }

  @Test func saysWhyACauseHasNoScenario() throws {
    let result = try Program.run("lab", "run", "orphan-limit")
    #expect(result.status == 2)
    #expect(result.errors.contains("whole host"))
  }

  @Test(arguments: [
    [], ["watch"], ["run"], ["lab"], ["lab", "list"], ["lab", "run"], ["lab", "matrix"],
    ["demo"], ["explain"],
    ["read"], ["keepalive", "probe"], ["keepalive", "learn"], ["selftest"],
  ])
  func helpBeginsWithExamplesThatWork(_ command: [String]) throws {
    let result = try Program.run(command + ["--help"])
    #expect(result.status == 0)
    #expect(result.lines.allSatisfy { $0.count <= 80 })
    #expect(result.lines.count <= 60)
    try expectSnapshot(
      result.output, named: "help-" + (["whyreset"] + command).joined(separator: "-"))
  }

  @Test func listsScenariosInBothLanguages() throws {
    let english = try Program.run("lab", "list", "--lang", "en")
    let chinese = try Program.run("lab", "list", "--lang", "zh")
    #expect(english.status == 0 && chinese.status == 0)
    #expect(english.output.contains("accept-queue-overflow/abort"))
    #expect(english.lines.count > 14)
    #expect(chinese.output.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) })
    try expectSnapshot(english.output, named: "lab-list")
  }

  @Test func theEnvironmentDecidesTheLanguage() throws {
    let chinese = try Program.run("lab", "list", environment: ["LC_ALL": "zh_CN.UTF-8"])
    #expect(chinese.output.contains("场景"))
    let empty = try Program.run("lab", "list", environment: ["LC_ALL": "", "LANG": "zh_CN.UTF-8"])
    #expect(empty.output.contains("场景"))
  }

  @Test func everyLineOfTheListIsAJSONObject() throws {
    let result = try Program.run("lab", "list", "--json")
    for line in result.lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
      #expect(object?["id"] != nil && object?["cause"] != nil)
    }
  }
}

/// A command that cannot have what it needs says so in one line, and how to get it.
@Suite(.enabled(if: geteuid() == 0)) struct RightsTests {
  static let asNobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

  @Test(arguments: [["watch"], ["run", "--", "true"], ["demo"], ["lab", "run", "port-closed"]])
  func withoutRootItSaysWhatIsNeeded(_ arguments: [String]) throws {
    let result = try Program.run(arguments, as: Self.asNobody)
    #expect(result.status == 3)
    #expect(result.errors.split(separator: "\n").filter { $0.hasPrefix("whyreset: ") }.count == 1)
    #expect(result.errors.contains("root"))
  }

  /// A kernel without BTF, as this one looks where /sys/kernel/btf is hidden.
  @Test func withoutBTFItSaysSo() throws {
    let hide = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c"]
    let watch = "exec \"$0\" watch --duration 1 --address 192.0.2.77"
    let command = hide + ["mount -t tmpfs none /sys/kernel && \(watch)"]
    let result = try Program.run([], as: command)
    #expect(result.status == 0)
    #expect(result.errors.contains("eBPF cannot be used"))
    #expect(result.errors.contains("using the kernel's tracepoints"))
    let forced = try Program.run(
      [], as: hide + ["mount -t tmpfs none /sys/kernel && \(watch) --source bpf"])
    #expect(forced.status == 3)
    #expect(forced.errors.contains("BTF"))
  }
}
