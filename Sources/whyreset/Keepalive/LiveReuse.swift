import BPF
import Collectors
import Diagnosis
import Facts
import Linux
import Report

/// What this host's kernel shows of how connections are used again.
struct LiveReuse {
  private let command: KeepaliveLearnCommand

  init(_ command: KeepaliveLearnCommand) { self.command = command }

  func learn(until signals: borrowing StopSignals) throws(Failure) -> ReuseLedger {
    var namespaces: [UInt32] = []
    for text in command.netns { namespaces.append(try ScopeOptions.namespace(text)) }
    do throws(BPFError) {
      return try learn(from: try ReuseProbes(namespaces: namespaces), until: signals)
    } catch { throw Failure(probes: error) }
  }

  private func learn(
    from probes: borrowing ReuseProbes, until signals: borrowing StopSignals
  ) throws(BPFError) -> ReuseLedger {
    var ledger = ReuseLedger()
    var line = StatusLine(language: command.output.language)
    ledger.extend(to: Timestamp(nanoseconds: KernelClock.wall))
    let end = command.duration.map { ContinuousClock.now + $0 }
    while !signals.hasArrived, end.map({ ContinuousClock.now < $0 }) ?? true {
      for sighting in try probes.poll() where command.admits(sighting) { ledger.add(sighting) }
      line.show(ReuseReport.progress(ledger))
      let left = end.map { $0 - ContinuousClock.now } ?? .seconds(1)
      _ = try? Poll.readable(
        [probes.descriptor, signals.descriptor], limit: min(max(left, .zero), .seconds(1)))
    }
    for sighting in try probes.poll() where command.admits(sighting) { ledger.add(sighting) }
    line.clear()
    ledger.extend(to: Timestamp(nanoseconds: KernelClock.wall))
    let lost = try probes.lost
    if lost > 0 {
      let text = Text(en: "\(lost) events were lost", zh: "丢失了 \(lost) 个事件")
      try? Terminal.write("whyreset: \(text(command.output.language))\n", to: .error)
    }
    return ledger
  }
}
