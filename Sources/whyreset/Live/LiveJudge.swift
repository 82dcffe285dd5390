import Collectors
import Diagnosis
import Facts
import Linux

/// From events to findings: the evidence, and what is looked up of the host around it.
struct LiveJudge {
  /// The namespaces whose events count; empty for all.
  private let namespaces: Set<UInt64>
  private var correlator = Correlator()
  private var parameters = NamespaceParameters()
  /// Beside eBPF only: the weaker sources are told of no listeners, or are counters themselves.
  private var admission: AdmissionCounters?
  private var containers = Containers()
  /// Beside eBPF only: no other source sees every RST that a kernel sends.
  private var senders: LivingSenders?
  private var translations: Translations
  private var descriptors = Descriptors()
  private var sockets = SurroundingSockets()
  private var idleLines = IdleLines()

  init(namespaces: [UInt32], beside source: SourceKind) {
    self.namespaces = Set(namespaces.map(UInt64.init))
    translations = Translations(namespaces: namespaces)
    admission = source == .bpf ? AdmissionCounters(namespaces: namespaces) : nil
    senders = source == .bpf ? LivingSenders(namespaces: namespaces) : nil
  }

  /// Whether a half waits for its other.
  var isWaiting: Bool { correlator.isWaiting }

  /// Why NAT cannot be looked at; nil while it can, or need not be.
  var translationObstacle: LinuxError? { translations.obstacle }

  /// Asks a namespace nothing more.
  mutating func leave(_ namespace: UInt32) { translations.leave(namespace) }

  /// Looks at what listeners turn away, if it is time to.
  mutating func lookAtCounters(at now: Timestamp) {
    admission?.look(at: now).forEach { correlator.add(.dropped($0)) }
  }

  mutating func lookAtCountersEarly(at now: Timestamp) {
    admission?.lookEarly(at: now).forEach { correlator.add(.dropped($0)) }
  }

  /// Takes in events; counters have their findings at once.
  mutating func add(_ events: [Event], at now: Timestamp) -> [Finding] {
    var findings: [Finding] = []
    for event in events where sees(event) {
      admission?.notice(event)
      if case .failed(let connection) = event, connection.state == .synSent {
        lookAtCountersEarly(at: now)
      }
      if case .counters(let change) = event {
        findings += diagnose(change)
      } else {
        containers.notice(event)
        correlator.add(event)
      }
    }
    translate()
    return findings
  }

  /// At once: connection tracking soon forgets what a RST has ended.
  private mutating func translate() {
    translations.renew()
    for half in correlator.takeLonely() {
      let other = translations.find(
        half.flow, isSent: half.isSent, netns: half.netns, process: half.process)
      if let other { correlator.add(.translated(Translation(of: half.flow, is: other))) }
    }
  }

  /// The findings that are complete by that time, oldest first: in a storm a thousand of them; `missedSome` if
  /// events were lost.
  mutating func judge(until now: Timestamp, missedSome: Bool) -> [Finding] {
    var findings: [Finding] = []
    let most = now == Timestamp(nanoseconds: .max) ? Int.max : Self.limit
    repeat {
      // Little at a time: evidence takes several kilobytes.
      for evidence in correlator.take(until: now, limit: Self.batch) {
        findings.append(judge(evidence, missedSome))
      }
    } while findings.count < most && correlator.hasComplete(by: now)
    return findings
  }

  private static let batch = 32
  private static let limit = 1024

  private mutating func judge(_ evidence: Evidence, _ missedSome: Bool) -> Finding {
    var evidence = evidence
    evidence.sysctls = parameters.values(for: evidence)
    if evidence.lackedMemory { evidence.usage = .ofThisHost }
    if !missedSome, evidence.mayBeForged, let received = evidence.received {
      evidence.livingSender = senders?.state(ofSenderOf: received)
    }
    if let acceptor = evidence.lateAcceptor {
      evidence.descriptors = descriptors.use(of: acceptor)
    }
    for process in evidence.idleProcesses {
      evidence.idleLines += idleLines.lines(of: process)
    }
    look(around: &evidence)
    return located(diagnose(evidence))
  }

  /// A source that cannot tell the namespace has filtered by itself, or sees only one.
  private func sees(_ event: Event) -> Bool {
    guard !namespaces.isEmpty, let netns = event.netns, netns != 0 else { return true }
    return namespaces.contains(netns)
  }

  private mutating func look(around evidence: inout Evidence) {
    guard let found = sockets.look(around: evidence) else { return }
    evidence.surroundings = found
    guard evidence.question == .otherOwner else { return }
    // What was sent to the RST's sender would have gone on to another host.
    evidence.surroundings.translation = translations.find(
      evidence.flow, isSent: false, netns: evidence.netns,
      process: ProcFS.processes(inNetworkNamespace: evidence.netns).first)
    evidence.translated = evidence.translated ?? evidence.surroundings.translation
  }

  private mutating func located(_ finding: Finding) -> Finding {
    var finding = finding
    finding.clientProcess = finding.clientProcess.map { containers.locate($0) }
    finding.serverProcess = finding.serverProcess.map { containers.locate($0) }
    return finding
  }
}
