import Foundation
import Testing

/// Changes of parameters in namespaces and folders of the tests' own.
@Suite(.enabled(if: geteuid() == 0)) struct TuneTests {
  @Test func setsAValueAndTakesItBack() throws {
    let scratch = try TuneScratch()
    let before = try scratch.value("net.core.somaxconn")
    let applied = try scratch.tune([
      "apply", "--set", "net.core.somaxconn=8192", "--runtime-only", "--yes",
    ])
    #expect(applied.status == 0, "\(applied.errors)")
    #expect(applied.output.contains("net.core.somaxconn is 8192 now"))
    #expect(try scratch.value("net.core.somaxconn") == "8192")
    let undone = try scratch.tune(["rollback"])
    #expect(undone.status == 0, "\(undone.errors)")
    #expect(try scratch.value("net.core.somaxconn") == before)
    let again = try scratch.tune(["rollback"])
    #expect(again.status == 0 && again.output.contains("Nothing to take back"))
    #expect(try scratch.files().isEmpty)
  }

  @Test func keepsTheHostsValuesInItsOwnFileOnly() throws {
    let scratch = try TuneScratch(parameters: [
      "net.core.somaxconn": "4096", "net.ipv4.tcp_tw_reuse": "2",
    ])
    let before = try scratch.files()
    let first = try scratch.tune(
      ["apply", "--set", "somaxconn=8192", "--yes"], netns: false)
    #expect(first.status == 0, "\(first.errors)")
    let second = try scratch.tune(
      ["apply", "--set", "tcp_tw_reuse=1", "--set", "somaxconn=16384", "--yes"], netns: false)
    #expect(second.status == 0, "\(second.errors)")
    let text = try scratch.text(TuneScratch.file)
    let settings = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(settings == ["net.core.somaxconn = 16384", "net.ipv4.tcp_tw_reuse = 1"])
    #expect(try scratch.hostValue("net.core.somaxconn") == "16384\n")
    #expect(try scratch.tune(["rollback"]).status == 0)
    #expect(try scratch.hostValue("net.core.somaxconn") == "8192\n")
    #expect(try scratch.tune(["rollback", "--all"]).status == 0)
    #expect(try scratch.files() == before)
  }

  @Test(arguments: [
    ["plan", "--set", "somaxcon=1"], ["plan", "--set", "tcp_rmem=1 2"],
    ["plan", "--set", "somaxconn=x"], ["rollback", "--force", "--keep"],
    ["apply", "--set", "somaxconn=8192"],
  ])
  func wrongUsageIsStatus2(_ arguments: [String]) throws {
    let scratch = try TuneScratch()
    let result = try scratch.tune(arguments)
    #expect(result.status == 2 && result.errors.hasPrefix("whyreset: "), "\(result)")
  }
}
