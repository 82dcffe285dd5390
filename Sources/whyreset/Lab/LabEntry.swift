import Diagnosis
import Knowledge
import Report

/// A scenario of the catalogue and the cause that it belongs to.
struct LabEntry {
  let cause: String
  let scenario: Scenario

  var json: JSONValue {
    .object([("id", .string(scenario.id)), ("cause", .string(cause))])
  }

  static let all: [LabEntry] = catalog.flatMap { cause -> [LabEntry] in
    guard case .scenarios(let scenarios) = cause.lab else { return [] }
    return scenarios.map { LabEntry(cause: cause.id, scenario: $0) }
  }

  /// The scenarios of these ids; a cause's id stands for all of its scenarios.
  static func named(_ ids: [String]) throws(Failure) -> [LabEntry] {
    var entries: [LabEntry] = []
    for id in ids {
      let found = all.filter { $0.scenario.id == id || $0.cause == id }
      guard !found.isEmpty else {
        throw Failure(
          "there is no scenario '\(id)'", hint: suggestion(for: id), status: .usage)
      }
      entries += found
    }
    return entries
  }

  /// Why a cause has no scenario, else what may have been meant.
  private static func suggestion(for id: String) -> String {
    if case .notReproducible(let why) = catalog.first(where: { $0.id == id })?.lab {
      return "no lab can make it happen: \(why.en)"
    }
    let near = all.map(\.scenario.id).filter { $0.contains(id) || $0.editDistance(to: id) <= 4 }
    return near.isEmpty
      ? "`whyreset lab list` names them all"
      : "did you mean \(near.prefix(3).joined(separator: ", "))?"
  }
}

/// Which changes are tried on a scenario.
struct LabChanges: OptionSet, Sendable {
  let rawValue: Int
  static let right = LabChanges(rawValue: 1)
  static let wrong = LabChanges(rawValue: 2)

  init(rawValue: Int) { self.rawValue = rawValue }

  init(right: Bool, wrong: Bool) {
    self.init(rawValue: (right ? 1 : 0) + (wrong ? 2 : 0))
  }
}

extension LabEntry {
  /// The changes that are tried on this scenario; those that no lab can try are told with the cause's first.
  func trials(_ changes: LabChanges) -> [Trial] {
    guard let cause = catalog.first(where: { $0.id == cause }), !changes.isEmpty else { return [] }
    let isFirst = Self.all.first { $0.cause == cause.id }?.scenario.id == scenario.id
    return cause.trials.filter { trial in
      guard changes.contains(trial.change.isRight ? .right : .wrong) else { return false }
      switch trial.recipe {
      case .run(let scenario, _): return scenario == self.scenario.id
      case .notTried: return isFirst
      }
    }
  }
}
