internal import Facts

extension Style {
  /// The local time of day to the millisecond: `16:48:02.113`.
  func clock(_ time: Timestamp) -> String { String(local(time).timeOfDay.prefix(12)) }

  /// The local date and time in RFC 3339 with its offset: `2026-11-22T16:48:02.113456789+08:00`.
  func dateTime(_ time: Timestamp) -> String {
    let minutes = utcOffset.components.seconds / 60
    let zone = minutes == 0 ? "Z" : (minutes < 0 ? "-" : "+") + Self.hoursAndMinutes(abs(minutes))
    return local(time).description.dropLast() + zone
  }

  // A capture may hold any time at all: one that the offset would carry out of range stays in UTC.
  private func local(_ time: Timestamp) -> Timestamp {
    let offset = utcOffset.components.seconds * 1_000_000_000
    let (shifted, overflow) = time.nanoseconds.addingReportingOverflow(offset)
    return overflow ? time : Timestamp(nanoseconds: shifted)
  }

  private static func hoursAndMinutes(_ minutes: Int64) -> String {
    [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
