import Collectors
import Diagnosis
import Facts
import Linux
import Report

/// What one run of `watch` has shown: folds findings, prints them, and sums up at the end.
struct WatchSession: ~Copyable {
  private let output: OutputOptions
  private let filter: FilterOptions
  private let limit: Int?
  private let printer: FindingPrinter
  private var folder = Folder()
  private var recorder: Recorder?
  private var shown = 0
  private(set) var foundHarm = false

  init(
    output: OutputOptions, filter: FilterOptions, limit: Int?, recorder: consuming Recorder? = nil
  ) {
    self.output = output
    self.filter = filter
    self.limit = limit
    printer = FindingPrinter(output)
    self.recorder = recorder
  }

  var isFull: Bool { limit.map { shown >= $0 } ?? false }

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
    for finding in findings where filter.admits(finding) && !isFull {
      shown += finding.count
      admitted.append(finding)
      if finding.harmless != true { foundHarm = true }
    }
    // First what stays, so that a closed pipe costs nothing of it.
    recorder?.add(admitted)
    for finding in admitted { try printer.print(folder.add(finding)) }
    try printer.print(folder.take(until: Timestamp(nanoseconds: KernelClock.wall)))
  }

  mutating func end(lost: UInt64) throws(Failure) {
    recorder?.end()
    try printer.print(folder.flush())
    if lost > 0 {
      try say(
        Text(
          en: "\(lost) events were lost: the kernel made them faster than they could be read",
          zh: "丢失了 \(lost) 个事件：内核产生事件的速度超过了读取速度"))
    }
  }

  private func say(_ text: Text) throws(Failure) {
    try attempt { () throws(LinuxError) in
      try Terminal.write("whyreset: \(text(output.language))\n", to: .error)
    }
  }
}

/// Runs a piece of operating-system work; its failure becomes one line.
func attempt<Result: ~Copyable>(
  _ work: () throws(LinuxError) -> Result
) throws(Failure) -> Result {
  do throws(LinuxError) { return try work() } catch { throw Failure(error) }
}
