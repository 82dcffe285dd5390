/// A moment of wall-clock time (UTC), to the nanosecond.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Since 1970-01-01T00:00:00Z.
  public let nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }

  public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
    .nanoseconds(later.nanoseconds - earlier.nanoseconds)
  }

  public static func + (time: Timestamp, duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return Timestamp(
      nanoseconds: time.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  public static func - (time: Timestamp, duration: Duration) -> Timestamp {
    time + (.zero - duration)
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339, in UTC, with nine decimals: `2026-11-22T08:00:00.123456789Z`.
  public var description: String {
    let day = nanoseconds.floored(by: 86_400_000_000_000)
    let (year, month, dayOfMonth) = Self.date(daysSinceEpoch: day.quotient)
    let clock = timeOfDay
    return "\(year.padded(4))-\(month.padded(2))-\(dayOfMonth.padded(2))T\(clock)Z"
  }

  /// The UTC time of day with nine decimals: `08:00:00.123456789`.
  public var timeOfDay: String {
    let (_, remainder) = nanoseconds.floored(by: 86_400_000_000_000)
    let seconds = remainder / 1_000_000_000
    let fraction = (remainder % 1_000_000_000).padded(9)
    return "\((seconds / 3600).padded(2)):\((seconds / 60 % 60).padded(2)):"
      + "\((seconds % 60).padded(2)).\(fraction)"
  }

  /// The proleptic Gregorian date, by Howard Hinnant's `civil_from_days`.
  private static func date(daysSinceEpoch days: Int64) -> (Int64, Int64, Int64) {
    let (era, dayOfEra) = (days + 719_468).floored(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }
}

extension Int64 {
  fileprivate func floored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  fileprivate func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }
}
