import Facts
import Linux
import Testing

@testable import Collectors

/// Which segments a rule of a packet filter may meet.
@Suite struct FirewallsTests {
  private static let flow = Flow(
    from: Endpoint(IPAddress(v4: 0x0a00_0001), port: 40000),
    to: Endpoint(IPAddress(v4: 0x0a00_0002), port: 8080))

  @Test(
    arguments: [
      ([], true), ([.destinationPort(8080)], true), ([.destinationPort(80)], false),
      ([.sourcePort(40000), .destinationPort(8080)], true), ([.sourcePort(8080)], false),
      ([.sourceAddress([10, 0, 0, 1])], true), ([.destinationAddress([10, 0, 0, 1])], false),
      ([.destinationAddress(Array(repeating: 0, count: 12) + [10, 0, 0, 2])], false),
    ] as [([Nftables.Condition], Bool)])
  func meetsWhatItsConditionsAllow(_ conditions: [Nftables.Condition], _ admits: Bool) {
    #expect(conditions.allow(Self.flow) == admits)
  }
}
