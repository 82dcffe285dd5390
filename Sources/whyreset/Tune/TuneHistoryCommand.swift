import ArgumentParser
import Diagnosis
import Facts
import Linux
import Report
import Tuning

/// `whyreset tune history`: every change, the latest first.
struct TuneHistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "List the changes that were made, the latest first.")

  @OptionGroup var output: OutputOptions
  @Option(help: .hidden) var root: String?

  func run() throws {
    let journals = try tuning(output.language) { () throws(TuningError) in
      try JournalStore.journals(TuneScratch(root).folder)
    }
    var text = journals.reversed().map { $0.json.serialized + "\n" }.joined()
    if !output.json {
      var page = Page(output.style)
      for journal in journals.reversed() {
        page.paragraph([Run(journal.headline(output.language), .strong)], indent: 0)
        for text in journal.lines(nil) {
          page.paragraph([Run(text(output.language))], lead: [.spaces(2)], indent: 2)
        }
      }
      text =
        journals.isEmpty
        ? Text(en: "No change was made.\n", zh: "没有做过修改。\n")(output.language) : page.text
    }
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}
