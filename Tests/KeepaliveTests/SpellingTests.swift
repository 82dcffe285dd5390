import Keepalive
import Testing

@Suite struct SpellingTests {
  @Test(arguments: [
    ("65s", 65_000), ("1m30s", 90_000), ("250ms", 250), ("1.5s", 1500), ("2min", 120_000),
    ("1h", 3_600_000),
  ])
  func readsTimesWithUnits(_ text: String, _ milliseconds: Int64) {
    #expect(Duration(spelled: text)?.wholeMilliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "65", "s", "5x", "-5s", "0s", "1..5s", ".5s", "5s5", "1e3s", "9999999999999h", "٥s", "5 s",
  ])
  func refusesWhatIsNoTime(_ text: String) { #expect(Duration(spelled: text) == nil) }

  @Test(arguments: [
    (65_000, "65 s"), (1500, "1.5 s"), (250, "250 ms"), (64_900, "64.9 s"), (0, "0 s"),
    (-235_000, "-235 s"),
  ])
  func writesTimes(_ milliseconds: Int64, _ text: String) {
    #expect(Duration.milliseconds(milliseconds).spelled == text)
  }
}
