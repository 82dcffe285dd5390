import Diagnosis
import Lab
import Linux

/// One run of one scenario in one address family, with the diagnosis beside it.
struct LabRun {
  let entry: LabEntry
  let family: FamilyName
  /// Nil where it could not be run to its end.
  private(set) var result: LabStage.Result?
  /// The changes that were tried on it.
  private(set) var trials: [LabTrialRun] = []
  private(set) var findings: [Finding] = []
  private(set) var counters = LabCounters()
  /// What each host says alone.
  private(set) var clientView: SideJudgement?
  private(set) var serverView: SideJudgement?
  /// What is not as it must be, or why it could not run.
  private(set) var complaints: [String] = []
  private(set) var failure: Failure?

  var outcome: LabOutcome? { result?.outcome }

  var isRight: Bool { complaints.isEmpty && trials.allSatisfy(\.isRight) }

  init(
    _ entry: LabEntry, _ family: FamilyName, _ report: LabRunReport, through source: LabSource,
    capture: String? = nil, trying changes: LabChanges = [], keeping keeps: Bool = false
  ) {
    self.entry = entry
    self.family = family
    do throws(Failure) {
      let stage = LabStage(
        family: family.family, source: source, capture: capture, keeps: keeps,
        isWitnessed: report.form != .lines || !changes.isEmpty)
      let result = try stage.play(
        entry.scenario, onReady: { report.setup(entry, $0) }, onStep: report.step)
      self.result = result
      counters = result.counters
      source.seesAll ? judge(result) : judgeDimly(result)
      tryChanges(changes, result, through: source)
    } catch {
      failure = error
      complaints = [error.message]
    }
  }

  private mutating func tryChanges(
    _ changes: LabChanges, _ result: LabStage.Result, through source: LabSource
  ) {
    let trials = entry.trials(changes)
    guard !trials.isEmpty, let cause = catalog.first(where: { $0.id == entry.cause }) else {
      return
    }
    let before = LabFigures(
      result, cause: entry.cause, harmless: entry.scenario.isHarmless)
    self.trials = trials.map {
      LabTrialRun($0, of: cause, entry, family, before: before, through: source)
    }
  }

  private mutating func judgeDimly(_ result: LabStage.Result) {
    let judgement = DimJudgement(
      of: result.outcome, entry.scenario, cause: entry.cause, findings: result.findings)
    (findings, complaints) = (judgement.findings, judgement.complaints)
  }

  /// A run that did not come about in full tells nothing of the two hosts, but is not certain of another cause.
  private mutating func judge(_ result: LabStage.Result) {
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
