import Diagnosis
import Lab
import Linux

/// One run of one scenario in one address family, with the diagnosis beside it.
struct LabRun {
  let entry: LabEntry
  let family: FamilyName
  /// Nil where it could not be run to its end.
  private(set) var outcome: LabOutcome?
  private(set) var findings: [Finding] = []
  /// What each host says alone.
  private(set) var clientView: SideJudgement?
  private(set) var serverView: SideJudgement?
  /// What is not as it must be, or why it could not run.
  private(set) var complaints: [String] = []
  private(set) var failure: Failure?

  var isRight: Bool { complaints.isEmpty }

  init(
    _ entry: LabEntry, _ family: FamilyName, _ report: LabRunReport, capture: String? = nil
  ) {
    self.entry = entry
    self.family = family
    do throws(Failure) {
      judge(
        try LabStage(family: family.family, capture: capture).play(
          entry.scenario, onReady: report.setup, onStep: report.step))
    } catch {
      failure = error
      complaints = [error.message]
    }
  }

  /// A run that did not come about in full tells nothing of the two hosts, but is not certain of another cause.
  private mutating func judge(_ result: LabStage.Result) {
    outcome = result.outcome
    findings = result.findings
    let (scenario, cause) = (entry.scenario, entry.cause)
    let client = SideJudgement(
      of: .client, scenario, cause: cause, findings: result.clientFindings)
    let server = SideJudgement(
      of: .server, scenario, cause: cause, findings: result.serverFindings)
    let all = Judgement(of: result.outcome, scenario, cause: cause, findings: findings)
    complaints = all.complaints + client.complaints + server.complaints
    (clientView, serverView) = (client, server)
  }
}
