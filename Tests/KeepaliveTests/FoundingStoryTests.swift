import Diagnosis
import Facts
import Keepalive
import Testing

/// A Go client that keeps idle connections for 300 s, and an nginx that closes them after 65 s: what is foretold of the
/// chain is what the lab's scenario, which a real nginx or a real close() makes, is proved to end in.
@Suite struct FoundingStoryTests {
  @Test(arguments: [
    ("keepalive-race/nginx", "go=300s nginx=65s", "brokenPipe"),
    ("keepalive-race", "go=300s nginx=65s", "brokenPipe"),
    ("keepalive-race/unread", "go=300s nginx=65s,reset", "connectionReset"),
    ("keepalive-race/crossing", "go=300s nginx=65s,reset", "connectionReset"),
  ])
  func theChainForetellsWhatTheLabMakes(_ id: String, _ hops: String, _ error: String) throws {
    guard case .scenarios(let scenarios) = KeepaliveRace.lab else {
      Issue.record("no scenarios")
      return
    }
    let scenario = try #require(scenarios.first { $0.id == id })
    let chain = try ChainCase(hops, []).chain()
    let verdict = chain.verdict(on: chain.links[0])
    #expect(verdict.status == .racy && verdict.first == .server && verdict.isSure)
    let isReset = error == "connectionReset"
    #expect(verdict.ending == (isReset ? .reset : .fin))
    #expect(scenario.expected.error == (isReset ? .connectionReset : .brokenPipe))
  }

  /// The same in the lab's figures: nginx at 2 s.
  @Test func theChangeEndsIt() throws {
    for (hops, setting) in [
      ("go=300s nginx=65s", "IdleConnTimeout"), ("go=10s nginx=2s", "keepalive_timeout"),
      ("go=300s nginx=65s,reset", "IdleConnTimeout"),
    ] {
      let chain = try ChainCase(hops, []).chain()
      let repairs = try #require(chain.repairs)
      #expect(repairs.count == 1 && repairs[0].line?.contains(setting) == true)
      let mended = chain.applying(repairs[0])
      #expect(mended.verdict(on: mended.links[0]).status == .safe)
    }
  }
}
