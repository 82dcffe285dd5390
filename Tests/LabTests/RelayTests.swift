import Diagnosis
import Facts
import Foundation
import Lab
import Linux
import Testing

/// whyreset's own relay between the hosts, with real connections over it.
@Suite(.enabled(if: geteuid() == 0)) struct RelayTests {
  private static func scenario(
    _ relay: Scenario.Relay, _ steps: [Scenario.Step]
  ) -> Scenario {
    Scenario(
      id: "test", title: Text("test"), steps: steps,
      expected: .init(sender: .server, atLeast: .certain, error: nil), path: .relay(relay))
  }

  private static func run(
    _ relay: Scenario.Relay, _ steps: [Scenario.Step], _ family: AddressFamily
  ) throws -> LabOutcome {
    let outcome = try TestLab.runner.run(scenario(relay, steps), family: family)
    #expect(outcome.mismatches == [])
    return outcome
  }

  private static let exchange: [Scenario.Step] = [
    .clientSends(100_000), .serverReceives(100_000), .serverSends(100_000),
    .clientReceives(100_000),
  ]

  @Test(arguments: AddressFamily.allCases)
  func passesEverything(_ family: AddressFamily) throws {
    let outcome = try Self.run(Scenario.Relay(), TestLab.connected + Self.exchange, family)
    #expect(outcome.steps[2].remote?.address == outcome.setup.client.address)
  }

  @Test(arguments: AddressFamily.allCases)
  func translatesWithChecksumsThatAreRight(_ family: AddressFamily) throws {
    let outcome = try Self.run(
      Scenario.Relay { $0.translates = true }, TestLab.connected + Self.exchange, family)
    #expect(outcome.steps[2].remote?.address == outcome.setup.middle?.address)
  }

  @Test(arguments: AddressFamily.allCases)
  func losesAndReordersAndStillDelivers(_ family: AddressFamily) throws {
    let relay = Scenario.Relay {
      $0.lossPerMille = 20
      $0.reorderPerMille = 50
      $0.delay = .milliseconds(1)
      $0.jitter = .milliseconds(1)
    }
    // Few enough to fit into the receiver's buffer: nobody reads before all is sent.
    let exchange: [Scenario.Step] = [
      .clientSends(50_000), .serverReceives(50_000), .serverSends(50_000), .clientReceives(50_000),
    ]
    _ = try Self.run(relay, TestLab.connected + exchange, family)
  }

  @Test(arguments: AddressFamily.allCases)
  func delaysBothWays(_ family: AddressFamily) throws {
    let outcome = try Self.run(
      Scenario.Relay { $0.delay = .milliseconds(60) },
      [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)),
      ], family)
    #expect(outcome.steps[1].duration >= .milliseconds(120))
  }

  @Test(arguments: AddressFamily.allCases)
  func answersAForgottenConnectionWithAReset(_ family: AddressFamily) throws {
    let relay = Scenario.Relay {
      $0.memory = .milliseconds(300)
      $0.stranger = .reset(hopLimit: 60)
    }
    _ = try Self.run(
      relay,
      TestLab.connected + [
        .clientSends(), .serverReceives(100), .wait(.milliseconds(500)), .clientSends(),
        .clientReceives(1, .reset),
      ], family)
  }

  @Test(arguments: AddressFamily.allCases)
  func saysNothingOfAForgottenConnection(_ family: AddressFamily) throws {
    let relay = Scenario.Relay {
      $0.memory = .milliseconds(300)
      $0.translates = true
    }
    _ = try Self.run(
      relay,
      TestLab.connected + [
        .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 500))),
        .clientSends(), .serverReceives(100), .wait(.milliseconds(500)), .clientSends(),
        .clientReceives(1, .error(.timedOut)),
      ], family)
  }

  @Test(arguments: AddressFamily.allCases)
  func injectsAResetThatTheConnectionBelieves(_ family: AddressFamily) throws {
    for host in [Scenario.Host.client, .server] {
      let receive: Scenario.Step =
        host == .client ? .clientReceives(1, .reset) : .serverReceives(1, .reset)
      _ = try Self.run(
        Scenario.Relay(),
        TestLab.connected + [
          .clientSends(), .serverReceives(100), .serverSends(), .clientReceives(100),
          .relay(.inject(Scenario.InjectedReset(toward: host, hopLimit: 200, identification: 7))),
          receive,
        ], family)
    }
  }

  @Test(arguments: AddressFamily.allCases)
  func aResetOutsideOfTheWindowChangesNothing(_ family: AddressFamily) throws {
    let reset = Scenario.InjectedReset(
      toward: .client, hopLimit: 200, sequenceOffset: -100_000, acknowledges: true)
    _ = try Self.run(
      Scenario.Relay(),
      TestLab.connected + [
        .clientSends(), .serverReceives(100), .relay(.inject(reset)), .wait(.milliseconds(100)),
      ] + Self.exchange, family)
  }

  @Test(arguments: AddressFamily.allCases)
  func losesWhatIsLongerThanItsMTU(_ family: AddressFamily) throws {
    _ = try Self.run(
      Scenario.Relay { $0.mtu = 1000 },
      TestLab.connected + [
        .clientSends(500), .serverReceives(500),
        .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 500))),
        .clientSends(5000), .clientReceives(1, .error(.timedOut)),
      ], family)
  }

  @Test(arguments: AddressFamily.allCases)
  func movesAConnectionToAnotherBackend(_ family: AddressFamily) throws {
    let (first, second) = (
      Scenario.Relay { $0.backend = .init(port: 80, to: 8080) },
      Scenario.Relay { $0.backend = .init(port: 80, to: 8081) }
    )
    _ = try Self.run(
      first,
      [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 80, expecting: .success)), .on(.server, .accept),
        .clientSends(), .serverReceives(100), .serverSends(), .clientReceives(100),
        .relay(.set(second)), .clientSends(), .clientReceives(1, .reset),
      ], family)
  }

  @Test(arguments: AddressFamily.allCases)
  func holdsBackTheACKsOfOneHost(_ family: AddressFamily) throws {
    _ = try Self.run(
      Scenario.Relay { $0.holdsACKs = .client },
      [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .wait(.milliseconds(100)), .relay(.set(Scenario.Relay())), .on(.server, .accept),
      ], family)
  }

  @Test(arguments: AddressFamily.allCases)
  func survivesTheRebootOfAHostAndACutCable(_ family: AddressFamily) throws {
    _ = try Self.run(
      Scenario.Relay(),
      TestLab.connected + [
        .reboot(.server), .on(.server, .listen(port: 8080, backlog: 16)), .link(up: false),
        .clientSends(), .wait(.milliseconds(300)), .link(up: true), .clientReceives(1, .reset),
      ], family)
  }

  @Test func aChangeWithoutARelayIsAnError() {
    #expect(throws: LabError.self) {
      try TestLab.runner.run(TestLab.scenario([.relay(.forget)]), family: .ipv4)
    }
  }
}
