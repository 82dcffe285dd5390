import ArgumentParser
import Diagnosis
import Lab
import Linux

/// `whyreset lab matrix`: what this kernel shows of every cause, as a table in Markdown.
struct LabMatrixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Run every scenario and print what this kernel shows of each, as Markdown.",
    usage: "whyreset lab matrix [OPTIONS]",
    discussion: """
      Examples:
        sudo whyreset lab matrix > matrix.md

      Exit status: 0 every scenario showed its own cause, 1 one did not, 3 it could not run.
      """)

  @Option(help: "ipv4 or ipv6.")
  var family = FamilyName.ipv4

  @Option(help: "How many run at the same time, 1 to 64.")
  var jobs = 6

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...64).contains(jobs) else { throw ValidationError("--jobs takes 1 to 64") }
    if output.json { throw ValidationError("the table has no JSON: `lab run --all --json` has") }
  }

  func run() throws {
    let report = LabRunReport(output: output, runs: LabEntry.all.count)
    let matrix = LabMatrix(language: output.language)
    try write(matrix.heading(kernel: KernelRelease.current, family: family))
    let isRight = try runAll(report) { run throws(Failure) in try write(matrix.row(run)) }
    try write(matrix.absent)
    if !isRight { throw ExitCode(Failure.Status.found.rawValue) }
  }

  /// Whether every run was right; a run that could not be done ends all.
  private func runAll(
    _ report: LabRunReport, each: (LabRun) throws(Failure) -> Void
  ) throws -> Bool {
    let quiet = LabRunReport(output: output, runs: 2)
    let crew = Crew(count: LabEntry.all.count) { [family] number in
      LabRun(LabEntry.all[number], family, quiet, through: LabSource())
    }
    var isRight = true
    var failure: Failure?
    try attempt { () throws(LinuxError) in
      try crew.run(size: jobs, progress: report.progress) { run in
        do throws(Failure) { try each(run) } catch { failure = error }
        failure = failure ?? run.failure
        isRight = isRight && run.isRight
        return failure == nil
      }
    }
    if let failure { throw failure }
    return isRight
  }

  private func write(_ text: String) throws(Failure) {
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}
