import Foundation
import Testing

/// What `lab run` leaves where it is asked to, and `lab clean` removes.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct LabKeepTests {
  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "/run/netns/\(name)")
  }

  private func object(_ line: String?) throws -> [String: Any] {
    let line = try #require(line)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func keptNamespacesStayUntilTheyAreCleanedUp() throws {
    let run = try Program.run("lab", "run", "keepalive-race/unread", "--keep", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let kept = try #require(try object(run.lines.first)["kept"] as? [String])
    #expect(kept.count == 3 && kept.allSatisfy(exists))
    _ = try Program.run("lab", "run", "port-closed")
    #expect(kept.allSatisfy(exists))
    let inside = try Program.run(
      "check", "--json", as: ["/usr/bin/nsenter", "--net=/run/netns/\(kept[1])"])
    #expect([0, 1].contains(inside.status), "\(inside.errors)")
    let clean = try Program.run("lab", "clean", "--json")
    let removed = try #require(try object(clean.lines.first)["removed"] as? [String])
    #expect(Set(removed).isSuperset(of: kept))
    #expect(!kept.contains(where: exists))
  }

  @Test func aKeptRunSaysHowToEnterAndRemoveIt() throws {
    let run = try Program.run("lab", "run", "port-closed", "--keep", "--family", "ipv6")
    _ = try Program.run("lab", "clean")
    #expect(run.output.contains("nsenter --net=/run/netns/whyreset-lab-"))
    #expect(run.output.contains("whyreset lab clean"))
  }

  @Test func onlyOneScenarioIsKept() throws {
    let several = try Program.run("lab", "run", "--all", "--keep")
    #expect(several.status == 2)
    #expect(several.errors.split(separator: "\n").count <= 2)
  }

  @Test func thePacketsOfOneRunGoToTheFileThatIsNamed() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    _ = try Program.run("lab", "run", "keepalive-race/unread", "--capture", file.path)
    let result = try Program.run("read", file.path, "--json")
    let causes = try result.lines.map { try object($0)["cause"] as? String }
    #expect(causes.contains("keepalive-race"))
  }
}
