import ArgumentParser
import Collectors
import Facts
import Linux
import Tuning

/// The process that undoes a trial; `tune apply --trial` starts it, nobody else.
struct TuneGuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "guard", shouldDisplay: false)

  @Argument var number: Int
  @Argument var milliseconds: Int
  @Option(help: .hidden) var root: String?

  func run() throws {
    ThisProcess.forgetStarter(from: DetachedProcess.output + 1)
    ThisProcess.setCommand("whyreset-guard")
    let scratch = TuneScratch(root)
    let journal = try JournalStore.journal(number, in: scratch.folder)
    guard let deadline = journal.deadline else { return }
    let end =
      ContinuousClock.now + (deadline - Timestamp(nanoseconds: KernelClock.wall))
    let counters = try GuardedCounters(journal)
    var watch = try watch(counters)
    guard try isArmed() else { return try undo(.died, scratch) }
    let window = Duration.milliseconds(Int64(milliseconds))
    while ContinuousClock.now < end {
      try Poll.sleep(min(window, end - ContinuousClock.now))
      guard try isGoingOn(scratch) else { return }
      let figures = watch.next(counters.read())
      if let worst = figures.first(where: \.isWorse) {
        try note(figures, scratch)
        return try undo(.worse(worst.counter), scratch)
      }
      try note(figures, scratch)
    }
    guard try isGoingOn(scratch) else { return }
    try undo(.deadline, scratch)
  }

  /// Counts for a window before the change, then says that it is ready.
  private func watch(_ counters: GuardedCounters) throws -> TrialWatch {
    let start = counters.read()
    try Poll.sleep(.milliseconds(Int64(milliseconds)))
    return TrialWatch(start: start, end: counters.read())
  }

  /// Whether the change was made; false where the program that makes it has gone.
  private func isArmed() throws -> Bool {
    let output = FileDescriptor(owning: DetachedProcess.output)
    try output.writeAll([1])
    let input = FileDescriptor(owning: DetachedProcess.input)
    return try !input.read(upTo: 1).isEmpty
  }

  private func isGoingOn(_ scratch: TuneScratch) throws -> Bool {
    let state = try JournalStore.journal(number, in: scratch.folder).state
    return state == .trial || state == .applying
  }

  /// Left out where another process has the lock: it is told again after the next window.
  private func note(_ figures: [TrialFigure], _ scratch: TuneScratch) throws {
    guard let tuner = try? Tuner(scratch.folder) else { return }
    try tuner.note(figures, of: number)
  }

  private func undo(_ ending: Journal.Ending, _ scratch: TuneScratch) throws {
    while true {
      do throws(TuningError) {
        let tuner = try Tuner(scratch.folder)
        let journal = try JournalStore.journal(number, in: scratch.folder)
        guard journal.state == .trial || journal.state == .applying else { return }
        _ = try tuner.rollBack(
          journal, of: .leave, because: ending, scratch: scratch.parameters)
        return
      } catch {
        // The lock is taken for moments, and a full disk may have room again.
        try Poll.sleep(.milliseconds(200))
      }
    }
  }
}

/// The counters of the namespace that a trial is about.
final class GuardedCounters {
  private let namespace: NetworkNamespace?

  init(_ journal: Journal) throws(LinuxError) {
    let own = try NetworkNamespace.current().inode
    if own == journal.netns {
      namespace = nil
    } else {
      namespace = try NetworkNamespace.find(inode: journal.netns)
    }
  }

  func read() -> [Counter: UInt64] {
    switch namespace {
    case .some(let namespace):
      (try? namespace.run { () throws(LinuxError) in HostReference.counters() }) ?? [:]
    case nil: HostReference.counters()
    }
  }
}
