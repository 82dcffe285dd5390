import Diagnosis
import Facts
import Foundation
import Lab
import Linux

/// The lab as the tests use it.
enum TestLab {
  /// The built program, which stands beside the test bundle.
  static let program: String = {
    let bundle = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = URL(fileURLWithPath: bundle ?? "").deletingLastPathComponent()
    return folder.appendingPathComponent("whyreset").path
  }()

  /// The folders of servers that these programs started.
  static func folders(of programs: [Int32]) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/run")) ?? []
    return names.filter { name in programs.contains { name.hasPrefix("whyreset-lab-\($0)-") } }
  }

  static let runner = LabRunner(program: program, limit: .seconds(5), settle: .milliseconds(50))

  static func scenario(
    _ steps: [Scenario.Step], server: Scenario.ServerProgram = .own
  ) -> Scenario {
    Scenario(
      id: "test", title: Text("test"), steps: steps,
      expected: .init(sender: .server, atLeast: .certain, error: nil), server: server)
  }

  /// A connection between port 8080 of the server and the client, accepted, number 0 at both.
  static let connected: [Scenario.Step] = [
    .on(.server, .listen(port: 8080, backlog: 16)),
    .on(.client, .connect(port: 8080, expecting: .success)),
    .on(.server, .accept),
  ]
}

extension Scenario.Step {
  static func clientSends(_ bytes: Int = 100, _ outcome: Scenario.Outcome = .success) -> Self {
    .on(.client, .send(connection: 0, bytes: bytes, expecting: outcome))
  }

  static func clientReceives(_ bytes: Int = 1, _ outcome: Scenario.Outcome = .success) -> Self {
    .on(.client, .receive(connection: 0, bytes: bytes, expecting: outcome))
  }

  static func serverSends(_ bytes: Int = 100, _ outcome: Scenario.Outcome = .success) -> Self {
    .on(.server, .send(connection: 0, bytes: bytes, expecting: outcome))
  }

  static func serverReceives(_ bytes: Int = 1, _ outcome: Scenario.Outcome = .success) -> Self {
    .on(.server, .receive(connection: 0, bytes: bytes, expecting: outcome))
  }
}

extension Scenario.Outcome {
  static let reset = Scenario.Outcome.error(.connectionReset)
}
