import Diagnosis
import Facts
import Foundation
import Lab
import Linux
import Testing

/// A kernel that routes between the hosts.
@Suite(.enabled(if: geteuid() == 0)) struct RouterTests {
  private static func scenario(
    _ rules: [Scenario.RouterRule], _ steps: [Scenario.Step]
  ) -> Scenario {
    Scenario(
      id: "test", title: Text("test"), steps: steps,
      expected: .init(sender: .server, atLeast: .certain, error: nil), path: .router(rules))
  }

  private static let exchange: [Scenario.Step] = [
    .clientSends(100_000), .serverReceives(100_000), .serverSends(), .clientReceives(100),
  ]

  @Test(arguments: AddressFamily.allCases)
  func passesWhatItHasNoRuleFor(_ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(
      Self.scenario([], TestLab.connected + Self.exchange), family: family)
    #expect(outcome.mismatches == [])
    #expect(outcome.steps[2].remote?.address == outcome.setup.client.address)
    #expect(outcome.setup.namespaces.count == 3)
  }

  @Test(arguments: AddressFamily.allCases)
  func hidesTheClientBehindItsOwnAddress(_ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(
      Self.scenario([.masquerade], TestLab.connected + Self.exchange), family: family)
    #expect(outcome.mismatches == [])
    #expect(outcome.steps[2].remote?.address == outcome.setup.middle?.address)
  }

  @Test(arguments: AddressFamily.allCases)
  func sendsItsOwnPortOnToTheServer(_ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(
      Self.scenario([.forwardPort(8080)], TestLab.connected + Self.exchange), family: family)
    #expect(outcome.mismatches == [])
    #expect(outcome.steps[1].remote?.address == outcome.setup.middle?.address)
    #expect(outcome.steps[2].remote?.address == outcome.setup.client.address)
  }

  @Test(arguments: AddressFamily.allCases)
  func refusesInTheServersName(_ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(
      Self.scenario(
        [.rejectWithReset(port: 8080, established: false)],
        [
          .on(.server, .listen(port: 8080, backlog: 16)),
          .on(.client, .connect(port: 8080, expecting: .error(.connectionRefused))),
        ]), family: family)
    #expect(outcome.mismatches == [])
  }

  @Test(arguments: AddressFamily.allCases)
  func cutsOffAConnectionThatItHadLetIn(_ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(
      Self.scenario(
        [],
        TestLab.connected + [
          .clientSends(), .serverReceives(100),
          .addRule(.rejectWithReset(port: 8080, established: true)), .clientSends(),
          .clientReceives(1, .reset),
        ]), family: family)
    #expect(outcome.mismatches == [])
  }

  @Test(arguments: AddressFamily.allCases)
  func losesWhatItSeesOneWayOnly(_ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(
      Self.scenario(
        [.untracked(from: .server), .dropInvalid],
        [
          .on(.server, .listen(port: 8080, backlog: 16)),
          .on(.client, .connect(port: 8080, expecting: .success)),
          .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 500))),
          .clientSends(), .clientReceives(1, .error(.timedOut)),
        ]), family: family)
    #expect(outcome.mismatches == [])
  }

  @Test(arguments: AddressFamily.allCases)
  func dropsWithoutASignWhileTheCableIsCut(_ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(
      Self.scenario(
        [],
        TestLab.connected + [
          .link(up: false), .clientSends(), .wait(.milliseconds(300)), .link(up: true),
          .serverReceives(100),
        ]), family: family)
    #expect(outcome.mismatches == [])
  }

  @Test func aRuleWithoutARouterIsAnError() {
    #expect(throws: LabError.self) {
      try TestLab.runner.run(TestLab.scenario([.addRule(.masquerade)]), family: .ipv4)
    }
  }
}
