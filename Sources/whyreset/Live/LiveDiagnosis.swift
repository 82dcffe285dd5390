import Collectors
import Diagnosis
import Facts
import Linux

/// The whole way from the kernel's events to findings: sources, evidence, causes.
struct LiveDiagnosis: ~Copyable {
  private let source: LiveSource
  private var correlator = Correlator()
  private var parameters = NamespaceParameters()
  /// Beside eBPF only: the weaker sources are told of no listeners, or are counters themselves.
  private var admission: AdmissionCounters?
  private var containers = Containers()

  /// With the namespaces that the source watches, empty for all.
  init(_ source: consuming LiveSource, namespaces: [UInt32] = []) {
    admission = source.kind == .bpf ? AdmissionCounters(namespaces: namespaces) : nil
    self.source = source
  }

  /// Attaches to the kernel with eBPF; `namespaces` are inode numbers, empty for all.
  init(namespaces: [UInt32] = []) throws(Failure) {
    do throws(SourceError) {
      self.init(
        try LiveSource.attached(.bpf, namespaces: namespaces), namespaces: namespaces)
    } catch { throw Failure(SourceFailure(kind: .bpf, error: error)) }
  }

  /// Readable when something happened; it must not be closed.
  var descriptor: Int32 { source.descriptor }

  /// Whether a reset's cause can be told by the kernel function that sent it.
  var knowsCallSites: Bool { source.knowsCallSites }

  var kind: SourceKind { source.kind }

  /// How long to wait for `descriptor` before the next `poll()`.
  var patience: Duration { correlator.isWaiting ? .milliseconds(10) : .milliseconds(250) }

  /// The findings that are complete now, oldest first.
  mutating func poll() throws(Failure) -> [Finding] {
    let now = Timestamp(nanoseconds: KernelClock.wall)
    // Before the events: then those of the resets that the counters have counted are there to be read.
    admission?.look(at: now).forEach { correlator.add(.dropped($0)) }
    let events: [Event]
    do throws(SourceError) { events = try source.poll() } catch { throw failure(error) }
    return add(events, at: now) + judge(until: Timestamp(nanoseconds: KernelClock.wall))
  }

  /// The findings that still waited for another half.
  mutating func finish() throws(Failure) -> [Finding] {
    let now = Timestamp(nanoseconds: KernelClock.wall)
    admission?.lookEarly(at: now).forEach { correlator.add(.dropped($0)) }
    let events: [Event]
    do throws(SourceError) { events = try source.finish() } catch { throw failure(error) }
    return add(events, at: now) + judge(until: Timestamp(nanoseconds: .max))
  }

  private func failure(_ error: SourceError) -> Failure {
    Failure(SourceFailure(kind: source.kind, error: error))
  }

  /// Takes in events; counters have their findings at once.
  private mutating func add(_ events: [Event], at now: Timestamp) -> [Finding] {
    var findings: [Finding] = []
    for event in events {
      admission?.notice(event)
      if case .failed(let connection) = event, connection.state == .synSent {
        admission?.lookEarly(at: now).forEach { correlator.add(.dropped($0)) }
      }
      if case .counters(let change) = event {
        findings += diagnose(change)
      } else {
        containers.notice(event)
        correlator.add(event)
      }
    }
    return findings
  }

  /// Events that the kernel could not hand over.
  var lost: UInt64 { source.lost }

  private mutating func judge(until now: Timestamp) -> [Finding] {
    var findings: [Finding] = []
    for var evidence in correlator.take(until: now) {
      evidence.sysctls = parameters.values(for: evidence)
      if evidence.lackedMemory { evidence.usage = .ofThisHost }
      findings.append(located(diagnose(evidence)))
    }
    return findings
  }

  private mutating func located(_ finding: Finding) -> Finding {
    var finding = finding
    finding.clientProcess = finding.clientProcess.map { containers.locate($0) }
    finding.serverProcess = finding.serverProcess.map { containers.locate($0) }
    return finding
  }
}
