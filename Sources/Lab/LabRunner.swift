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
  private let servers: Servers

  /// Which real servers scenarios are run with.
  public enum Servers: Hashable, Sendable {
    /// Those under $WHYRESET_LAB_PROGRAMS, in $PATH or in /usr/sbin.
    case installed
    case path(String)
    /// None: a server of whyreset's own stands in for them.
    case absent

    fileprivate func path(of program: Scenario.RealServer.Program) -> String? {
      switch self {
      case .installed: program.find()
      case .path(let path): path
      case .absent: nil
      }
    }
  }

  /// `program` is whyreset's own path; its command `lab-actor` becomes the hosts' programs. One step
  /// may take `limit`; after the last one, late resets have the time `settle` to arrive.
  public init(
    program: String = "/proc/self/exe", limit: Duration = .seconds(10),
    settle: Duration = .milliseconds(300), servers: Servers = .installed
  ) {
    self.program = program
    self.limit = limit
    self.settle = settle
    self.servers = servers
  }

  /// Runs a scenario and waits for its end. `onReady` is called once both hosts run and before their
  /// first packet, `onStep` after each step, `onSettled` before anything is cleared away, which may
  /// send resets too. With `keeps` nothing is cleared away.
  public func run(
    _ scenario: Scenario, family: AddressFamily, keeps: Bool = false,
    onReady: (LabSetup) -> Void = { _ in }, onStep: (StepReport) -> Void = { _ in },
    onSettled: () -> Void = {}
  ) throws(LabError) -> LabOutcome {
    let settings = LabSettings(
      program: program, limit: limit, server: LabServer(scenario.server, servers.path))
    var session = try LabSession(scenario, family, settings)
    onReady(session.outcome.setup)
    for step in scenario.steps {
      let report = try session.perform(step)
      onStep(report)
      if report.mismatch != nil { break }
    }
    try session.finish(after: settle)
    onSettled()
    if keeps { try session.keep() }
    return session.outcome
  }
}

/// What all parts of one run are told.
struct LabSettings {
  let program: String
  let limit: Duration
  /// The server program, where the scenario asks for a real one.
  let server: LabServer?

  /// Where the lab is not what the scenario asks for.
  var notes: [Text] {
    guard let server, server.path == nil else { return [] }
    let name = server.wanted.program
    return [
      Text(
        en: """
          \(name.rawValue) is not installed: a small server of whyreset's own stands in for it \
          (apt-get install \(name.package))
          """,
        zh: """
          未安装 \(name.rawValue)，改用 whyreset 自带的小型服务器代替\
          （apt-get install \(name.package)）
          """)
    ]
  }
}

/// A real server that a scenario asks for, and where it is.
struct LabServer {
  let wanted: Scenario.RealServer
  /// Nil where it is missing.
  let path: String?

  init?(
    _ server: Scenario.ServerProgram, _ path: (Scenario.RealServer.Program) -> String?
  ) {
    guard case .real(let wanted) = server else { return nil }
    self.wanted = wanted
    self.path = path(wanted.program)
  }

  /// What the server's host is told.
  var instruction: Instruction {
    let standIn = wanted.standIn
    guard let path else {
      return Instruction(
        .standIn,
        [
          Int(wanted.port), standIn.language.rawValue,
          standIn.idleTimeout.map { Int($0 / .milliseconds(1)) } ?? 0, standIn.requestLimit ?? 0,
          standIn.bodyLimit ?? 0, standIn.connectionLimit ?? 0,
          standIn.stallLimit.map { Int($0 / .milliseconds(1)) } ?? 0, standIn.lacksBackend ? 1 : 0,
        ])
    }
    let text = [wanted.program.rawValue, path] + wanted.settings
    return Instruction(.serve, [Int(wanted.port)], text: text.joined(separator: "\n"))
  }
}
