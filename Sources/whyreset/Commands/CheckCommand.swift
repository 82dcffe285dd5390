import ArgumentParser
import Collectors
import Diagnosis
import Facts
import Linux
import Report

/// `whyreset check`: one look at this host.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look at this host once: queues, ports, limits, parameters, and what to change.",
    usage: "whyreset check [OPTIONS]",
    discussion: """
      Examples:
        sudo whyreset check
        sudo whyreset check --netns 4321 --interval 5

      Without root it looks at what it may, and says what it could not. Exit status: 0 nothing wrong \
      found, 1 something was, 2 usage, 3 it could not look.
      """)

  @OptionGroup var output: OutputOptions
  @OptionGroup var place: NamespaceOptions

  @Option(
    help: ArgumentHelp(
      "Time between the two looks that show what happens now.", valueName: "SECONDS"))
  var interval: Double = 0.05

  @Flag(help: "Also list what was looked at and is fine.")
  var all = false

  func validate() throws {
    guard interval > 0, interval <= 3600 else {
      throw ValidationError("--interval is a number of seconds above 0, at most 3600")
    }
  }

  func run() throws {
    var found = false
    for snapshot in try snapshots() {
      let verdict = HostVerdict(snapshot)
      found = found || !verdict.findings.isEmpty
      try FindingPrinter(output).print(verdict.findings)
      if !output.json { try say(verdict, snapshot) }
    }
    if found { throw ExitCode(Failure.Status.found.rawValue) }
  }

  /// All are looked at twice, with one wait in between.
  private func snapshots() throws(Failure) -> [HostSnapshot] {
    let places = try place.namespaces()
    return try attempt { () throws(LinuxError) in
      var readers: [HostReader] = []
      for place in places {
        readers.append(try place.run { () throws(LinuxError) in try HostReader() })
      }
      try Poll.sleep(.milliseconds(Int64(interval * 1000)))
      var snapshots: [HostSnapshot] = []
      for (place, reader) in zip(places, readers) {
        snapshots.append(try place.run { () throws(LinuxError) in reader.read() })
      }
      return snapshots
    }
  }

  private func say(_ verdict: HostVerdict, _ snapshot: HostSnapshot) throws {
    let report = CheckReport(style: output.style)
    let text =
      report.remainder(verdict, listsAll: all, netns: place.isEmpty ? nil : snapshot.netns)
      + report.unread(snapshot)
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}
