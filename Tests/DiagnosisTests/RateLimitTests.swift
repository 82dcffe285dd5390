import Diagnosis
import Testing

@Suite struct RateLimitTests {
  @Test func admitsABurstAndThenSoManyASecond() {
    var rate = RateLimit(burst: 5, perSecond: 2)
    let atOnce = (0..<10).count { _ in rate.admits(FolderTests.time(1)) }
    #expect(atOnce == 5)
    let later = (0..<100).count { rate.admits(FolderTests.time(1 + Double($0) / 10)) }
    #expect((19...20).contains(later))
  }

  @Test func aClockThatIsSetBackAddsNothing() {
    var rate = RateLimit(burst: 1, perSecond: 1)
    let admitted = [1000, 1, 1000, 1001].map { rate.admits(FolderTests.time($0)) }
    #expect(admitted == [true, false, false, true])
  }
}
