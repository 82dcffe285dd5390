import Capture
import Diagnosis
import Facts
import Linux
import Report

/// What a `read` shows: findings as they are judged, and the summary.
struct ReadSession {
  private let output: OutputOptions
  private let filter: FindingFilter
  private let time: TimeOptions
  private let showsAll: Bool
  private let files: [String]
  private let printer: FindingPrinter
  private var judge = CaptureJudge()
  private var keepsake: CaptureKeepsake
  private var recorded: JoinedFindings
  private let outputs: ReadOutputs
  private var summary = CaptureSummary()
  private var progressBar: ProgressBar
  private(set) var foundHarm = false

  init(
    output: OutputOptions, filter: FindingFilter, time: TimeOptions, showsAll: Bool,
    files: [String],
    outputs: ReadOutputs, recorded: JoinedFindings
  ) {
    self.outputs = outputs
    self.recorded = recorded
    keepsake = CaptureKeepsake(wantsAll: outputs.extract != nil, language: output.language)
    self.output = output
    self.filter = filter
    self.time = time
    self.showsAll = showsAll
    self.files = files
    printer = FindingPrinter(output)
    progressBar = ProgressBar(language: output.language)
  }

  /// Takes in what was found since it was last called.
  mutating func take(_ news: CapturePipeline.News) throws(Failure) {
    for close in news.idleCloses {
      let server = Endpoint(IPAddress(v6: close.address), port: close.port)
      judge.note(idleCloseBy: server, after: close.idle)
    }
    for end in news.ends { try add(judge.add(end)) }
  }

  mutating func show(_ progress: (done: Int64, all: Int64?)) {
    progressBar.show(done: progress.done, of: progress.all)
  }

  private mutating func add(_ verdicts: [CaptureJudge.Verdict]) throws(Failure) {
    for verdict in verdicts {
      var finding = recorded.complete(verdict.finding)
      finding.file = files[verdict.end.file]
      guard try show(finding), outputs.needsReview else { continue }
      keepsake.add(finding, verdict.end)
    }
  }

  /// Counts and prints a finding, if it is of interest.
  private mutating func show(_ finding: Finding) throws(Failure) -> Bool {
    guard filter.admits(finding), time.admits(finding.time) else { return false }
    if finding.harmless != true { foundHarm = true }
    summary.add(finding)
    if output.json || showsAll {
      progressBar.clear()
      try printer.print([finding])
    }
    return true
  }

  /// Says the rest, and what was wrong with the files.
  mutating func end(_ pipeline: CapturePipeline) throws(Failure) {
    try add(judge.finish())
    for finding in recorded.others { _ = try show(finding) }
    progressBar.clear()
    for index in files.indices {
      guard let trouble = pipeline.trouble(of: index) else { continue }
      try tell(trouble, of: files[index])
    }
    let totals = pipeline.totals
    if totals.unsupported > 0 { try tellUnsupported(totals, frames: pipeline.frames) }
    summary.count(totals, packets: pipeline.frames, idleCloses: judge.idleCloses)
    try writeFiles()
    guard !output.json else { return }
    let report = CaptureSummaryReport(style: output.style, showsExamples: !showsAll)
    try attempt { () throws(LinuxError) in try Terminal.write(report.render(summary)) }
  }

  private func writeFiles() throws(Failure) {
    let review = CaptureReview(files: files)
    if let path = outputs.extract { try keepsake.extract(to: path, from: review) }
    guard let path = outputs.html else { return }
    let report = HTMLReport(style: output.style(on: nil))
    let shown = summary.ranked.prefix(HTMLReport.mostGroups).map(\.first)
    let ladders = try review.isPossible ? keepsake.ladders(of: shown, from: review) : []
    let page = report.render(summary, files: files, ladders: ladders)
    try attempt { () throws(LinuxError) in
      let file = try FileDescriptor.open(path, for: .replacing)
      try file.writeAll(Array(page.utf8))
    }
  }

  private func tellUnsupported(_ totals: CaptureTotals, frames: UInt64) throws(Failure) {
    let (type, count) = (totals.unsupportedLink ?? 0, totals.unsupported)
    let message = LinkTypeName.of(type)
    guard count == frames else {
      return try say(
        Text(
          en: "\(count) packets were left out: link type \(type) (\(message)) is not read",
          zh: "跳过了 \(count) 个报文：不支持链路类型 \(type)（\(message)）"))
    }
    throw Failure(
      "link type \(type) (\(message)) is not read",
      hint: "capture on an Ethernet, cooked (-i any), PPP or raw IP interface instead")
  }

  private func tell(_ trouble: CaptureTrouble, of file: String) throws(Failure) {
    switch trouble {
    case .empty: throw Failure("\(file): the file is empty")
    case .notACapture:
      throw Failure(
        "\(file): not a capture: neither pcap nor pcapng",
        hint: "tcpdump -w FILE and Wireshark write such files")
    case .unreadable(let problem): throw Failure("\(file): \(problem)")
    case .cutOff(let offset):
      try say(
        Text(
          en: "\(file): cut off in the packet at byte \(offset); all before it was read",
          zh: "\(file)：文件在字节 \(offset) 处的报文中被截断，此前的内容均已读取"))
    case .corrupt(let offset, let problem):
      try say(
        Text(
          en: "\(file): unreadable from byte \(offset) on (\(problem)); all before it was read",
          zh: "\(file)：从字节 \(offset) 起无法读取（\(problem)），此前的内容均已读取"))
    }
  }

  private func say(_ text: Text) throws(Failure) {
    try attempt { () throws(LinuxError) in
      try Terminal.write("whyreset: \(text(output.language))\n", to: .error)
    }
  }
}
