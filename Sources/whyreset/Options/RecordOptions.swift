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
    transform: Self.size)
  var recordSize: Int?

  @Option(
    help: ArgumentHelp(
      "Keep it at most this long: a number and s, m, h or d. Default: 7d.", valueName: "AGE"),
    transform: Self.age)
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

  private static func size(_ text: String) throws -> Int {
    let units = ["": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    guard let size = quantity(text.uppercased(), units), size >= RecordLimits.leastSize else {
      throw ValidationError("'\(text)' is not a size of at least 64K, such as 64M or 1G")
    }
    return size
  }

  private static func age(_ text: String) throws -> Duration {
    let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let seconds = quantity(text, units), seconds <= 36_500 * 86_400,
      .seconds(seconds) >= RecordLimits.leastAge
    else { throw ValidationError("'\(text)' is not an age of at least 60s, such as 12h or 7d") }
    return .seconds(seconds)
  }

  /// Digits and a unit, multiplied; nil where it is none or too large.
  private static func quantity(_ text: String, _ units: [String: Int]) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let unit = units[String(text.dropFirst(digits.count))], let number = Int(digits) else {
      return nil
    }
    let (product, overflows) = number.multipliedReportingOverflow(by: unit)
    return overflows ? nil : product
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
