import Foundation
import Testing

/// What the lab's hosts said to each other, captured and read back: packets alone tell the same cause as the kernel, or
/// name it among those that look alike.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct LabCaptureTests {
  /// Scenarios that a capture tells by themselves.
  static let told = [
    "accept-queue-overflow", "accept-queue-overflow/abort", "admission-limit/redis",
    "connect-cancelled", "expected-close", "expected-close/orphan", "keepalive-race",
    "keepalive-race/crossing", "keepalive-race/nginx", "keepalive-race/unread",
    "linger2-negative", "listener-closed", "mptcp-reset", "port-closed", "port-reuse-collision",
    "port-scan", "protocol-mismatch", "request-limit-close", "request-limit-close/nginx",
    "retransmission-timeout/connect", "sequence-mismatch", "session-idle-timeout",
    "session-idle-timeout/redis", "stale-connection", "unread-data-at-close",
    "unread-data-at-close/download", "write-after-close", "write-after-close/shutdown",
  ]

  /// Those that look like another one on the wire.
  static let named = [
    "disconnect-call", "early-response-close", "file-descriptor-exhaustion", "firewall-reject",
    "graceless-restart", "http2-ping-limit", "linger-zero", "process-died",
    "proxy-backend-absent", "socket-destroyed", "syn-queue-overflow",
  ]

  @Test(arguments: ["ipv4", "ipv6"])
  func tellsTheSameCauseFromPacketsAlone(_ family: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try Program.run(
      ["lab", "run"] + Self.told + Self.named
        + ["--family", family, "--capture", folder.path, "--jobs", "6"])
    for scenario in Self.told + Self.named {
      let name = scenario.replacingOccurrences(of: "/", with: "-") + "-\(family).pcapng"
      let findings = try findings(in: folder.appending(path: name))
      let cause = String(scenario.split(separator: "/")[0])
      let isNamed = Self.named.contains(scenario)
      let causes = findings.flatMap { isNamed ? $0.all : [$0.cause] }
      #expect(causes.contains(cause), "\(scenario), \(family): \(findings)")
      #expect(!findings.contains { $0.confidence == "certain" }, "\(scenario), \(family)")
    }
  }

  private struct Finding {
    let cause: String
    let confidence: String
    let alternatives: [String]
    var all: [String] { [cause] + alternatives }
  }

  private func findings(in file: URL) throws -> [Finding] {
    try Program.run("read", file.path, "--json").lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let others = object?["alternatives"] as? [[String: Any]] ?? []
      return Finding(
        cause: object?["cause"] as? String ?? "none",
        confidence: object?["confidence"] as? String ?? "none",
        alternatives: others.compactMap { $0["cause"] as? String })
    }
  }
}
