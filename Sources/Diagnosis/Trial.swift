/// One change that a cause's page names, tried in the lab: a scenario's load again, after the change.
public struct Trial: Sendable {
  /// Which of the cause's changes, by its place in their list.
  public enum Change: Hashable, Sendable { case fix(Int), wrongFix(Int) }

  /// What must come of it.
  public enum Promise: Sendable {
    /// No call fails any more, and the cause is not found again.
    case ends
    /// Calls fail as before, or later, or otherwise.
    case remains
    /// No call fails any more, and this is what it costs.
    case endsAtPrice(Text)
  }

  public enum Recipe: Sendable {
    /// The scenario that the change is tried on, by id, and what it changes there.
    case run(scenario: String, Edit)
    case notTried(because: Text)
  }

  /// What a change makes of a scenario.
  public struct Edit: Sendable {
    /// Done before the scenario's own steps.
    public var first: [Scenario.Step] = []
    /// In the place of the scenario's own; nil leaves them.
    public var steps: [Scenario.Step]?
    /// Done after them.
    public var last: [Scenario.Step] = []
    public var server: Scenario.ServerProgram?
    public var path: Scenario.Path?
  }

  public let change: Change
  public let recipe: Recipe
  public let promise: Promise

  private init(_ change: Change, _ recipe: Recipe, _ promise: Promise) {
    self.change = change
    self.recipe = recipe
    self.promise = promise
  }

  /// A right change, which ends the errors.
  public static func fix(
    _ number: Int, of scenario: String, first: [Scenario.Step] = [], steps: [Scenario.Step]? = nil,
    last: [Scenario.Step] = [], server: Scenario.ServerProgram? = nil, path: Scenario.Path? = nil
  ) -> Trial {
    let edit = Edit(first: first, steps: steps, last: last, server: server, path: path)
    return Trial(.fix(number), .run(scenario: scenario, edit), .ends)
  }

  /// A change that people commonly try; with a `price` it does end the errors.
  public static func wrong(
    _ number: Int, of scenario: String, price: Text? = nil, first: [Scenario.Step] = [],
    steps: [Scenario.Step]? = nil, last: [Scenario.Step] = [],
    server: Scenario.ServerProgram? = nil, path: Scenario.Path? = nil
  ) -> Trial {
    let edit = Edit(first: first, steps: steps, last: last, server: server, path: path)
    let promise = price.map { Promise.endsAtPrice($0) } ?? .remains
    return Trial(.wrongFix(number), .run(scenario: scenario, edit), promise)
  }

  /// A change that no lab can try, for a reason that an expert accepts.
  public static func untried(_ change: Change, because reason: Text) -> Trial {
    Trial(change, .notTried(because: reason), change.isRight ? .ends : .remains)
  }
}

extension Trial.Change {
  public var isRight: Bool { if case .fix = self { true } else { false } }
}

extension Cause {
  /// What the cause's page says of a change.
  public static func text(of change: Trial.Change) -> Text {
    switch change {
    case .fix(let number): fixes[number].text
    case .wrongFix(let number): wrongFixes[number].text
    }
  }
}

extension Scenario {
  /// The same load, after the change.
  public func applying(_ edit: Trial.Edit) -> Scenario {
    Scenario(
      id: id, title: title, steps: edit.first + (edit.steps ?? steps) + edit.last,
      expected: expected, server: edit.server ?? server, path: edit.path ?? path)
  }
}
