import Diagnosis
import Facts
import Lab
import Linux

/// A scenario run in the lab with the diagnosis watching it.
struct LabStage {
  let runner = LabRunner()
  let family: AddressFamily

  /// What the run came to.
  struct Result {
    let outcome: LabOutcome
    let findings: [Finding]
  }

  func play(
    _ scenario: Scenario, onReady: (LabSetup) -> Void = { _ in },
    onStep: (StepReport) -> Void = { _ in }
  ) throws(Failure) -> Result {
    var watcher = LabWatcher()
    let outcome: LabOutcome
    do throws(LabError) {
      outcome = try runner.run(
        scenario, family: family,
        onReady: { setup in
          watcher.attach(to: setup)
          onReady(setup)
        },
        onStep: { step in
          watcher.look()
          onStep(step)
        }, onSettled: { watcher.collect() })
    } catch { throw Failure("the lab could not run \(scenario.id): \(error)", hint: Self.hint) }
    return Result(outcome: outcome, findings: try watcher.result())
  }

  private static let hint =
    "the lab needs root: it makes network namespaces of its own (CAP_SYS_ADMIN, CAP_NET_ADMIN)"
}

/// The diagnosis as it accompanies one run: it sees the run's namespaces and no others.
private struct LabWatcher: ~Copyable {
  private var live: LiveDiagnosis?
  private var findings: [Finding] = []
  private var failure: Failure?

  mutating func attach(to setup: LabSetup) {
    do throws(Failure) {
      live = try LiveDiagnosis(namespaces: setup.namespaces.map { UInt32($0) })
    } catch { failure = error }
  }

  /// Takes what was seen so far, as a watch does all the time.
  mutating func look() {
    guard failure == nil else { return }
    do throws(Failure) { findings += try live?.poll() ?? [] } catch { failure = error }
  }

  /// Takes what was seen up to here; what comes later is the lab's own clearing away.
  mutating func collect() {
    do throws(Failure) { findings += try live?.finish() ?? [] } catch { failure = error }
    live = nil
  }

  func result() throws(Failure) -> [Finding] {
    if let failure { throw failure }
    return findings
  }
}
