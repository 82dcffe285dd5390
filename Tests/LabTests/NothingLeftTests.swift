import Diagnosis
import Facts
import Foundation
import Lab
import Linux
import Testing

/// That a lab leaves nothing: no process, no namespace that anything holds, no folder.
@Suite(.enabled(if: geteuid() == 0), .serialized) struct NothingLeftTests {
  /// Where the held runner says which namespaces it made; set only in its process.
  static let held = ProcessInfo.processInfo.environment["WHYRESET_TEST_HOLD"]

  /// Its last close leaves a FIN that nobody acknowledges, and so a socket without a descriptor.
  static let scenario = TestLab.scenario(
    TestLab.connected + [
      .serverSends(), .clientReceives(100), .link(up: false), .on(.server, .close(connection: 0)),
    ])

  @Test func afterSuccess() throws {
    let outcome = try TestLab.runner.run(Self.scenario, family: .ipv4)
    #expect(outcome.mismatches == [])
    #expect(Self.programs(in: outcome.setup.namespaces) == [])
  }

  @Test func afterFailure() throws {
    var namespaces: [UInt64] = []
    let runner = LabRunner(program: TestLab.program, limit: .milliseconds(200), settle: .zero)
    #expect(throws: LabError.self) {
      try runner.run(
        TestLab.scenario(TestLab.connected + [.clientReceives()]), family: .ipv6,
        onReady: { namespaces = $0.namespaces })
    }
    #expect(namespaces.count == 2)
    #expect(Self.programs(in: namespaces) == [])
  }

  /// Runs in a process of its own: makes a lab, says so, and has a program wait until all are killed.
  @Test(.enabled(if: held != nil)) func holdsALab() throws {
    let path = try #require(Self.held)
    var scenario = Self.scenario
    scenario = TestLab.scenario(
      scenario.steps + [.clientReceives(1, .any)],
      server: ServerProgramTests.hasNginx
        ? .nginx(port: 80, keepaliveTimeout: .seconds(60)) : .own)
    var namespaces = ""
    let runner = LabRunner(program: TestLab.program, limit: .seconds(60))
    _ = try runner.run(
      scenario, family: .ipv4,
      onReady: { namespaces = $0.namespaces.map(String.init).joined(separator: " ") },
      onStep: { report in
        guard report.number == 6 else { return }
        try? namespaces.write(toFile: path, atomically: true, encoding: .utf8)
      })
  }

  @Test(.enabled(if: held == nil), arguments: [SIGKILL, SIGINT, SIGTERM])
  func afterTheRunnerIsEndedBySignal(_ signal: Int32) throws {
    let note = NSTemporaryDirectory() + "whyreset-test-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: note) }
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var runner = try ChildProcess([
      "/usr/bin/env", "WHYRESET_TEST_HOLD=\(note)", bundle, "--testing-library", "swift-testing",
      "--filter", "NothingLeftTests/holdsALab",
    ])
    try #require(Self.becomesTrue { FileManager.default.fileExists(atPath: note) })
    let namespaces = try String(contentsOfFile: note, encoding: .utf8)
      .split(separator: " ").compactMap { UInt64($0) }
    #expect(namespaces.count == 2)
    let programs = Self.programs(in: namespaces)
    #expect(programs.count >= 2)
    #expect(TestLab.folders(of: programs).count == (ServerProgramTests.hasNginx ? 1 : 0))
    try runner.signal(signal)
    #expect(try runner.wait(limit: .seconds(5)) == .signalled(signal))
    #expect(Self.becomesTrue { Self.programs(in: namespaces) == [] })
    #expect(Self.becomesTrue { TestLab.folders(of: programs) == [] })
  }

  static func programs(in namespaces: [UInt64]) -> [Int32] {
    namespaces.flatMap { ProcFS.processes(inNetworkNamespace: $0) }
  }

  static func becomesTrue(_ condition: () -> Bool) -> Bool {
    for _ in 0..<400 {
      if condition() { return true }
      usleep(25_000)
    }
    return false
  }
}
