import ArgumentParser
import Diagnosis
import Facts
import Linux
import Record

/// Where a history of findings is kept, and how much of it.
struct RecordOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Also keep a bounded history of findings here.", valueName: "DIR"))
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Keep at most this much: a number of bytes, or of K, M or G. Default: 64M.",
      valueName: "SIZE"),
    transform: Quantity.size)
  var recordSize: Int?

  @Option(
    help: ArgumentHelp(
      "Keep it at most this long: a number and s, m, h or d. Default: 7d.", valueName: "AGE"),
    transform: Quantity.age)
  var recordAge: Duration?

  func validate() throws {
    if record == nil, recordSize != nil || recordAge != nil {
      throw ValidationError("--record-size and --record-age need --record DIR")
    }
  }

  /// Opens the history for writing; nil where none is asked for.
  func open(_ language: Language) throws(Failure) -> Recorder? {
    guard let record else { return nil }
    let standard = RecordLimits()
    let limits = RecordLimits(size: recordSize ?? standard.size, age: recordAge ?? standard.age)
    let now = Timestamp(nanoseconds: KernelClock.wall)
    do throws(RecordError) {
      return Recorder(
        try RecordWriter(record, limits: limits, now: now), path: record, language: language)
    } catch { throw Failure(record: error) }
  }
}

extension Failure {
  /// The folder cannot be used as a record.
  init(record error: RecordError) {
    self.init(error.description)
    hint =
      switch error {
      case .notARecord, .otherVersion: "name a folder that is empty or does not exist yet"
      case .inUse: "end the other one, or name another folder"
      case .system: nil
      }
  }
}
