import Diagnosis
import Facts
import Testing

@Suite struct TallyTests {
  @Test func countsByCause() {
    var tally = Tally()
    var harmless = FolderTests.finding(1, cause: "expected-close")
    harmless.harmless = true
    harmless.count = 4
    var failure = FolderTests.finding(1, cause: nil)
    failure.kind = .failure
    for finding in [FolderTests.finding(1), FolderTests.finding(2), harmless, failure] {
      tally.add(finding)
    }
    #expect(tally.entries.map(\.cause) == ["expected-close", "port-closed", nil])
    #expect(tally.entries.map(\.count) == [4, 2, 1])
    #expect(tally.count(of: .reset) == 6 && tally.count(of: .failure) == 1)
    #expect(tally.harmless == 4)
    #expect(tally.entries.first?.servers.first?.count == 4)
  }

  @Test func aFrequentValueIsFoundAmongManyRareOnes() throws {
    var values = FrequentValues<Int>(capacity: 16)
    for number in 0..<10_000 {
      values.add(number.isMultiple(of: 4) ? -1 : number)
    }
    let first = try #require(values.first)
    #expect(first.value == -1 && values.areLeast)
    #expect(first.count <= 2500 && first.count >= 2500 - 10_000 / 16)
  }

  @Test func countsAreExactWhereAllValuesFit() throws {
    var values = FrequentValues<Int>(capacity: 16)
    for number in 0..<1600 { values.add(number % 16, count: number % 16 == 3 ? 2 : 1) }
    let first = try #require(values.first)
    #expect(first.value == 3 && first.count == 200 && !values.areLeast)
  }

  @Test func aHeavyNewValuePushesLightOnesOut() {
    var values = FrequentValues<Int>(capacity: 2)
    values.add(1)
    values.add(2)
    values.add(3, count: 10)
    #expect(values.first?.value == 3 && values.first?.count == 9)
  }
}
