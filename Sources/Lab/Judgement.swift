public import Diagnosis
import Facts

/// Whether a run showed what its scenario promises: at the applications, and in the diagnosis.
public struct Judgement: Sendable {
  /// What is not as it must be, in words; empty where all is right.
  public let complaints: [String]
  /// Whether a verdict that was called certain is wrong: the worst that the diagnosis can do.
  public let isWronglyCertain: Bool

  public var isRight: Bool { complaints.isEmpty }

  /// `cause` is the id of the one that the scenario makes happen; `findings` are all that were made in
  /// the run's namespaces.
  public init(of outcome: LabOutcome, _ scenario: Scenario, cause: String, findings: [Finding]) {
    let own = findings.filter { !scenario.expected.besides.contains($0.cause ?? "") }
    let demands = Demands(outcome: outcome, scenario: scenario, cause: cause)
    complaints =
      outcome.mismatches + demands.presence(in: own) + own.flatMap(demands.complaints)
    isWronglyCertain = own.contains { $0.confidence == .certain && $0.cause != cause }
  }
}

/// What a finding of a scenario must be.
private struct Demands {
  let outcome: LabOutcome
  let scenario: Scenario
  let cause: String

  /// Complains where nothing of the kind was found, or no failure with the outcome that one must have.
  func presence(in findings: [Finding]) -> [String] {
    let expected = scenario.expected
    let main = findings.filter { $0.kind == expected.kind }
    if main.isEmpty { return ["no \(expected.kind) was found"] }
    // What a listener turned away, and the connect that failed by it, are two failures of one cause.
    guard expected.kind == .failure, !main.contains(where: hasOutcome) else { return [] }
    return outcome(of: main[0])
  }

  func complaints(_ finding: Finding) -> [String] {
    let expected = scenario.expected
    var complaints: [String] = []
    func demand(_ what: String, _ holds: Bool, _ got: String) {
      if !holds { complaints.append("\(what): got \(got)") }
    }
    demand("cause \(cause)", finding.cause == cause, finding.cause ?? "none")
    guard finding.kind == expected.kind else { return complaints + strangers(in: finding) }
    demand("sender \(expected.sender)", finding.sender == expected.sender, "\(finding.sender)")
    demand(
      "at least \(expected.minimumConfidence)",
      (finding.confidence ?? .possible) >= expected.minimumConfidence,
      finding.confidence?.rawValue ?? "none")
    if expected.kind == .reset { complaints += outcome(of: finding) }
    return complaints + strangers(in: finding)
  }

  private func hasOutcome(_ finding: Finding) -> Bool { outcome(of: finding).isEmpty }

  /// What the applications get.
  private func outcome(of finding: Finding) -> [String] {
    let expected = scenario.expected
    var complaints: [String] = []
    func demand(_ what: String, _ holds: Bool, _ got: String) {
      if !holds { complaints.append("\(what): got \(got)") }
    }
    demand(
      "error \(expected.error?.name ?? "none")", finding.error == expected.error,
      finding.error?.name ?? "none")
    demand(
      "harmless \(Self.text(expected.harmless))", finding.harmless == expected.harmless,
      Self.text(finding.harmless))
    return complaints
  }

  /// Addresses and processes that are not those of the run.
  private func strangers(in finding: Finding) -> [String] {
    let setup = outcome.setup
    // Behind a router that translates, a host is known by the router's address.
    let middle = setup.middle.map { [$0.address] } ?? []
    let other = finding.translated
    return Self.strange("client", finding.client?.address, [setup.client.address] + middle)
      + Self.strange("server", finding.server?.address, serverAddresses(finding))
      + Self.strange("translated client", other?.client.address, [setup.client.address] + middle)
      + Self.strange("translated server", other?.server.address, serverAddresses(finding))
      + (scenario.path.isNAT && finding.kind == .reset && other == nil
        ? ["translated: got none"] : [])
      + Self.strange("client process", finding.clientProcess?.pid, pids(outcome.clientPrograms))
      + Self.strange("server process", finding.serverProcess?.pid, serverPIDs)
      + Self.strange("roles", finding.roles, [.seen])
  }

  /// A listener has the address that it is bound to, which may be none.
  private func serverAddresses(_ finding: Finding) -> [IPAddress] {
    let setup = outcome.setup
    let none = [IPAddress(v4: 0), IPAddress(v6: 0)]
    return [setup.server.address] + (setup.middle.map { [$0.address] } ?? [])
      + (finding.client == nil ? none : [])
  }

  private func pids(_ programs: [Process]) -> [Int32] { programs.map(\.pid) }

  /// A real server has worker processes of its own, which the run does not know.
  private var serverPIDs: [Int32]? { scenario.server == .own ? pids(outcome.serverPrograms) : nil }

  private static func strange<Value: Equatable>(
    _ what: String, _ value: Value?, _ known: [Value]?
  ) -> [String] {
    guard let value, let known, !known.contains(value) else { return [] }
    return ["\(what): got \(value), which is not of this run"]
  }

  private static func text(_ value: Bool?) -> String { value.map { "\($0)" } ?? "unknown" }
}
