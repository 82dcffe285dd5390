import Facts
import Testing

@testable import Collectors

/// The text of /proc/net/snmp and /proc/net/netstat.
@Suite struct CounterTextTests {
  static let text = """
    Ip: Forwarding DefaultTTL
    Ip: 1 64
    Tcp: RtoAlgorithm MaxConn AttemptFails EstabResets OutRsts
    Tcp: 1 -1 7 3 12
    TcpExt: SyncookiesSent ListenOverflows ListenDrops
    TcpExt: 0 5 6
    """

  @Test func takesTheCountersOfTCP() {
    let counters = CounterText.parse(Self.text)
    #expect(counters[.outgoingResets] == 12)
    #expect(counters[.listenOverflows] == 5)
    #expect(counters[Counter(rawValue: "DefaultTTL")] == nil)
    #expect(counters[Counter(rawValue: "MaxConn")] == nil)
  }

  @Test func everyCutGivesOnlyWholeNames() {
    let names = Set(CounterText.parse(Self.text).keys)
    for count in 0..<Self.text.count {
      #expect(names.isSuperset(of: CounterText.parse(String(Self.text.prefix(count))).keys))
    }
  }
}
