import Collectors
import Diagnosis
import Facts
import Foundation
import Lab
import Linux
import Testing

/// What connection tracking knows of connections that a router translates.
@Suite(.enabled(if: geteuid() == 0)) struct TranslationTests {
  /// A connection through a router that hides each host from the other, and its reset.
  static func scenario(_ rules: [Scenario.RouterRule]) -> Scenario {
    Scenario(
      id: "test", title: Text("test"),
      steps: TestLab.connected + [
        .clientSends(), .wait(.milliseconds(50)), .on(.server, .close(connection: 0)),
        .clientReceives(1, .reset),
      ], expected: .init(sender: .server, atLeast: .certain, error: nil), path: .router(rules))
  }

  struct Seen {
    /// From the client to the server, as each knows it.
    var client: Flow?
    var server: Flow?
    var found: [Flow?] = []
  }

  /// Looks the reset's two halves up once it has been.
  private static func run(
    _ rules: [Scenario.RouterRule], _ family: AddressFamily,
    asking places: (LabSetup) -> [UInt64] = { $0.middle?.namespaces ?? [] }
  ) throws -> Seen {
    var seen = Seen()
    var translations = Translations()
    var setup: LabSetup?
    _ = try TestLab.runner.run(
      scenario(rules), family: family,
      onReady: {
        setup = $0
        translations = Translations(namespaces: places($0).map { UInt32($0) })
      },
      onStep: { step in
        guard let local = step.local, let remote = step.remote else { return }
        if step.number == 1 { seen.client = Flow(from: local, to: remote) }
        if step.number == 2 { seen.server = Flow(from: remote, to: local) }
      },
      onSettled: {
        guard let client = seen.client, let server = seen.server, let setup else { return }
        seen.found = [
          translations.find(
            server.reversed, isSent: true, netns: setup.server.namespaces[0], process: nil),
          translations.find(
            client.reversed, isSent: false, netns: setup.client.namespaces[0], process: nil),
        ]
      })
    return seen
  }

  static let rules: [[Scenario.RouterRule]] = [
    [.masquerade], [.forwardPort(8080)], [.masquerade, .forwardPort(8080)],
  ]

  @Test(arguments: rules, AddressFamily.allCases)
  func eachEndHasTheOthersAddresses(
    _ rules: [Scenario.RouterRule], _ family: AddressFamily
  ) throws {
    let seen = try Self.run(rules, family)
    let (client, server) = (try #require(seen.client), try #require(seen.server))
    #expect(client != server)
    #expect(seen.found == [client.reversed, server.reversed])
  }

  @Test func aRouterThatTranslatesNothingHasNoOtherAddresses() throws {
    let seen = try Self.run([], .ipv4)
    #expect(seen.client == seen.server)
    #expect(seen.found == [nil, nil])
  }

  @Test func onlyTheNamespacesThatAreAskedKnow() throws {
    let seen = try Self.run(Self.rules[2], .ipv4) { $0.client.namespaces }
    #expect(seen.found == [nil, nil])
  }

  @Test func aConnectionThatIsNotTrackedIsNoError() throws {
    var tracking = try ConnectionTracking()
    let nobody = SocketAddress(.ipv4, bits: 0xc000_0201, port: 9)
    #expect(try tracking.translate(.init(from: nobody, to: nobody)) == nil)
  }
}
