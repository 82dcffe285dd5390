import ArgumentParser
import Collectors
import Diagnosis
import Facts

/// Where events are to come from.
enum SourceChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, bpf, tracepoints, packets, counters

  /// The kinds to try, in order.
  var kinds: [SourceKind] { SourceKind(rawValue: rawValue).map { [$0] } ?? SourceKind.allCases }
}

/// How the kernel is to be watched.
struct SourceOptions: ParsableArguments {
  @Option(
    help: """
      Watch through bpf, tracepoints, packets or counters; auto takes the first of them that works.
      """)
  var source: SourceChoice = .auto

  @Option(
    help: ArgumentHelp(
      """
      For tests: tell no more than this kernel would, such as 6.8 (bpf and tracepoints).
      """, valueName: "VERSION"),
    transform: Self.release)
  var asKernel: EmulatedKernel?

  /// An attached source, and why stronger ones could not be had.
  struct Opened: ~Copyable {
    let source: LiveSource
    let failures: [SourceFailure]
  }

  /// Takes the first source that can be had, and that tells what is asked for.
  func open(
    namespaces: [UInt32], for filter: FindingFilter = FindingFilter()
  ) throws(Failure) -> Opened {
    var failures: [SourceFailure] = []
    for kind in source.kinds {
      // The counters tell too little to be better than a word about the rights that are missing.
      if kind == .counters, failures.contains(where: \.error.isPermission) { break }
      do throws(SourceError) {
        try Self.require(kind, filter)
        let source = try LiveSource.attached(
          kind, namespaces: namespaces, as: asKernel)
        return Opened(source: source, failures: failures)
      } catch { failures.append(SourceFailure(kind: kind, error: error)) }
    }
    throw Failure(failures[0])
  }

  /// The lab's own watch: eBPF where nothing else was asked for.
  var inLab: LabSource { LabSource(kind: source.kinds[0], release: asKernel) }

  private static func release(_ text: String) throws -> EmulatedKernel {
    guard let release = EmulatedKernel(text) else {
      throw ValidationError("'\(text)' is not a kernel version, such as 6.8")
    }
    return release
  }

  private static func require(_ kind: SourceKind, _ filter: FindingFilter) throws(SourceError) {
    if filter.asksForProcesses, !kind.tells(.processes) { throw .cannotTell(kind, .processes) }
    if filter.asksForEnds, !kind.tells(.ends) { throw .cannotTell(kind, .ends) }
  }
}

/// A source that could not be had, or that stopped.
struct SourceFailure {
  let kind: SourceKind
  let error: SourceError

  /// One line for the person who gets a weaker source instead.
  var text: Text {
    Text(
      en: "\(kind.title.en) cannot be used: \(error)", zh: "无法使用\(kind.title.zh)：\(error)")
  }
}

extension SourceKind {
  var title: Text {
    switch self {
    case .bpf: Text(en: "eBPF", zh: " eBPF")
    case .tracepoints: Text(en: "the kernel's tracepoints", zh: "内核 tracepoint")
    case .packets: Text(en: "a packet socket", zh: "报文套接字")
    case .counters: Text(en: "the kernel's counters", zh: "内核计数器")
    }
  }

  /// What is used in the place of eBPF and what it cannot see; nil for eBPF, which sees all there is.
  var limits: Text? {
    blindness.map { blindness in
      Text(en: "using \(title.en): \(blindness.en)", zh: "使用\(title.zh)：\(blindness.zh)")
    }
  }

  /// What it cannot see.
  var blindness: Text? {
    switch self {
    case .bpf: nil
    case .tracepoints:
      Text(
        en: """
          they show no packets, no queues and no network namespaces, so no cause can be certain
          """,
        zh: "看不到报文、队列和网络命名空间，因此任何原因都不会是“确定”")
    case .packets:
      Text(
        en: """
          it shows the resets on the wire of one network namespace, not the processes, the \
          sockets and the kernel's reasons behind them
          """,
        zh: "只看到所在网络命名空间里的 RST 报文，看不到背后的进程、套接字和内核给出的原因")
    case .counters:
      Text(
        en: "they show how many connections of one network namespace failed, not which",
        zh: "只知道所在网络命名空间里有多少连接失败，不知道是哪些")
    }
  }
}

extension Failure {
  /// The source cannot be had, and no other was to be tried or could be.
  init(_ failure: SourceFailure) {
    if case .bpf(let error) = failure.error {
      self.init(probes: error)
      return
    }
    self.init("cannot watch through \(failure.kind.title.en): \(failure.error)")
    hint = Self.hint(failure)
  }

  private static func hint(_ failure: SourceFailure) -> String? {
    if case .cannotTell(let kind, let quality) = failure.error {
      let others = SourceKind.allCases.filter { $0 != kind && $0.tells(quality) }
      return "leave \(quality.options) out, or watch through "
        + others.map(\.rawValue).joined(separator: " or ")
    }
    guard failure.error.isPermission else { return nil }
    switch failure.kind {
    case .packets: return "run it as root, or grant CAP_NET_RAW: sudo whyreset …"
    default: return "run it as root: sudo whyreset …"
    }
  }
}

extension SourceQuality {
  /// The options that ask for it.
  fileprivate var options: String {
    switch self {
    case .namespaces: "--netns"
    case .processes: "--pid and --command"
    case .ends: "--address and --port"
    }
  }
}
