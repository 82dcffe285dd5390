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

      It runs until Ctrl-C, or until no namespace of --netns is left, and then sums up. Equal resets are folded into one line, harmless ones by \
      their cause. An option given twice takes either value; different ones must all hold.

      Exit status: 0 nothing harmful was seen, 1 something was, 2 usage, 3 it could not watch.
      """)

  @OptionGroup var output: OutputOptions
  @OptionGroup var filter: FilterOptions
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var recording: RecordOptions
  @OptionGroup var writing: WriteOptions

  @Option(help: ArgumentHelp("Stop after this many seconds.", valueName: "SECONDS"))
  var duration: UInt32?

  @Option(
    help: ArgumentHelp("Stop after this many resets and failures.", valueName: "N"),
    transform: Self.count)
  var count: Int?

  @Flag(help: "Show each reset by itself: fold nothing.")
  var all = false

  func run() throws {
    let signals = try attempt { () throws(LinuxError) in try StopSignals() }
    var wanted = filter.filter
    wanted.pids = try scope.processes()
    let namespaces = try scope.namespaces()
    let recorder = try recording.open(output.language)
    let packets = try writing.open(namespaces: namespaces, ports: filter.port, output: output)
    let opened = try source.open(namespaces: namespaces, for: wanted)
    let failures = opened.failures
    var live = LiveDiagnosis(opened.source, namespaces: namespaces)
    var session = WatchSession(
      output: output, filter: wanted, limit: count, folds: !all, recorder: recorder,
      packets: packets)
    do {
      try session.begin(live.kind, knowsCallSites: live.knowsCallSites, instead: failures)
      var places = WatchedNamespaces(namespaces)
      try watch(&live, signals, &places, &session)
      if !session.isFull { try session.show(try live.finish()) }
      try session.end(lost: live.lost)
    } catch {
      session.save()
      throw error
    }
    if session.foundHarm { throw ExitCode(Failure.Status.found.rawValue) }
  }

  private func giveUpRights() throws(Failure) {
    let writes = recording.record != nil || writing.write != nil
    try attempt { () throws(LinuxError) in try LeastPrivilege.watch(writing: writes) }
  }

  /// Gives up what it needs no longer, then shows what happens, until it is to stop.
  private func watch(
    _ live: inout LiveDiagnosis, _ signals: borrowing StopSignals,
    _ places: inout WatchedNamespaces, _ session: inout WatchSession
  ) throws {
    try giveUpRights()
    let end = duration.map { ContinuousClock.now + .seconds($0) }
    while !signals.hasArrived && end.map({ ContinuousClock.now < $0 }) ?? true {
      try session.show(try live.poll())
      try session.notice(lost: live.lost)
      try session.notice(untranslated: live.translationObstacle)
      if session.isFull { return }
      for namespace in places.takeVanished() {
        live.leave(namespace)
        try session.leave(namespace)
      }
      if places.areAllGone { return }
      _ = try attempt { () throws(LinuxError) in
        try Poll.readable(
          [live.descriptor, signals.descriptor] + session.descriptors, limit: live.patience)
      }
    }
  }

  private static func count(_ text: String) throws -> Int {
    guard let count = Int(text), count > 0 else {
      throw ValidationError("a count is a number from 1 up")
    }
    return count
  }
}
