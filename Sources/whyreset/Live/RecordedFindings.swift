import Diagnosis
import Facts
import Linux
import Record
import Report

/// Findings of an earlier watch: a record's folder, or a file of JSON lines.
struct RecordedFindings {
  /// Which of them are asked for, and how they are shown.
  struct Request {
    var output: OutputOptions
    var filter: FindingFilter
    var since: Timestamp?
    var until: Timestamp?
    /// Whether each is shown by itself.
    var all = false
  }

  private let path: String
  private let isFolder: Bool

  /// Nil where the path is neither a folder nor a file whose name ends in `.jsonl`.
  init?(_ path: String) {
    isFolder = (try? Directory.entries(path)) != nil
    guard isFolder || path.hasSuffix(".jsonl") else { return nil }
    self.path = path
  }

  /// Shows the findings, oldest first, and sums up; whether any of them was harmful.
  func show(_ request: Request) throws(Failure) -> Bool {
    var session = RecordedSession(request)
    var failure: Failure?
    let take = { (recorded: RecordedFinding, line: ArraySlice<UInt8>) in
      guard failure == nil else { return }
      do throws(Failure) { try session.show(recorded, line) } catch { failure = error }
    }
    let damage = try read(RecordQuery(from: request.since, until: request.until), take)
    if let failure { throw failure }
    try session.end(damage)
    return session.foundHarm
  }

  /// Hands each finding to `body`, oldest first.
  func each(_ body: (RecordedFinding) -> Void) throws(Failure) {
    _ = try read(RecordQuery()) { finding, _ in body(finding) }
  }

  private func read(
    _ query: RecordQuery, _ take: (RecordedFinding, ArraySlice<UInt8>) -> Void
  ) throws(Failure) -> FindingLines.Damage {
    guard isFolder else {
      return try attempt { () throws(LinuxError) in
        try FindingLines.read(path) { if query.admits($0) { take($0, $1) } }
      }
    }
    do throws(RecordError) {
      return FindingLines.Damage(lines: try RecordReader(path).read(query, each: take))
    } catch {
      throw Failure("\(error)", hint: "`whyreset watch --record DIR` makes a record")
    }
  }
}

/// What has been shown of recorded findings.
private struct RecordedSession {
  private let request: RecordedFindings.Request
  private let printer: FindingPrinter
  private var folder: Folder?
  private var tally = Tally()
  private var span: (first: Timestamp, last: Timestamp)?
  private(set) var foundHarm = false

  init(_ request: RecordedFindings.Request) {
    self.request = request
    printer = FindingPrinter(request.output)
    folder = request.all ? nil : Folder(request.output.folding)
  }

  /// In JSON the lines are passed on as they are: what this version does not know is not lost.
  mutating func show(_ recorded: RecordedFinding, _ line: ArraySlice<UInt8>) throws(Failure) {
    let finding = recorded.finding
    guard request.filter.admits(finding) else { return }
    tally.add(finding)
    if finding.harmless != true { foundHarm = true }
    let first = finding.firstTime ?? finding.time
    span = (min(span?.first ?? first, first), max(span?.last ?? finding.time, finding.time))
    if request.output.json {
      return try attempt { () throws(LinuxError) in
        try Terminal.write(String(decoding: line, as: UTF8.self) + "\n")
      }
    }
    try printer.print(folder?.take(until: finding.time) ?? [])
    try printer.print(folder?.add(finding) ?? [finding])
  }

  mutating func end(_ damage: FindingLines.Damage) throws(Failure) {
    try printer.print(folder?.flush() ?? [])
    if let span {
      let stream: Terminal.Stream = request.output.json ? .error : .output
      let summary = SummaryReport(style: request.output.style(on: stream)).render(
        tally, in: span.last - span.first, lost: 0)
      try attempt { () throws(LinuxError) in
        try Terminal.write((request.output.json ? "" : "\n") + summary, to: stream)
      }
    }
    if damage.lines > 0 {
      try say(
        Text(
          en: "\(damage.lines) lines are no findings and were left out",
          zh: "有 \(damage.lines) 行不是诊断结论，已略过"))
    }
    if damage.isTorn {
      try say(
        Text(en: "the last line is not whole and was left out", zh: "最后一行不完整，已略过"))
    }
  }

  private func say(_ text: Text) throws(Failure) {
    try attempt { () throws(LinuxError) in
      try Terminal.write("whyreset: \(text(request.output.language))\n", to: .error)
    }
  }
}
