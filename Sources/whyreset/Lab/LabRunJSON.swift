import Diagnosis
import Facts
import Lab
import Report

/// Runs as JSON, the contract for scripts.
struct LabRunJSON {
  let language: Language

  func object(_ run: LabRun) -> JSONValue {
    let report = JSONReport(language: language)
    let setup = run.outcome?.setup
    return .object([
      ("schema", .string("whyreset.lab/1")), ("scenario", .string(run.entry.scenario.id)),
      ("cause", .string(run.entry.cause)), ("family", .string(run.family.rawValue)),
      ("right", .bool(run.isRight)),
      ("complaints", .array(run.complaints.map { .string($0) })),
      ("client", .string(orNull: setup?.client.address.description)),
      ("server", .string(orNull: setup?.server.address.description)),
      ("finished", .string(orNull: run.outcome?.finishedAt.description)),
      ("findings", .array(run.findings.map(report.value))),
      ("clientView", view(run.clientView)), ("serverView", view(run.serverView)),
      ("errors", errors(run.outcome)),
      ("counters", counters(run.result?.account)),
      ("trials", .array(run.trials.map(trial))),
      ("kept", run.outcome?.kept.map { .array($0.names.map { .string($0) }) } ?? .null),
    ])
  }

  /// What one host says alone; null where the run did not come to its end.
  private func view(_ view: SideJudgement?) -> JSONValue {
    guard let view else { return .null }
    return .object([
      ("cause", .string(orNull: view.finding?.cause)),
      ("confidence", .string(orNull: view.finding?.confidence?.rawValue)),
      (
        "alternatives",
        .array((view.finding?.alternatives ?? []).map { .string($0.cause) })
      ),
      ("right", .bool(view.isRight)),
    ])
  }

  /// What the applications met with; null where the run did not come to its end.
  private func errors(_ outcome: LabOutcome?) -> JSONValue {
    guard let outcome else { return .null }
    return .array(
      outcome.steps.compactMap { report in
        guard case .on(let host, let action) = report.step, let outcome = report.outcome else {
          return nil
        }
        let error: String
        switch outcome {
        case .error(let number): error = number.name
        case .endOfFile: error = "EOF"
        case .success, .any: return nil
        }
        return .object([
          ("host", .string(host.rawValue)), ("action", .string(action.summary)),
          ("error", .string(error)),
          ("seconds", .number("\(report.duration / .seconds(1))")),
        ])
      })
  }

  /// The counters that moved; null where nobody looked.
  private func counters(_ account: LabWitness.Account?) -> JSONValue {
    guard let account else { return .null }
    return .object([
      ("client", counters(account.client)), ("server", counters(account.server)),
    ])
  }

  private func counters(_ counters: [Counter: UInt64]) -> JSONValue {
    .object(
      counters.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { ($0.key.rawValue, .integer($0.value)) })
  }

  private func trial(_ run: LabTrialRun) -> JSONValue {
    .object([
      ("kind", .string(run.trial.change.isRight ? "fix" : "wrong-fix")),
      ("change", .string(run.cause.text(of: run.trial.change)(language))),
      ("scenario", .string(run.scenario)),
      ("helped", run.helped.map { .bool($0) } ?? .null), ("right", .bool(run.isRight)),
      (
        "text", .string(LabTrialStory(run: run, style: Style(language: language)).verdict(language))
      ),
      ("changes", .array(run.changes.map { .string($0) })),
      ("before", figures(run.before)), ("after", figures(run.after)),
    ])
  }

  private func figures(_ figures: LabFigures?) -> JSONValue {
    guard let figures else { return .null }
    let tally = figures.tally
    var errors: [(key: String, value: JSONValue)] = []
    for (number, count) in tally.errors.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      errors.append((number.name, .integer(count)))
    }
    errors.append(("EOF", .integer(tally.endsOfFile)))
    return .object([
      ("connects", .integer(tally.connects)), ("sends", .integer(tally.sends)),
      ("resets", .integer(figures.resets)), ("findings", .integer(figures.findings)),
      ("errors", .object(errors)),
      ("slowestConnectSeconds", seconds(tally.slowestConnect)),
      ("slowestReadSeconds", seconds(tally.slowestRead)),
      ("mismatches", .array(figures.mismatches.map { .string($0) })),
      ("counters", counters(figures.counters)),
    ])
  }

  private func seconds(_ duration: Duration?) -> JSONValue {
    duration.map { .number("\($0 / .seconds(1))") } ?? .null
  }
}
