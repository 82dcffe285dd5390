public import Diagnosis
import Facts
public import Linux

/// Runs scenarios with real sockets, in network namespaces that only this run sees.
///
/// Everything it makes ends with the process that runs it, however that ends.
public struct LabRunner: Sendable {
  private let program: String
  private let limit: Duration
  private let settle: Duration
  private let nginx: Nginx

  /// Which nginx scenarios are run with.
  public enum Nginx: Hashable, Sendable {
    /// The one in $WHYRESET_LAB_PROGRAMS/usr/sbin, $PATH or /usr/sbin.
    case installed
    case path(String)
    /// None: a server of whyreset's own stands in for it.
    case absent

    fileprivate var program: String? {
      switch self {
      case .installed: ExternalProgram.findNginx()
      case .path(let path): path
      case .absent: nil
      }
    }
  }

  /// `program` is whyreset's own path; its command `lab-actor` becomes the hosts' programs. One step
  /// may take `limit`; after the last one, late resets have the time `settle` to arrive.
  public init(
    program: String = "/proc/self/exe", limit: Duration = .seconds(10),
    settle: Duration = .milliseconds(300), nginx: Nginx = .installed
  ) {
    self.program = program
    self.limit = limit
    self.settle = settle
    self.nginx = nginx
  }

  /// Runs a scenario and waits for its end. `onReady` is called once both hosts run and before their
  /// first packet, `onStep` after each step, `onSettled` before anything is cleared away, which may
  /// send resets too.
  public func run(
    _ scenario: Scenario, family: AddressFamily,
    onReady: (LabSetup) -> Void = { _ in }, onStep: (StepReport) -> Void = { _ in },
    onSettled: () -> Void = {}
  ) throws(LabError) -> LabOutcome {
    let settings = LabSettings(
      program: program, limit: limit, server: scenario.server,
      nginx: scenario.server == .own ? nil : nginx.program)
    var session = try LabSession(scenario, family, settings)
    onReady(session.outcome.setup)
    for step in scenario.steps {
      let report = try session.perform(step)
      onStep(report)
      if report.mismatch != nil { break }
    }
    try session.finish(after: settle)
    onSettled()
    return session.outcome
  }
}

/// What all parts of one run are told.
struct LabSettings {
  let program: String
  let limit: Duration
  let server: Scenario.ServerProgram
  /// The path of nginx, where the scenario asks for it and it is there.
  let nginx: String?

  /// Where the lab is not what the scenario asks for.
  var notes: [Text] {
    guard server != .own, nginx == nil else { return [] }
    return [
      Text(
        en: "nginx is not installed: a small server of whyreset's own stands in for it",
        zh: "未安装 nginx，改用 whyreset 自带的小型服务器代替")
    ]
  }
}
