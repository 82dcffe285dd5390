import Facts
import Testing

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000000Z"),
      (1_795_334_400_123_456_789, "2026-11-22T08:00:00.123456789Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
      (951_868_800_000_000_000, "2000-03-01T00:00:00.000000000Z"),
      (1_709_164_799_999_999_999, "2024-02-28T23:59:59.999999999Z"),
      (1_709_164_800_000_000_000, "2024-02-29T00:00:00.000000000Z"),
      (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000000Z"),
      (4_107_542_399_000_000_000, "2100-02-28T23:59:59.000000000Z"),
      (-1, "1969-12-31T23:59:59.999999999Z"),
      (-86_400_000_000_000, "1969-12-31T00:00:00.000000000Z"),
      (-2_208_988_800_000_000_000, "1900-01-01T00:00:00.000000000Z"),
      (.max, "2262-04-11T23:47:16.854775807Z"), (.min, "1677-09-21T00:12:43.145224192Z"),
    ] as [(Int64, String)])
  func isWrittenAsRFC3339(_ nanoseconds: Int64, _ text: String) {
    #expect(Timestamp(nanoseconds: nanoseconds).description == text)
  }

  @Test func theTimeOfDayStandsAlone() {
    #expect(Timestamp(nanoseconds: -1).timeOfDay == "23:59:59.999999999")
  }

  @Test func differencesAreDurations() {
    let start = Timestamp(nanoseconds: 1_000_000_000)
    let end = start + .milliseconds(2500)
    #expect(end.nanoseconds == 3_500_000_000 && end - start == .milliseconds(2500))
    #expect(start - .seconds(2) == Timestamp(nanoseconds: -1_000_000_000))
    #expect(start - end == .milliseconds(-2500) && start < end)
  }
}
