import Keepalive
import Testing

@Suite struct ChainTests {
  @Test func thereAreSixtyCasesAtLeast() { #expect(ChainCase.all.count >= 60) }

  @Test(arguments: ChainCase.all) func judgesEachPair(_ example: ChainCase) throws {
    let chain = try example.chain()
    let verdicts = chain.links.map { chain.verdict(on: $0) }
    #expect(verdicts.map(\.status) == example.verdicts)
    for (verdict, margin) in zip(verdicts, example.margins) {
      #expect(verdict.margin?.wholeMilliseconds == margin)
    }
  }

  @Test(arguments: ChainCase.all) func namesTheSmallestChange(_ example: ChainCase) throws {
    let chain = try example.chain()
    let changes = chain.repairs?.map { "\(chain.hops[$0.hop].name):\($0.to.wholeMilliseconds)" }
    #expect(changes?.sorted() == example.changes?.sorted())
  }

  @Test(arguments: ChainCase.all) func theChangesMendTheWholeChain(_ example: ChainCase) throws {
    var chain = try example.chain()
    guard let repairs = chain.repairs else { return }
    for repair in repairs { chain = chain.applying(repair) }
    #expect(!chain.links.contains { chain.verdict(on: $0).isBroken })
  }

  /// Three pairs of timers and rates, worked out by hand with bc(1).
  @Test(arguments: [
    // (e^-64.9/60 - e^-65/60) / (1 - e^-65/60)
    (300_000, 65_000, 100, 1.0 / 60, 0.000_854_6),
    (60_000, 5000, 1, 0.2, 0.000_116_4),
  ])
  func theChanceFollowsFromTwoTimersAndARate(
    _ client: Int64, _ server: Int64, _ rtt: Int64, _ rate: Double, _ chance: Double
  ) throws {
    let traffic = Traffic(roundTrip: .milliseconds(rtt), rate: rate)
    let hops = try HopBuilder.hops([
      HopArgument("a=\(client)ms"), HopArgument("b=\(server)ms"),
    ])
    let chain = Chain(hops, traffic: traffic)
    let found = try #require(chain.verdict(on: chain.links[0]).chance?.perReuse)
    #expect(abs(found / chance - 1) < 0.01)
  }

  @Test func theChanceIsHighestAtLowRates() throws {
    let hops = try HopBuilder.hops([HopArgument("a=300s"), HopArgument("b=65s")])
    var last = 1.0
    for rate in [1e-7, 1e-4, 0.01, 0.1, 1, 10] {
      let chain = Chain(hops, traffic: Traffic(rate: rate))
      let chance = try #require(chain.verdict(on: chain.links[0]).chance)
      let value = try #require(chance.perReuse)
      #expect(value < last && value <= chance.limit * 1.000_001)
      last = value
    }
  }

  @Test func aForgottenConnectionFailsEachRequestAfterIt() throws {
    let hops = try HopBuilder.hops([
      HopArgument("a=none"), HopArgument("nat=350s"), HopArgument("b=none"),
    ])
    let chain = Chain(hops, traffic: Traffic(rate: 1.0 / 350))
    let chance = try #require(chain.verdict(on: chain.links[0]).chance?.perReuse)
    #expect(abs(chance - 0.367_879) < 0.0001)
  }

  @Test(arguments: [
    ("go=300s nginx=65s", true), ("node nginx=65s", false), ("client=60s heroku=60s puma", false),
  ])
  func onlyVerifiedValuesMakeAVerdictSure(_ hops: String, _ isSure: Bool) throws {
    let chain = try ChainCase(hops, []).chain()
    #expect(chain.links.allSatisfy { chain.verdict(on: $0).isSure } == isSure)
  }
}
