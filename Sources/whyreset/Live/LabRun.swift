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
  private(set) var counters = LabCounters()
  /// What each host says alone.
  private(set) var clientView: SideJudgement?
  private(set) var serverView: SideJudgement?
  /// What is not as it must be, or why it could not run.
  private(set) var complaints: [String] = []
  private(set) var failure: Failure?

  var isRight: Bool { complaints.isEmpty }

  init(
    _ entry: LabEntry, _ family: FamilyName, _ report: LabRunReport, through source: LabSource,
    capture: String? = nil
  ) {
    self.entry = entry
    self.family = family
    do throws(Failure) {
      let stage = LabStage(family: family.family, source: source, capture: capture)
      let result = try stage.play(
        entry.scenario, onReady: report.setup, onStep: report.step)
      counters = result.counters
      source.seesAll ? judge(result) : judgeDimly(result)
    } catch {
      failure = error
      complaints = [error.message]
    }
  }

  private mutating func judgeDimly(_ result: LabStage.Result) {
    outcome = result.outcome
    let judgement = DimJudgement(
      of: result.outcome, entry.scenario, cause: entry.cause, findings: result.findings)
    (findings, complaints) = (judgement.findings, judgement.complaints)
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
