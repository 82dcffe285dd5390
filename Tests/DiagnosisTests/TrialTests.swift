import Diagnosis
import Facts
import Testing

/// What the lab tries of each cause's right and wrong fixes.
@Suite struct TrialTests {
  struct Case: CustomTestStringConvertible {
    let cause: any Cause.Type
    let scenarios: [Scenario]
    var testDescription: String { cause.id }
  }

  static let cases = catalog.compactMap { cause -> Case? in
    guard case .scenarios(let scenarios) = cause.lab else { return nil }
    return Case(cause: cause, scenarios: scenarios)
  }

  @Test(arguments: cases) func aRightFixOfEachCauseIsTried(_ item: Case) {
    #expect(item.cause.trials.contains { $0.change.isRight })
  }

  @Test(arguments: cases) func eachWrongFixIsTriedOrSaysWhyNot(_ item: Case) {
    let tried = item.cause.trials.compactMap { trial -> Int? in
      if case .wrongFix(let number) = trial.change { number } else { nil }
    }
    #expect(tried.sorted() == Array(item.cause.wrongFixes.indices))
  }

  @Test(arguments: cases) func eachTrialNamesAFixAndAScenarioThatAreThere(_ item: Case) {
    for trial in item.cause.trials {
      if case .fix(let number) = trial.change {
        #expect(item.cause.fixes.indices.contains(number))
      }
      guard case .run(let id, _) = trial.recipe else { continue }
      #expect(item.scenarios.contains { $0.id == id }, "\(id)")
    }
  }

  @Test(arguments: cases) func aRightFixHasNoLessToDo(_ item: Case) throws {
    for trial in item.cause.trials where trial.change.isRight {
      guard case .run(let id, let edit) = trial.recipe else { continue }
      let scenario = try #require(item.scenarios.first { $0.id == id })
      let (before, after) = (load(scenario), load(scenario.applying(edit)))
      #expect(after.connects >= before.connects && after.sends >= before.sends, "\(id)")
    }
  }

  private func load(_ scenario: Scenario) -> (connects: Int, sends: Int) {
    var load = (connects: 0, sends: 0)
    for step in scenario.steps {
      guard case .on(_, let action) = step else { continue }
      switch action {
      case .connect, .connectFrom, .connectHoldingACK, .beginConnect, .beginConnectFrom:
        load.connects += 1
      case .send, .sendText, .sendUntilFull: load.sends += 1
      default: break
      }
    }
    return load
  }
}
