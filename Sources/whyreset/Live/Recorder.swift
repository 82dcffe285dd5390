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
  private let language: Language
  private let report: JSONReport
  /// How many are recorded one by one.
  private var rate = RateLimit(burst: 200, perSecond: 50)
  private var folder = Folder()
  private var tidied: Timestamp?
  /// Resets that could not be recorded since the last one that was.
  private var missed = 0

  init(_ writer: consuming RecordWriter, path: String, language: Language) {
    self.writer = writer
    self.path = path
    self.language = language
    report = JSONReport(language: language)
  }

  /// Records findings one by one, so that each connection can be asked for; in a storm folded ones.
  mutating func add(_ findings: [Finding]) {
    let now = Timestamp(nanoseconds: KernelClock.wall)
    for finding in findings {
      write(rate.admits(now) ? [finding] : folder.add(finding), now)
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
        if missed == 0 {
          say(
            Text(
              en: "not recorded: \(error); watching goes on",
              zh: "未能记录：\(error)；监视继续进行"))
        }
        missed += finding.count
      }
    }
  }

  private mutating func resume() {
    guard missed > 0 else { return }
    say(
      Text(
        en: "recorded again in \(path); \(missed) resets before were not",
        zh: "已恢复记录到 \(path)；此前有 \(missed) 次重置未被记录"))
    missed = 0
  }

  /// Looks for old segments once a minute.
  private mutating func expire(_ now: Timestamp) {
    if let tidied, now - tidied < .seconds(60), now >= tidied { return }
    tidied = now
    // A failure shows again, and is told, with the next finding.
    try? writer.expire(now: now)
  }

  private func say(_ text: Text) {
    try? Terminal.write("whyreset: \(text(language))\n", to: .error)
  }
}
