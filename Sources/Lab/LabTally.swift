import Diagnosis
public import Facts

/// What the programs of a run did, and what they met with.
public struct LabTally: Equatable, Sendable {
  /// Connections that the client asked for.
  public private(set) var connects = 0
  /// Messages that the two programs sent.
  public private(set) var sends = 0
  /// Calls that failed, by errno.
  public private(set) var errors: [ErrorNumber: Int] = [:]
  /// Reads that met the end of the connection in the place of data.
  public private(set) var endsOfFile = 0
  public private(set) var slowestConnect: Duration?
  public private(set) var slowestRead: Duration?

  public init(_ outcome: LabOutcome) {
    for report in outcome.steps { add(report) }
  }

  /// Calls that did not do what the program wanted.
  public var failures: Int { errors.values.reduce(endsOfFile, +) }

  /// Whether at least as much was asked of the two hosts as in the other run.
  public func isAsMuch(as other: LabTally) -> Bool {
    connects >= other.connects && sends >= other.sends
  }

  private mutating func add(_ report: StepReport) {
    guard case .on(_, let action) = report.step else { return }
    switch report.outcome {
    case .error(let number): errors[number, default: 0] += 1
    case .endOfFile: endsOfFile += 1
    default: break
    }
    switch action {
    case .connect, .connectFrom, .connectHoldingACK:
      connects += 1
      slowestConnect = max(slowestConnect ?? .zero, report.duration)
    case .beginConnect, .beginConnectFrom: connects += 1
    case .send, .sendText, .sendUntilFull: sends += 1
    case .receive, .receiveResponse:
      slowestRead = max(slowestRead ?? .zero, report.duration)
    default: break
    }
  }
}
