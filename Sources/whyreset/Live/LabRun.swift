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
  /// What is not as it must be, or why it could not run.
  private(set) var complaints: [String] = []
  private(set) var failure: Failure?

  var isRight: Bool { complaints.isEmpty }

  init(_ entry: LabEntry, _ family: FamilyName, _ report: LabRunReport) {
    self.entry = entry
    self.family = family
    do throws(Failure) {
      let result = try LabStage(family: family.family).play(
        entry.scenario, onReady: report.setup, onStep: report.step)
      outcome = result.outcome
      findings = result.findings
      complaints =
        Judgement(
          of: result.outcome, entry.scenario, cause: entry.cause, findings: result.findings
        ).complaints
    } catch {
      failure = error
      complaints = [error.message]
    }
  }
}
