import Diagnosis
import Facts
import Lab
import Linux

/// A scenario run in the lab with the diagnosis watching it.
struct LabStage {
  let runner = LabRunner()
  let family: AddressFamily
  var source = LabSource()
  /// The file that the run's packets are written to; nil for none.
  var capture: String?
  /// Whether the namespaces stay.
  var keeps = false
  /// Whether packets and counters are looked at too.
  var isWitnessed = false

  /// What the run came to.
  struct Result {
    let outcome: LabOutcome
    let findings: [Finding]
    /// What each host would have found by itself, of its own events alone.
    let clientFindings: [Finding]
    let serverFindings: [Finding]
    let counters: LabCounters
    /// Nil where nobody asked for it.
    let account: LabWitness.Account?
  }

  func play(
    _ scenario: Scenario, onReady: (LabSetup) -> Void = { _ in },
    onStep: (StepReport) -> Void = { _ in }
  ) throws(Failure) -> Result {
    var watcher = LabWatcher(source, isWitnessed: isWitnessed || capture != nil)
    let outcome: LabOutcome
    do throws(LabError) {
      outcome = try runner.run(
        scenario, family: family, keeps: keeps,
        onReady: { setup in
          watcher.attach(to: setup)
          onReady(setup)
        },
        onStep: { step in
          watcher.look()
          onStep(step)
        }, onSettled: { watcher.collect() })
    } catch { throw Failure("the lab could not run \(scenario.id): \(error)", hint: Self.hint) }
    let (views, account) = try watcher.result()
    if let account, let capture { try LabCapture.write(account, to: capture) }
    return Result(
      outcome: outcome, findings: views[0], clientFindings: views[1], serverFindings: views[2],
      counters: watcher.counters, account: account)
  }

  private static let hint =
    "the lab needs root: it makes network namespaces of its own (CAP_SYS_ADMIN, CAP_NET_ADMIN)"
}

/// The diagnosis as it accompanies one run: it sees the run's namespaces and no others, once together, and once
/// those of each host.
private struct LabWatcher: ~Copyable {
  private let source: LabSource
  private var live: LiveDiagnosis?
  private var findings: [[Finding]] = [[], [], []]
  private var failure: Failure?
  private(set) var counters = LabCounters()
  private var setup: LabSetup?
  private let isWitnessed: Bool
  private var witness: LabWitness?
  private var account: LabWitness.Account?

  init(_ source: LabSource, isWitnessed: Bool) {
    self.source = source
    self.isWitnessed = isWitnessed
  }

  mutating func attach(to setup: LabSetup) {
    let views = [setup.namespaces, setup.client.namespaces, setup.server.namespaces]
    self.setup = setup
    do throws(Failure) {
      live = try LiveDiagnosis(views: views.map { $0.map { UInt32($0) } }, through: source)
      if isWitnessed { witness = try LabWitness(setup) }
    } catch { failure = error }
  }

  /// Takes what was seen so far, as a watch does all the time.
  mutating func look() {
    guard failure == nil else { return }
    witness?.read()
    do throws(Failure) { add(try live?.pollViews()) } catch { failure = error }
  }

  /// Takes what was seen up to here; what comes later is the lab's own clearing away.
  mutating func collect() {
    do throws(Failure) { add(try live?.finishViews()) } catch { failure = error }
    if let setup { counters = LabCounters(setup) }
    account = witness?.end(counters)
    live = nil
    witness = nil
  }

  private mutating func add(_ news: [[Finding]]?) {
    guard let news else { return }
    for (view, found) in news.enumerated() { findings[view] += found }
  }

  func result() throws(Failure) -> ([[Finding]], LabWitness.Account?) {
    if let failure { throw failure }
    return (findings, account)
  }
}
