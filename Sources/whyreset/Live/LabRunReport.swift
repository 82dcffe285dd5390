import Diagnosis
import Facts
import Lab
import Linux
import Report

/// Says how runs go: a story for one scenario, a line each for many, an object each in JSON.
struct LabRunReport: Sendable {
  enum Form { case story, lines, json }

  let output: OutputOptions
  let form: Form
  private let runs: Int
  /// Whether a person watches: then standard error has a line that says how far it is.
  private let isWatched: Bool

  init(output: OutputOptions, runs: Int) {
    self.output = output
    self.runs = runs
    isWatched = runs > 1 && Terminal.isTerminal(.error)
    form = output.json ? .json : runs == 1 ? .story : .lines
  }

  func setup(_ setup: LabSetup) {
    guard form == .story else { return }
    say(
      Text(
        en:
          "client \(setup.client.address), server \(setup.server.address), on a network of their own",
        zh: "客户端 \(setup.client.address)，服务端 \(setup.server.address)，位于独立的网络中"))
    setup.notes.forEach(say)
  }

  func step(_ report: StepReport) {
    if form == .story { say(Text("  \(report.told)")) }
  }

  func progress(_ done: Int) {
    guard isWatched else { return }
    let text = Text(en: "\(done) of \(runs) have run", zh: "已运行 \(done)/\(runs)")
    try? Terminal.write("\r\(done < runs ? text(output.language) : Self.clear)", to: .error)
  }

  /// Erases the terminal's line from the cursor on (console_codes(4), ECMA-48 EL).
  private static let clear = "\u{1b}[K"

  func end(_ run: LabRun) throws(Failure) {
    if isWatched { try? Terminal.write("\r\(Self.clear)", to: .error) }
    switch form {
    case .json: try write(json(run).serialized + "\n")
    case .lines: say(line(run))
    case .story:
      say(Text(""))
      try FindingPrinter(output).print(run.findings)
    }
    if form != .json { run.complaints.forEach { say(Text("    \($0)")) } }
  }

  private func line(_ run: LabRun) -> Text {
    let verdict =
      run.isRight
      ? Text(en: "right", zh: "正确")
      : run.outcome == nil ? Text(en: "could not run", zh: "无法运行") : Text(en: "WRONG", zh: "错误")
    let confidence = run.findings.first?.confidence?.rawValue ?? "-"
    let name = "\(run.entry.scenario.id) (\(run.family.rawValue))"
    return Text("\(name.padded(to: 48)) \(confidence.padded(to: 9)) \(verdict(output.language))")
  }

  private func json(_ run: LabRun) -> JSONValue {
    let report = JSONReport(language: output.language)
    let setup = run.outcome?.setup
    return .object([
      ("schema", .string("whyreset.lab/1")), ("scenario", .string(run.entry.scenario.id)),
      ("cause", .string(run.entry.cause)), ("family", .string(run.family.rawValue)),
      ("right", .bool(run.isRight)),
      ("complaints", .array(run.complaints.map { .string($0) })),
      ("client", .string(orNull: setup?.client.address.description)),
      ("server", .string(orNull: setup?.server.address.description)),
      ("finished", .string(orNull: run.outcome?.finishedAt.description)),
      ("findings", .array(run.findings.map(report.value))),
      ("clientView", Self.json(run.clientView)), ("serverView", Self.json(run.serverView)),
    ])
  }

  /// What one host says alone; null where the run did not come to its end.
  private static func json(_ view: SideJudgement?) -> JSONValue {
    guard let view else { return .null }
    return .object([
      ("cause", .string(orNull: view.finding?.cause)),
      ("confidence", .string(orNull: view.finding?.confidence?.rawValue)),
      (
        "alternatives",
        .array((view.finding?.alternatives ?? []).map { .string($0.cause) })
      ),
      ("right", .bool(view.isRight)),
    ])
  }

  private func say(_ text: Text) { try? write(text(output.language) + "\n") }

  private func write(_ text: String) throws(Failure) {
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}

extension StepReport {
  /// The step and, where it is not plain success, what it ended in.
  var told: String {
    guard let outcome, outcome != .success else { return step.summary }
    return "\(step.summary)  →  \(outcome.name)"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
