import ArgumentParser
import Diagnosis
import Linux
import Report

/// `whyreset lab`: makes each cause happen, in network namespaces of its own.
struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract: "Make a cause happen, in private network namespaces, and see it diagnosed.",
    discussion: """
      Examples:
        whyreset lab list
        sudo whyreset lab run keepalive-race
        sudo whyreset lab run keepalive-race --fix
      """,
    subcommands: [
      LabListCommand.self, LabRunCommand.self, LabMatrixCommand.self, LabCleanCommand.self,
    ])
}

/// `whyreset lab list`: what can be made to happen.
struct LabListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the scenarios.")

  @OptionGroup var output: OutputOptions

  func run() throws {
    let language = output.language
    var table = Table([
      Table.Column(Text(en: "Scenario", zh: "场景")(language), isProminent: true),
      Table.Column(Text(en: "What happens", zh: "内容")(language)),
    ])
    for entry in LabEntry.all {
      if output.json {
        try write(entry.json.serialized + "\n")
      } else {
        table.add([entry.scenario.id, entry.scenario.title(language)])
      }
    }
    if !output.json { try write(table.render(output.style)) }
  }

  private func write(_ text: String) throws(Failure) {
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}
