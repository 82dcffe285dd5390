import Diagnosis
import Facts
import Linux

/// What captures show of how connections are used again.
struct CapturedReuse {
  private let command: KeepaliveLearnCommand

  init(_ command: KeepaliveLearnCommand) { self.command = command }

  func learn(_ signals: borrowing StopSignals) throws(Failure) -> ReuseLedger {
    var inputs: [CaptureInput] = []
    for file in command.read { inputs.append(try CaptureInput(file)) }
    let pipeline = CapturePipeline(
      inputs, threads: ThisProcess.usableProcessors, learnsReuse: true)
    var ledger = ReuseLedger()
    var progress = ProgressBar(language: command.output.language)
    try pipeline.run { (news) throws(Failure) in
      for sighting in news.sightings where command.admits(sighting) { ledger.add(sighting) }
      progress.show(done: pipeline.progress.done, of: pipeline.progress.all)
      return !signals.hasArrived
    }
    progress.clear()
    if let (first, last) = pipeline.span {
      ledger.extend(to: first)
      ledger.extend(to: last)
    }
    try CaptureProblems(files: command.read, language: command.output.language).tell(pipeline)
    return ledger
  }
}
