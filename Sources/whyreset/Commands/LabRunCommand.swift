import ArgumentParser
import Diagnosis
import Facts
import Lab
import Linux
import Report

/// An address family by its name on the command line.
enum FamilyName: String, ExpressibleByArgument, CaseIterable {
  case ipv4, ipv6

  var family: AddressFamily { self == .ipv4 ? .ipv4 : .ipv6 }
}

/// `whyreset lab run`: makes causes happen and says what was seen.
struct LabRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run scenarios; with several, one line each.",
    usage: "whyreset lab run [ID ...] [--all] [OPTIONS]",
    discussion: """
      Examples:
        sudo whyreset lab run accept-queue-overflow
        sudo whyreset lab run --all

      Exit status: 0 every scenario showed its own cause, 1 one did not, 3 it could not run.
      Through a weaker source, or as an older kernel: 0 nothing wrong was said.
      """)

  @Argument(help: "Scenarios or causes, as `whyreset lab list` names them.")
  var ids: [String] = []

  @Flag(help: "Run every scenario.")
  var all = false

  @Option(help: "ipv4 or ipv6. Default: ipv4, and with --all both.")
  var family: FamilyName?

  @Option(help: "How many run at the same time, 1 to 64.")
  var jobs = 6

  @Option(
    help: ArgumentHelp(
      "Write each run's packets to a file of this folder, for `whyreset read`.", valueName: "DIR"))
  var capture: String?

  @OptionGroup var source: SourceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if ids.isEmpty != all {
      throw ValidationError("name scenarios, or give --all; `whyreset lab list` names them")
    }
    guard (1...64).contains(jobs) else { throw ValidationError("--jobs takes 1 to 64") }
  }

  func run() throws {
    let entries = all ? LabEntry.all : try LabEntry.named(ids)
    let families = family.map { [$0] } ?? (all ? [.ipv4, .ipv6] : [.ipv4])
    let plan = entries.flatMap { entry in families.map { (entry, $0) } }
    let report = LabRunReport(output: output, runs: plan.count)
    var wrong = 0
    var failure: Failure?
    let crew = Crew(count: plan.count) { [source = source.inLab] number in
      let (entry, family) = plan[number]
      return LabRun(entry, family, report, through: source, capture: file(of: entry, family))
    }
    try attempt { () throws(LinuxError) in
      try crew.run(size: jobs, progress: report.progress) { run in
        do throws(Failure) { try report.end(run) } catch {
          failure = error
          return false
        }
        if !run.isRight { wrong += 1 }
        failure = failure ?? run.failure
        return true
      }
    }
    if let failure { throw failure }
    if wrong > 0 { throw ExitCode(Failure.Status.found.rawValue) }
  }

  /// The capture file of a run.
  private func file(of entry: LabEntry, _ family: FamilyName) -> String? {
    capture.map {
      "\($0)/\(entry.scenario.id.replacing("/", with: "-"))-\(family.rawValue).pcapng"
    }
  }
}
