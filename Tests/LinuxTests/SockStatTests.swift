import Testing

@testable import Linux

@Suite struct SockStatTests {
  @Test func readsOrphansAndMemory() {
    let text = """
      sockets: used 35
      TCP: inuse 1 orphan 12 tw 3 alloc 7 mem 249
      UDP: inuse 2 mem 5

      """
    let stat = SockStat(parsing: text)
    #expect(stat?.orphans == 12 && stat?.pages == 249)
  }

  @Test(arguments: [
    "", "TCP:", "TCP: orphan", "TCP: orphan x mem 1", "TCP: orphan 1 mem", "UDP: orphan 1 mem 1",
    "TCP: orphan 1 mem 99999999999999999999",
  ])
  func doesNotGuess(_ text: String) { #expect(SockStat(parsing: text) == nil) }

  @Test func readsThisHost() throws {
    let stat = try #require(try SockStat.read())
    #expect(stat.orphans >= 0 && stat.pages >= 0)
  }
}
