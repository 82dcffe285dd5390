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
      judge.note(idleCloseBy: close.server, after: close.idle)
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
    try CaptureProblems(files: files, language: output.language).tell(pipeline)
    summary.count(pipeline.totals, packets: pipeline.frames, idleCloses: judge.idleCloses)
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
}
