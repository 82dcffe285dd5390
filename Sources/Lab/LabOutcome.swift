public import Diagnosis
public import Facts

/// What is known of a lab before its first step.
public struct LabSetup: Sendable {
  public let client: HostSetup
  public let server: HostSetup
  /// The host between the two; nil where there is only a cable.
  public let middle: HostSetup?
  /// Where the lab is not what the scenario asks for: a server program that is missing.
  public let notes: [Text]

  public struct HostSetup: Sendable {
    public let address: IPAddress
    /// The inode numbers of the host's network namespaces, one for each time it boots in the scenario.
    public let namespaces: [UInt64]
  }

  public var namespaces: [UInt64] {
    client.namespaces + server.namespaces + (middle?.namespaces ?? [])
  }
}

/// What one step came to.
public struct StepReport: Sendable {
  /// From 0.
  public let number: Int
  public let step: Scenario.Step
  public let duration: Duration
  /// What the system call of an action ended in; nil for other steps.
  public var outcome: Scenario.Outcome?
  /// Bytes sent or received.
  public var bytes = 0
  /// The connection's ends, where the step opened it.
  public var local: Endpoint?
  public var remote: Endpoint?

  /// What was demanded and did not come, in words; nil where all is well.
  public var mismatch: String? {
    guard case .on(_, let action) = step, let outcome else { return nil }
    let expected = action.expected
    guard expected != .any, expected != outcome else { return nil }
    return "\(step.summary): expected \(expected.name), got \(outcome.name)"
  }
}

/// What came of a scenario.
public struct LabOutcome: Sendable {
  public let setup: LabSetup
  /// The steps that were done; a mismatch ends the run.
  public internal(set) var steps: [StepReport] = []
  /// Every program that ran, in order of its start.
  public internal(set) var clientPrograms: [Process] = []
  public internal(set) var serverPrograms: [Process] = []
  /// The direction from the end that connected, in order of connecting.
  public internal(set) var connections: [Flow] = []
  /// When the last late reset had had its time; what happens after it is the lab's own clearing away.
  public internal(set) var finishedAt = Timestamp(nanoseconds: 0)

  /// What stays of it; nil where nothing does.
  public internal(set) var kept: KeptLab?

  /// Every outcome that is not what its step demands, in words.
  public var mismatches: [String] { steps.compactMap(\.mismatch) }
}
