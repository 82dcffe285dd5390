import ArgumentParser
import Diagnosis
import Linux
import Report
import Tuning

/// `whyreset tune plan`: what would be changed, why, and what it costs; changes nothing.
struct TunePlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Say what to change, why, and what it costs; change nothing.",
    usage: "whyreset tune plan [--for PROFILE | --set KEY=VALUE ...] [OPTIONS]",
    discussion: """
      Examples:
        whyreset tune plan
        whyreset tune plan --for many-clients-server
        whyreset tune plan --set net.core.somaxconn=8192 --format ansible

      It needs no root. Exit status: 0 a plan, also an empty one, 2 usage, 3 it could not look.
      """)

  @OptionGroup var wishes: TuneWishes
  @OptionGroup var place: TunePlace
  @OptionGroup var output: OutputOptions

  @Option(
    help: "Print it for those who deploy otherwise: sysctl, ansible or kubernetes.")
  var format: PlanFormat?

  func validate() throws {
    if format != nil, output.json {
      throw ValidationError("--format and --json exclude each other")
    }
  }

  func run() throws {
    let plan = try TuneScene(place).plan(wishes, output.language)
    let text =
      output.json ? plan.json.serialized + "\n" : PlanReport(plan: plan, style: output.style).text()
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}

extension TuneScene {
  func plan(_ wishes: TuneWishes, _ language: Language) throws(Failure) -> Plan {
    var plan = try tuning(language) { () throws(TuningError) in try wishes.plan(circumstances) }
    plan.rivals = Rival.among(circumstances.programs)
    return plan
  }
}
