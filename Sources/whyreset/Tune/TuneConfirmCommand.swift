import ArgumentParser
import Diagnosis
import Facts
import Linux
import Report
import Tuning

/// `whyreset tune confirm`: keeps a trial.
struct TuneConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Keep the trial that is running.")

  @OptionGroup var output: OutputOptions
  @Option(help: .hidden) var root: String?

  func run() throws {
    let journal = try tuning(output.language) { () throws(TuningError) in
      try Tuner(TuneScratch(root).folder).confirm()
    }
    var text = journal.json.serialized + "\n"
    if !output.json {
      var page = Page(output.style)
      page.paragraph([Run(journal.headline(output.language), .strong)], indent: 0)
      for text in journal.lines(nil) {
        page.paragraph([Run(text(output.language))], lead: [.spaces(2)], indent: 2)
      }
      text = page.text
    }
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}
