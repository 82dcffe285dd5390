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
        sudo whyreset lab run accept-queue-overflow/abort --fix
        sudo whyreset lab run --all

      Exit status: 0 every scenario showed its own cause, and every change did what is said of it; 1 one
      did not; 3 it could not run.
      Through a weaker source, or as an older kernel: 0 nothing wrong was said.
      """)

  @Argument(help: "Scenarios or causes, as `whyreset lab list` names them.")
  var ids: [String] = []

  @Flag(help: "Run every scenario.")
  var all = false

  @Flag(help: "Then make the change that is right, and run the same load again.")
  var fix = false

  @Flag(help: "The same with what people commonly try, which does not help.")
  var wrongFix = false

  @Flag(help: "Leave the namespaces of the one run, and say how to enter and remove them.")
  var keep = false

  @Option(help: "ipv4 or ipv6. Default: ipv4, and with --all both.")
  var family: FamilyName?

  @Option(help: "How many run at the same time, 1 to 64.")
  var jobs = 6

  @Option(
    help: ArgumentHelp(
      "Write the packets to this file, for `whyreset read`; of several runs, or where it is a folder, to a file each in it.",
      valueName: "PATH"))
  var capture: String?

  @OptionGroup var source: SourceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if ids.isEmpty != all {
      throw ValidationError("name scenarios, or give --all; `whyreset lab list` names them")
    }
    if keep, all || ids.count != 1 || fix || wrongFix {
      throw ValidationError("--keep is for one scenario, without --fix")
    }
    guard (1...64).contains(jobs) else { throw ValidationError("--jobs takes 1 to 64") }
  }

  func run() throws {
    let changes = LabChanges(right: fix, wrong: wrongFix)
    let entries = try chosen(changes)
    let families = family.map { [$0] } ?? (all ? [.ipv4, .ipv6] : [.ipv4])
    let plan = entries.flatMap { entry in families.map { (entry, $0) } }
    let report = LabRunReport(output: output, runs: plan.count)
    let crew = Crew(count: plan.count) { [source = source.inLab] number in
      let (entry, family) = plan[number]
      return LabRun(
        entry, family, report, through: source, capture: file(of: entry, family, of: plan.count),
        trying: changes, keeping: keep)
    }
    try run(crew, report)
  }

  private func run(_ crew: Crew<LabRun>, _ report: LabRunReport) throws {
    var wrong = 0
    var failure: Failure?
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

  /// The scenarios that are asked for; of all, and of a cause's, those that a change can be tried on.
  private func chosen(_ changes: LabChanges) throws(Failure) -> [LabEntry] {
    let entries = all ? LabEntry.all : try LabEntry.named(ids)
    if keep { return try only(entries) }
    guard !changes.isEmpty else { return entries }
    let fitting = entries.filter { !$0.trials(changes).isEmpty }
    guard fitting.isEmpty else { return fitting }
    let id = entries.first?.cause ?? ""
    let others = LabEntry.all.filter { $0.cause == id && !$0.trials(changes).isEmpty }
      .map(\.scenario.id)
    throw Failure(
      "no such change is tried on \(entries.map(\.scenario.id).joined(separator: ", "))",
      hint: others.isEmpty ? nil : "try \(others.joined(separator: ", "))", status: .usage)
  }

  /// The one scenario that is kept.
  private func only(_ entries: [LabEntry]) throws(Failure) -> [LabEntry] {
    let exact = entries.count == 1 ? entries : entries.filter { $0.scenario.id == ids[0] }
    guard exact.isEmpty else { return exact }
    let names = entries.map(\.scenario.id).joined(separator: ", ")
    throw Failure("--keep is for one scenario", hint: "name one of \(names)", status: .usage)
  }

  /// The capture file of a run.
  private func file(of entry: LabEntry, _ family: FamilyName, of runs: Int) -> String? {
    guard let capture else { return nil }
    if runs == 1, (try? Directory.entries(capture)) == nil { return capture }
    return "\(capture)/\(entry.scenario.id.replacing("/", with: "-"))-\(family.rawValue).pcapng"
  }
}
