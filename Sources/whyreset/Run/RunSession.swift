import BPF
import Collectors
import Diagnosis
import Facts
import Linux
import Report

/// What `run` has shown of one command. Nothing that fails here may end the command, or change its exit
/// status: it is told once, on standard error.
struct RunSession: ~Copyable {
  private let tree: ProcessTree
  private let printer: FindingPrinter
  private let language: Language
  private let filter: FindingFilter
  private var folder: Folder
  /// Whether resets are still looked for; not after a failure.
  private(set) var isWatching = true

  init(
    tree: consuming ProcessTree, printer: FindingPrinter, filter: FindingFilter,
    output: OutputOptions
  ) {
    self.tree = tree
    self.printer = printer
    self.filter = filter
    language = output.language
    folder = Folder(output.folding)
  }

  /// Shows what is complete by now of the command's own resets.
  mutating func poll(_ live: inout LiveDiagnosis) {
    attempt { session throws(Failure) in
      for finding in try live.poll() { try session.show(finding) }
      try session.print(session.folder.take(until: Timestamp(nanoseconds: KernelClock.wall)))
    }
  }

  /// Shows what still waited.
  mutating func end(_ live: inout LiveDiagnosis) {
    attempt { session throws(Failure) in
      for finding in try live.finish() { try session.show(finding) }
      try session.print(session.folder.flush())
      if live.lost > 0 { session.say(SummaryReport.lost(live.lost)) }
    }
  }

  func say(_ text: Text) {
    try? Terminal.write("whyreset: \(text(language))\n", to: .error)
  }

  private mutating func show(_ finding: Finding) throws(Failure) {
    guard filter.admits(finding) else { return }
    let processes = [finding.clientProcess, finding.serverProcess].compactMap(\.self)
    for process in processes where try contains(process) {
      return try print(folder.add(finding))
    }
  }

  private func contains(_ process: Process) throws(Failure) -> Bool {
    do throws(BPFError) { return try tree.contains(process) } catch {
      throw Failure(probes: error)
    }
  }

  private func print(_ findings: [Finding]) throws(Failure) { try printer.print(findings) }

  private mutating func attempt(_ work: (inout RunSession) throws(Failure) -> Void) {
    guard isWatching else { return }
    do throws(Failure) { try work(&self) } catch {
      isWatching = false
      let message = error.message
      say(
        Text(
          en: "\(message); the command goes on without being watched",
          zh: "\(message)；命令继续运行，但不再被监视"))
    }
  }
}
