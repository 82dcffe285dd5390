import Collectors
import Diagnosis
import Facts
import Linux

/// The whole way from the kernel's events to findings: sources, evidence, causes.
struct LiveDiagnosis: ~Copyable {
  private let source: LiveSource
  private var judges: [LiveJudge]
  /// Whether memory is held that a storm needed, or the start: the kernel's types take several MiB.
  private var hoards = true

  /// With the namespaces that the source watches, empty for all.
  init(_ source: consuming LiveSource, namespaces: [UInt32] = []) {
    self.init(source, views: [namespaces])
  }

  /// Attaches to the kernel with eBPF; `namespaces` are inode numbers, empty for all.
  init(namespaces: [UInt32] = []) throws(Failure) { try self.init(views: [namespaces]) }

  /// Attaches to the kernel, and judges what is seen once for each view: namespaces, as if they
  /// were one host's and nothing else were seen. The first view has all of them.
  init(views: [[UInt32]], through source: LabSource = LabSource()) throws(Failure) {
    // The tracepoints see the whole host and cannot be held to a part of it.
    let namespaces = source.kind == .tracepoints ? [] : views[0].filter(source.reaches)
    do throws(SourceError) {
      self.init(
        try LiveSource.attached(source.kind, namespaces: namespaces, as: source.release),
        views: views)
    } catch { throw Failure(SourceFailure(kind: source.kind, error: error)) }
  }

  private init(_ source: consuming LiveSource, views: [[UInt32]]) {
    let kind = source.kind
    judges = views.map { LiveJudge(namespaces: $0, beside: kind) }
    self.source = source
  }

  /// Readable when something happened; it must not be closed.
  var descriptor: Int32 { source.descriptor }

  /// Whether a reset's cause can be told by the kernel function that sent it.
  var knowsCallSites: Bool { source.knowsCallSites }

  var kind: SourceKind { source.kind }

  /// Watches a namespace no longer.
  mutating func leave(_ namespace: UInt32) {
    source.leave(namespace)
    for index in judges.indices { judges[index].leave(namespace) }
  }

  /// How long to wait for `descriptor` before the next `poll()`.
  var patience: Duration {
    judges.contains { $0.isWaiting } ? .milliseconds(10) : .milliseconds(250)
  }

  /// Why NAT cannot be looked at; nil while it can, or need not be.
  var translationObstacle: LinuxError? { judges[0].translationObstacle }

  /// Events that the kernel could not hand over.
  var lost: UInt64 { source.lost }

  /// The findings that are complete now, oldest first.
  mutating func poll() throws(Failure) -> [Finding] { try pollViews()[0] }

  /// The findings that still waited for another half.
  mutating func finish() throws(Failure) -> [Finding] { try finishViews()[0] }

  /// What each view has found by now.
  mutating func pollViews() throws(Failure) -> [[Finding]] {
    let now = Timestamp(nanoseconds: KernelClock.wall)
    // Before the events: then those of the resets that the counters have counted are there to be read.
    for index in judges.indices { judges[index].lookAtCounters(at: now) }
    let events: [Event]
    do throws(SourceError) { events = try source.poll() } catch { throw failure(error) }
    // In a storm the other half of a reset may still wait to be read.
    let isBehind = source.isBehind
    let end = isBehind ? events.last?.time ?? now - .seconds(1) : now
    defer { giveMemoryBack(isBehind) }
    return judge(events, at: now, until: end)
  }

  private mutating func giveMemoryBack(_ isBehind: Bool) {
    if isBehind {
      hoards = true
    } else if hoards, !judges.contains(where: \.isWaiting) {
      ThisProcess.giveMemoryBack()
      hoards = false
    }
  }

  /// What each view finds in what still waits.
  mutating func finishViews() throws(Failure) -> [[Finding]] {
    let now = Timestamp(nanoseconds: KernelClock.wall)
    for index in judges.indices { judges[index].lookAtCountersEarly(at: now) }
    let events: [Event]
    do throws(SourceError) { events = try source.finish() } catch { throw failure(error) }
    return judge(events, at: now, until: Timestamp(nanoseconds: .max))
  }

  private mutating func judge(
    _ events: [Event], at now: Timestamp, until end: Timestamp
  ) -> [[Finding]] {
    let missedSome = lost > 0
    return judges.indices.map {
      judges[$0].add(events, at: now) + judges[$0].judge(until: end, missedSome: missedSome)
    }
  }

  private func failure(_ error: SourceError) -> Failure {
    Failure(SourceFailure(kind: source.kind, error: error))
  }
}
