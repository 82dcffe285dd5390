import ArgumentParser
import Collectors
import Diagnosis
import Linux
import Report

/// `whyreset selftest`: what can be seen here, and what it costs.
struct SelftestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Try what this kernel and these rights let one see, and measure what it costs.",
    usage: "whyreset selftest [OPTIONS]",
    discussion: """
      Examples:
        sudo whyreset selftest
        sudo whyreset selftest --json

      The first attachment of a bug report. As root each source is to see a reset that is made for it in \
      network namespaces of its own.

      Exit status: 0 all of it works, 1 something does not, 2 usage.
      """)

  @OptionGroup var output: OutputOptions

  func run() throws {
    let test = try examine()
    let text =
      output.json
      ? test.json(output.language).serialized + "\n"
      : SelftestReport(style: output.style).render(test)
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
    if !test.works { throw ExitCode(Failure.Status.found.rawValue) }
  }

  private func examine() throws(Failure) -> Selftest {
    let held = try attempt { () throws(LinuxError) in try Capabilities.permitted() }
    var test = Selftest(
      version: Version.number, commit: Version.commit, kernel: KernelRelease.current,
      machine: KernelRelease.machine, user: ThisProcess.user,
      capabilities: Capability.allCases.filter(held.contains).map(\.name))
    test.examinations =
      SourceKind.allCases.map { SourceExamination(kind: $0).examine() }
      + KernelExaminations.all()
    test.overhead = ProbeCost.measure()
    return test
  }
}
