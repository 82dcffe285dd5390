import ArgumentParser
import Facts
import Linux

/// Which part of a timeline is of interest.
struct TimeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only from this time on: 2026-11-22T08:00:00Z, or so long ago: 5m, 2h, 1d.",
      valueName: "TIME"),
    transform: Self.time)
  var since: Timestamp?

  @Option(
    help: ArgumentHelp("Only before this time, written likewise.", valueName: "TIME"),
    transform: Self.time)
  var until: Timestamp?

  func admits(_ time: Timestamp) -> Bool {
    (since.map { $0 <= time } ?? true) && (until.map { time < $0 } ?? true)
  }

  /// RFC 3339 in UTC, the fraction of a second left out or not; or how long ago.
  private static func time(_ text: String) throws -> Timestamp {
    if let age = Quantity.duration(text) {
      return Timestamp(nanoseconds: KernelClock.wall) - age
    }
    let parts = text.dropLast().split(separator: ".", maxSplits: 1)
    let fraction = parts.count == 2 ? parts[1] : ""
    let zeros = String(repeating: "0", count: max(0, 9 - fraction.count))
    guard text.hasSuffix("Z"), let first = parts.first,
      let time = Timestamp("\(first).\(fraction)\(zeros)Z")
    else {
      throw ValidationError("'\(text)' is neither a time as 2026-11-22T08:00:00Z nor a span as 5m")
    }
    return time
  }
}
