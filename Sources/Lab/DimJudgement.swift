public import Diagnosis
import Facts

/// Whether a source that sees little says nothing wrong: it may find nothing, name no cause, or name the true
/// one among others, but must not be certain of another.
public struct DimJudgement: Sendable {
  /// Findings of the run's own addresses; a source that sees the whole host sees its neighbours too.
  public let findings: [Finding]
  /// What is not as it must be, in words.
  public let complaints: [String]

  public init(of outcome: LabOutcome, _ scenario: Scenario, cause: String, findings: [Finding]) {
    let truth = scenario.expected.besides.union([cause])
    self.findings = findings.filter { Self.isOwn($0, outcome.setup) }
    complaints = outcome.mismatches + self.findings.flatMap { Self.complaints($0, truth) }
  }

  /// Counters know no addresses; they were read in the run's own namespaces.
  private static func isOwn(_ finding: Finding, _ setup: LabSetup) -> Bool {
    let own =
      [setup.client.address, setup.server.address] + (setup.middle.map { [$0.address] } ?? [])
    let ends = [finding.client, finding.server].compactMap(\.self).filter {
      !$0.address.isUnspecified
    }
    return ends.allSatisfy { own.contains($0.address) } && (finding.netns != 0 || !ends.isEmpty)
  }

  private static func complaints(_ finding: Finding, _ truth: Set<String>) -> [String] {
    guard let cause = finding.cause, !truth.contains(cause) else { return [] }
    if finding.confidence == .certain { return ["certain of \(cause)"] }
    guard truth.isDisjoint(with: finding.alternatives.map(\.cause)) else { return [] }
    // Counters count what happened, of which there may be several things at once.
    return finding.client == nil ? [] : ["names \(cause), not the true one"]
  }
}
