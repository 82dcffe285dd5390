import Foundation
import Testing

/// What the lab's hosts said to each other, captured and read back.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct LabCaptureTests {
  @Test(arguments: [
    "port-closed", "keepalive-race", "keepalive-race/unread", "accept-queue-overflow",
    "connect-cancelled", "sequence-mismatch",
  ])
  func tellsTheSameCauseFromPacketsAlone(_ scenario: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try Program.run("lab", "run", scenario, "--capture", folder.path)
    #expect(run.status == 0)
    let name = scenario.replacingOccurrences(of: "/", with: "-") + "-ipv4.pcapng"
    let result = try Program.run("read", folder.appending(path: name).path, "--json")
    #expect(result.status == 1 || result.status == 0)
    let findings = try result.lines.map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    let cause = String(scenario.split(separator: "/")[0])
    #expect(findings.contains { $0?["cause"] as? String == cause })
    #expect(findings.allSatisfy { $0?["confidence"] as? String != "certain" })
  }
}
