import Collectors
import Diagnosis
import Facts
import Linux
import Report

/// What one run of `watch` has shown: folds findings, prints them, keeps them, and sums up at the end.
struct WatchSession: ~Copyable {
  private let output: OutputOptions
  private let filter: FindingFilter
  private let limit: Int?
  private let printer: FindingPrinter
  /// Nil where each reset is to be shown by itself.
  private var folder: Folder?
  private var recorder: Recorder?
  private var packets: PacketWriter?
  private var tally = Tally()
  private var losses = LossNotice()
  private var hasToldOfNAT = false
  private var shown = 0
  private(set) var foundHarm = false
  private let start = ContinuousClock.now

  init(
    output: OutputOptions, filter: FindingFilter, limit: Int?, folds: Bool,
    recorder: consuming Recorder? = nil, packets: consuming PacketWriter? = nil
  ) {
    self.output = output
    self.filter = filter
    self.limit = limit
    printer = FindingPrinter(output)
    folder = folds ? Folder(output.folding) : nil
    self.recorder = recorder
    self.packets = packets
  }

  var isFull: Bool { limit.map { shown >= $0 } ?? false }

  /// Readable when there is more to keep; it must not be closed.
  var descriptors: [Int32] {
    switch packets {
    case .some(let packets): [packets.descriptor]
    case .none: []
    }
  }

  /// Says that it watches, on standard error, so that a script can wait for it.
  func begin(
    _ source: SourceKind, knowsCallSites: Bool, instead failures: [SourceFailure]
  ) throws(Failure) {
    for failure in failures { try say(failure.text) }
    if let limits = source.limits { try say(limits) }
    try say(Text(en: "watching; Ctrl-C ends it", zh: "正在监视，按 Ctrl-C 结束"))
    if !knowsCallSites, source == .bpf || source == .tracepoints {
      try say(
        Text(
          en:
            "the kernel hides its function addresses (CAP_SYSLOG is missing): some causes can only be likely",
          zh: "内核隐藏了函数地址（缺少 CAP_SYSLOG）：部分原因只能判断为“很可能”"))
    }
  }

  mutating func show(_ findings: [Finding]) throws(Failure) {
    var admitted: [Finding] = []
    for finding in findings where !isFull && filter.admits(finding) {
      shown += finding.count
      tally.add(finding)
      admitted.append(finding)
      if finding.harmless != true { foundHarm = true }
    }
    // First what stays, so that a closed pipe costs nothing of it.
    recorder?.add(admitted)
    packets?.add(admitted)
    for finding in admitted { try printer.print(folder?.add(finding) ?? [finding]) }
    try printer.print(folder?.take(until: Timestamp(nanoseconds: KernelClock.wall)) ?? [])
  }

  /// Says that events were lost, now and then.
  mutating func notice(lost: UInt64) throws(Failure) {
    if losses.isDue(lost) { try say(SummaryReport.lost(lost)) }
  }

  /// Says once that NAT could not be looked at.
  mutating func notice(untranslated obstacle: LinuxError?) throws(Failure) {
    guard let obstacle, !hasToldOfNAT else { return }
    hasToldOfNAT = true
    try say(
      Text(
        en: "NAT is not looked at: \(obstacle); it needs CAP_NET_ADMIN",
        zh: "无法查看 NAT：\(obstacle)；需要 CAP_NET_ADMIN"))
  }

  /// Says that a namespace is gone, and keeps no more of it.
  mutating func leave(_ namespace: UInt32) throws(Failure) {
    packets?.leave(namespace)
    try say(
      Text(
        en: "network namespace \(namespace) is gone: nothing more will be seen there",
        zh: "网络命名空间 \(namespace) 已消失，不会再有新的结果"))
  }

  /// Shows what still waited, and sums up: in the text itself, or beside JSON, whose lines are findings only.
  mutating func end(lost: UInt64) throws(Failure) {
    save()
    try printer.print(folder?.flush() ?? [])
    guard !tally.isEmpty || lost > 0 else { return }
    let stream: Terminal.Stream = output.json ? .error : .output
    let summary = SummaryReport(style: output.style(on: stream)).render(
      tally, in: ContinuousClock.now - start, lost: lost)
    let gap = output.json ? "" : "\n"
    try attempt { () throws(LinuxError) in try Terminal.write(gap + summary, to: stream) }
  }

  /// Keeps what still waited to be kept.
  mutating func save() {
    recorder?.end()
    packets?.end()
  }

  private func say(_ text: Text) throws(Failure) {
    try attempt { () throws(LinuxError) in
      try Terminal.write("whyreset: \(text(output.language))\n", to: .error)
    }
  }
}

/// When to say that events were lost: at once, then ever less often.
struct LossNotice {
  private var told: UInt64 = 0
  private var next = ContinuousClock.now
  private var pause = Duration.seconds(1)

  mutating func isDue(_ lost: UInt64) -> Bool {
    guard lost > told, ContinuousClock.now >= next else { return false }
    told = lost
    next = .now + pause
    pause = min(pause * 2, .seconds(60))
    return true
  }
}

/// Runs a piece of operating-system work; its failure becomes one line.
func attempt<Result: ~Copyable>(
  _ work: () throws(LinuxError) -> Result
) throws(Failure) -> Result {
  do throws(LinuxError) { return try work() } catch { throw Failure(error) }
}
