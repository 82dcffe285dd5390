import Diagnosis
import Facts
import Lab

/// What one run came to, in figures.
struct LabFigures: Sendable {
  let tally: LabTally
  /// Segments with RST on the wire.
  let resets: Int
  /// How often the cause was found.
  let findings: Int
  let counters: [Counter: UInt64]
  /// Steps that ended otherwise than they had to.
  let mismatches: [String]

  /// Of a cause whose scenario is harmless, harmless findings count too.
  init(_ result: LabStage.Result, cause: String, harmless: Bool) {
    tally = LabTally(result.outcome)
    resets = result.account?.trace.resets ?? 0
    findings = result.findings.filter { $0.cause == cause && (harmless || $0.harmless != true) }
      .reduce(0) { $0 + Int($1.count) }
    counters = (result.account?.client ?? [:]).merging(result.account?.server ?? [:]) { $0 + $1 }
    mismatches = result.outcome.mismatches
  }

  /// Whether something of the cause is left: a call that failed, or a finding.
  var showsTheCause: Bool { tally.failures > 0 || findings > 0 || !mismatches.isEmpty }
}

/// One change, tried: the scenario's load before it and after it.
struct LabTrialRun: Sendable {
  let cause: any Cause.Type
  let trial: Trial
  let scenario: String
  let family: FamilyName
  let before: LabFigures?
  private(set) var after: LabFigures?
  /// Why it could not be run, or why no lab can.
  private(set) var obstacle: Text?
  private(set) var failure: Failure?
  /// Steps of the scenario with the change that the one without has not.
  private(set) var changes: [String] = []

  /// Runs the load again, after the change; `before` is the run that it is compared with.
  init(
    _ trial: Trial, of cause: any Cause.Type, _ entry: LabEntry, _ family: FamilyName,
    before: LabFigures?, through source: LabSource
  ) {
    self.cause = cause
    self.trial = trial
    self.family = family
    self.before = before
    scenario = entry.scenario.id
    guard case .run(_, let edit) = trial.recipe else {
      if case .notTried(let why) = trial.recipe { obstacle = why }
      return
    }
    let changed = entry.scenario.applying(edit)
    changes = changed.changes(since: entry.scenario)
    do throws(Failure) {
      let stage = LabStage(family: family.family, source: source, isWitnessed: true)
      after = LabFigures(try stage.play(changed), cause: cause.id, harmless: changed.isHarmless)
    } catch {
      failure = error
      obstacle = Text(error.message)
    }
  }

  /// Whether no call fails any more while the load is the same or more; nil where it was not tried.
  var helped: Bool? {
    guard let before, let after else { return failure == nil ? nil : false }
    return !after.showsTheCause && after.tally.isAsMuch(as: before.tally)
  }

  /// Whether it came to what the cause's page promises.
  var isRight: Bool {
    guard failure == nil else { return false }
    guard let helped, let before, let after else { return true }
    guard before.showsTheCause else { return false }
    switch trial.promise {
    case .ends, .endsAtPrice: return helped
    case .remains: return !helped && after.mismatches.isEmpty
    }
  }
}

extension Scenario {
  /// Whether what it shows makes no call fail.
  var isHarmless: Bool { expected.harmless == true }

  /// What is done here and not in the other, in few words.
  fileprivate func changes(since other: Scenario) -> [String] {
    var left = other.steps.map(\.summary)
    var changes: [String] = []
    for summary in steps.map(\.summary) {
      if let index = left.firstIndex(of: summary) {
        left.remove(at: index)
      } else if !changes.contains(summary) {
        changes.append(summary)
      }
    }
    if server != other.server, case .real(let real) = server {
      changes.insert("\(real.program.rawValue): \(real.settings.joined(separator: " "))", at: 0)
    }
    return changes
  }
}
