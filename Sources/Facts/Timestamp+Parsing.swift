extension Timestamp {
  /// The moment written as `description` writes it, `2026-11-22T08:00:00.123456789Z`, or nil.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 30, let year = bytes[0..<4].number, let month = bytes[5..<7].number,
      let day = bytes[8..<10].number, let hour = bytes[11..<13].number,
      let minute = bytes[14..<16].number, let second = bytes[17..<19].number,
      let fraction = bytes[20..<29].number, (1...12).contains(month), (1...31).contains(day),
      // Beyond, nanoseconds since 1970 do not fit.
      (1678...2261).contains(year)
    else { return nil }
    let days = Self.daysSinceEpoch(year, month, day)
    let seconds = (days * 24 + hour) * 3600 + minute * 60 + second
    self.init(nanoseconds: seconds * 1_000_000_000 + fraction)
    // Separators, the length of the month and the hours of a day, all at once.
    guard description == text else { return nil }
  }

  /// Days from 1970-01-01 to a proleptic Gregorian date, by Howard Hinnant's `days_from_civil`.
  private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension ArraySlice<UInt8> {
  /// The value of a run of decimal digits.
  fileprivate var number: Int64? {
    guard allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }
}
