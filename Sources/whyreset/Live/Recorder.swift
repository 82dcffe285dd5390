import Diagnosis
import Facts
import Linux
import Record
import Report

/// Keeps findings in a record. A disk that is full, or any other failure, is told once and ends nothing:
/// the watch goes on, and so does the record as soon as it can.
struct Recorder: ~Copyable {
  private var writer: RecordWriter
  private let path: String
  private let report = JSONReport()
  private var budget = RecordBudget()
  private var folder = Folder()
  /// Resets that could not be recorded since the last one that was.
  private var missed = 0

  init(_ writer: consuming RecordWriter, path: String) {
    self.writer = writer
    self.path = path
  }

  /// Records findings one by one, so that each connection can be asked for; in a storm folded ones.
  mutating func add(_ findings: [Finding]) {
    let now = Timestamp(nanoseconds: KernelClock.wall)
    for finding in findings {
      write(budget.admits(now) ? [finding] : folder.add(finding), now)
    }
    write(folder.take(until: now), now)
    if findings.isEmpty { expire(now) }
  }

  /// Records what was folded and still waits.
  mutating func end() { write(folder.flush(), Timestamp(nanoseconds: KernelClock.wall)) }

  private mutating func write(_ findings: [Finding], _ now: Timestamp) {
    for finding in findings {
      do throws(RecordError) {
        try writer.append(report.render(finding), now: now)
        resume()
      } catch {
        if missed == 0 { say("not recorded: \(error); watching goes on") }
        missed += finding.count
      }
    }
  }

  private mutating func resume() {
    guard missed > 0 else { return }
    say("recorded again in \(path); \(missed) resets before were not")
    missed = 0
  }

  private mutating func expire(_ now: Timestamp) {
    guard budget.isTimeToTidy(now) else { return }
    // A failure shows again, and is told, with the next finding.
    try? writer.expire(now: now)
  }

  private func say(_ text: String) { try? Terminal.write("whyreset: \(text)\n", to: .error) }
}

/// How many findings are recorded one by one: 200 at once, then 50 a second.
struct RecordBudget {
  private static let burst = 200.0
  private static let rate = 50.0
  private var left = RecordBudget.burst
  private var last: Timestamp?
  private var tidied: Timestamp?

  /// Whether one more may be; time that runs backwards adds nothing.
  mutating func admits(_ now: Timestamp) -> Bool {
    let passed = last.map { max(.zero, now - $0) / .seconds(1) } ?? 0
    left = min(Self.burst, left + passed * Self.rate)
    last = now
    guard left >= 1 else { return false }
    left -= 1
    return true
  }

  /// Whether old segments are to be looked for again: once a minute.
  mutating func isTimeToTidy(_ now: Timestamp) -> Bool {
    if let tidied, now - tidied < .seconds(60), now >= tidied { return false }
    tidied = now
    return true
  }
}
