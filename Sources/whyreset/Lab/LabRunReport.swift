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

  private var story: LabStory { LabStory(style: output.style) }

  func setup(_ entry: LabEntry, _ setup: LabSetup) {
    if form == .story { try? write(story.opening(entry, setup)) }
  }

  func step(_ report: StepReport) {
    if form == .story { try? write(story.step(report)) }
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
    case .json: try write(LabRunJSON(language: output.language).object(run).serialized + "\n")
    case .lines:
      say(line(run))
      run.trials.forEach { say(line($0)) }
    case .story:
      if let result = run.result { try write(story.body(result, run.findings)) }
      try FindingPrinter(output).print(run.findings)
      if let kept = run.outcome?.kept { try write(story.keepsake(kept)) }
      for trial in run.trials { try write(LabTrialStory(run: trial, style: output.style).text) }
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

  private func line(_ trial: LabTrialRun) -> Text {
    let kind =
      trial.trial.change.isRight ? Text(en: "fix", zh: "处理") : Text(en: "wrong fix", zh: "误区")
    let told = trial.cause.text(of: trial.trial.change)(output.language)
    let verdict = LabTrialStory(run: trial, style: output.style).verdict(output.language)
    return Text("    \(kind(output.language)): \(told)\n      \(verdict)")
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
