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
      """)

  @Argument(help: "Scenarios or causes, as `whyreset lab list` names them.")
  var ids: [String] = []

  @Flag(help: "Run every scenario.")
  var all = false

  @Option(help: "ipv4 or ipv6. Default: ipv4, and with --all both.")
  var family: FamilyName?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if ids.isEmpty != all {
      throw ValidationError("name scenarios, or give --all; `whyreset lab list` names them")
    }
  }

  func run() throws {
    let entries = all ? LabEntry.all : try LabEntry.named(ids)
    let families = family.map { [$0] } ?? (all ? [.ipv4, .ipv6] : [.ipv4])
    let report = LabRunReport(output: output, runs: entries.count * families.count)
    var wrong = 0
    var failure: Failure?
    for entry in entries {
      for family in families {
        let run = LabRun(entry, family, report)
        try report.end(run)
        if !run.isRight { wrong += 1 }
        failure = failure ?? run.failure
      }
    }
    if let failure { throw failure }
    if wrong > 0 { throw ExitCode(Failure.Status.found.rawValue) }
  }
}
