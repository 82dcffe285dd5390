import ArgumentParser
import Diagnosis
import Knowledge
import Lab
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
      """,
    subcommands: [LabListCommand.self, LabRunCommand.self, LabMatrixCommand.self])
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

/// A scenario of the catalogue and the cause that it belongs to.
struct LabEntry {
  let cause: String
  let scenario: Scenario

  var json: JSONValue {
    .object([("id", .string(scenario.id)), ("cause", .string(cause))])
  }

  static let all: [LabEntry] = catalog.flatMap { cause -> [LabEntry] in
    guard case .scenarios(let scenarios) = cause.lab else { return [] }
    return scenarios.map { LabEntry(cause: cause.id, scenario: $0) }
  }

  /// The scenarios of these ids; a cause's id stands for all of its scenarios.
  static func named(_ ids: [String]) throws(Failure) -> [LabEntry] {
    var entries: [LabEntry] = []
    for id in ids {
      let found = all.filter { $0.scenario.id == id || $0.cause == id }
      guard !found.isEmpty else {
        throw Failure(
          "there is no scenario '\(id)'", hint: suggestion(for: id), status: .usage)
      }
      entries += found
    }
    return entries
  }

  /// Why a cause has no scenario, else what may have been meant.
  private static func suggestion(for id: String) -> String {
    if case .notReproducible(let why) = catalog.first(where: { $0.id == id })?.lab {
      return "no lab can make it happen: \(why.en)"
    }
    let near = all.map(\.scenario.id).filter { $0.contains(id) || $0.editDistance(to: id) <= 4 }
    return near.isEmpty
      ? "`whyreset lab list` names them all"
      : "did you mean \(near.prefix(3).joined(separator: ", "))?"
  }
}
