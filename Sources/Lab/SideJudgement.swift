public import Diagnosis
import Facts

/// Whether one host alone says no more than it can know, and all of that: its findings, made as if the other
/// host were far away.
public struct SideJudgement: Sendable {
  /// What this host says first of what the scenario is about; nil where it saw nothing.
  public let finding: Finding?
  /// What is not as it must be, in words.
  public let complaints: [String]
  /// Whether a verdict that was called certain is wrong.
  public let isWronglyCertain: Bool

  public var isRight: Bool { complaints.isEmpty }

  /// `findings` are all that were made of the events in this host's namespaces.
  public init(of side: Scenario.Host, _ scenario: Scenario, cause: String, findings: [Finding]) {
    let demands = SideDemands(side: side, truth: scenario.expected.besides.union([cause]))
    finding = findings.first { $0.kind == scenario.expected.kind } ?? findings.first
    let isBlind = scenario.expected.blind.contains(side)
    complaints =
      (findings.isEmpty && !isBlind ? ["the \(side.rawValue) alone saw nothing"] : [])
      + findings.flatMap(demands.complaints)
    isWronglyCertain = findings.contains(where: demands.isWronglyCertain)
  }
}

/// What a finding of one host must be.
private struct SideDemands {
  let side: Scenario.Host
  /// The causes that are at work.
  let truth: Set<String>

  func isWronglyCertain(_ finding: Finding) -> Bool {
    finding.confidence == .certain && !truth.contains(finding.cause ?? "")
  }

  func complaints(_ finding: Finding) -> [String] {
    var complaints: [String] = []
    if isWronglyCertain(finding) { complaints.append("certain of \(finding.cause ?? "nothing")") }
    let named = finding.alternatives.map(\.cause) + [finding.cause].compactMap(\.self)
    if truth.isDisjoint(with: named) {
      let alternatives = finding.alternatives.map(\.cause).joined(separator: ", ")
      complaints.append(
        "names \(finding.cause ?? "no cause"), or \(alternatives), not the true one")
    }
    if finding.confidence != .certain, !finding.next.contains(where: { leads($0, from: finding) }) {
      complaints.append("no command for the other host")
    }
    return complaints.map { "the \(side.rawValue) alone: \($0)" }
  }

  /// Whether it is a command for another host that watches this service.
  private func leads(_ step: NextStep, from finding: Finding) -> Bool {
    guard step.place != .here, step.place.rawValue != side.rawValue, let command = step.command,
      let server = finding.translated?.server ?? finding.server
    else { return false }
    let isPort = command.contains("--port \(server.port)")
    let isAddress =
      server.address.isUnspecified || command.contains("--address \(server.address) ")
      || command.hasSuffix("--address \(server.address)")
    return command.hasPrefix("sudo whyreset watch") && isPort && isAddress
  }
}
