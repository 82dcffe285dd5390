import ArgumentParser
import Diagnosis
import Facts
import Linux
import Report

/// `whyreset watch`: each reset of this host, as it happens.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract:
      "Show each TCP reset that this host sends or receives, who sent it, why, and the change.",
    usage: "whyreset watch [OPTIONS]",
    discussion: """
      Examples:
        sudo whyreset watch
        sudo whyreset watch --port 80 --json
        sudo whyreset watch --record /var/lib/whyreset

      It runs until Ctrl-C. Exit status: 0 nothing harmful was seen, 1 something was, 3 it could not watch.
      """)

  @OptionGroup var output: OutputOptions
  @OptionGroup var filter: FilterOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var recording: RecordOptions

  @Option(help: ArgumentHelp("Stop after this many seconds.", valueName: "SECONDS"))
  var duration: UInt32?

  @Option(help: ArgumentHelp("Stop after this many resets.", valueName: "N"))
  var count: Int?

  func run() throws {
    let signals = try attempt { () throws(LinuxError) in try StopSignals() }
    let recorder = try recording.open()
    let namespaces = try filter.namespaces()
    let opened = try source.open(namespaces: namespaces)
    let failures = opened.failures
    var live = LiveDiagnosis(opened.source, namespaces: namespaces)
    var session = WatchSession(output: output, filter: filter, limit: count, recorder: recorder)
    try session.begin(live.kind, knowsCallSites: live.knowsCallSites, instead: failures)
    let end = duration.map { ContinuousClock.now + .seconds($0) }
    while !signals.hasArrived && !session.isFull && end.map({ ContinuousClock.now < $0 }) ?? true {
      try session.show(try live.poll())
      _ = try attempt { () throws(LinuxError) in
        try Poll.readable([live.descriptor, signals.descriptor], limit: live.patience)
      }
    }
    try session.show(try live.finish())
    try session.end(lost: live.lost)
    if session.foundHarm { throw ExitCode(Failure.Status.found.rawValue) }
  }
}
