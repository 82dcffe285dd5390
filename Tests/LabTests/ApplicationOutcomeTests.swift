import Diagnosis
import Facts
import Foundation
import Lab
import Linux
import Testing

/// What the applications of a scenario see; the table is section by section what Linux documents and does.
@Suite(.enabled(if: geteuid() == 0)) struct ApplicationOutcomeTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let steps: [Scenario.Step]

    init(_ name: String, connected: Bool = true, _ steps: [Scenario.Step]) {
      testDescription = name
      self.steps = (connected ? TestLab.connected : []) + steps
    }
  }

  @Test(arguments: cases, AddressFamily.allCases)
  func endsAsLinuxSays(_ scenario: Case, _ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(TestLab.scenario(scenario.steps), family: family)
    #expect(outcome.mismatches == [])
    #expect(outcome.steps.count == scenario.steps.count)
  }

  static let cases: [Case] = [
    Case(
      "a closed port refuses", connected: false,
      [.on(.client, .connect(port: 8080, expecting: .error(.connectionRefused)))]),
    Case(
      "bytes go both ways and an orderly close is an end of file",
      [
        .clientSends(50_000), .serverReceives(50_000), .serverSends(70_000),
        .clientReceives(70_000), .on(.server, .close(connection: 0)),
        .clientReceives(1, .endOfFile),
      ]),
    Case(
      "a close with unread data resets",
      [
        .clientSends(1000), .serverReceives(100), .on(.server, .close(connection: 0)),
        .clientReceives(1, .reset),
      ]),
    Case(
      "SO_LINGER with no time resets",
      [
        .on(.server, .setOption(connection: 0, .linger(seconds: 0))),
        .on(.server, .close(connection: 0)), .clientReceives(1, .reset),
      ]),
    Case(
      "TCP_LINGER2 below zero ends in end of file, then a broken pipe",
      [
        .on(.server, .setOption(connection: 0, .linger2(seconds: -1))),
        .on(.server, .close(connection: 0)), .clientReceives(1, .endOfFile),
        .wait(.milliseconds(20)),
        .clientSends(100, .error(.brokenPipe)),
      ]),
    Case(
      "writing after the peer closed breaks the pipe",
      [
        .on(.server, .close(connection: 0)), .clientReceives(1, .endOfFile), .clientSends(),
        .wait(.milliseconds(50)), .clientSends(100, .error(.brokenPipe)),
      ]),
    Case(
      "writing after the peer shut down both directions breaks the pipe",
      [
        .on(.server, .shutdownBoth(connection: 0)), .clientReceives(1, .endOfFile), .clientSends(),
        .wait(.milliseconds(50)), .clientSends(100, .error(.brokenPipe)),
      ]),
    Case(
      "half a close lets the other direction live",
      [
        .on(.client, .shutdownWrite(connection: 0)), .serverReceives(1, .endOfFile),
        .serverSends(10), .clientReceives(10), .on(.server, .close(connection: 0)),
        .clientReceives(1, .endOfFile),
      ]),
    Case(
      "connect with AF_UNSPEC resets",
      [.on(.server, .disconnect(connection: 0)), .clientReceives(1, .reset)]),
    Case(
      "a destroyed socket aborts here and resets there",
      [
        .on(.server, .destroy(connection: 0)),
        .serverReceives(1, .error(.connectionAborted)), .clientReceives(1, .reset),
      ]),
    Case(
      "a closed listener resets who was not accepted", connected: false,
      [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .closeListener),
        .clientReceives(1, .reset),
      ]),
    Case(
      "a killed program that had read everything closes in the orderly way",
      [.kill(.server, signal: SIGKILL), .clientReceives(1, .endOfFile)]),
    Case(
      "a killed program with unread data resets",
      [.clientSends(), .kill(.server, signal: SIGKILL), .clientReceives(1, .reset)]),
    Case(
      "an exit with unread data resets, and a fresh program serves on",
      [
        .clientSends(), .on(.server, .exit(code: 3)), .clientReceives(1, .reset),
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
        .on(.client, .send(connection: 1, bytes: 5, expecting: .success)), .serverReceives(5),
      ]),
    Case(
      "a program that is asked to end does",
      [.kill(.client, signal: SIGTERM), .serverReceives(1, .endOfFile)]),
    Case(
      "a rebooted server knows nothing of the connection",
      [
        .clientSends(), .serverReceives(100), .reboot(.server), .clientSends(),
        .clientReceives(1, .reset),
      ]),
    Case(
      "a rebooted server that listens again knows nothing of the connection either",
      [
        .reboot(.server), .on(.server, .listen(port: 8080, backlog: 16)), .clientSends(),
        .clientReceives(1, .reset), .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.server, .accept),
      ]),
    Case(
      "a rebooted client is unknown to the server's data",
      [.reboot(.client), .serverSends(), .serverReceives(1, .reset)]),
    Case(
      "a host reboots twice", connected: false,
      [.reboot(.server), .reboot(.server)] + TestLab.connected + [
        .clientSends(), .serverReceives(100),
      ]),
    Case(
      "a cut cable loses packets and a mended one delivers them",
      [
        .link(up: false), .clientSends(), .wait(.milliseconds(100)), .link(up: true),
        .serverReceives(100),
      ]),
    Case(
      "keep-alive probes into a cut cable time out",
      [
        .on(
          .client,
          .setOption(connection: 0, .keepalive(idleSeconds: 1, intervalSeconds: 1, probes: 1))),
        .link(up: false), .clientReceives(1, .error(.timedOut)),
      ]),
    Case(
      "TCP_USER_TIMEOUT ends a connection whose data is not acknowledged",
      [
        .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 500))),
        .link(up: false), .clientSends(), .clientReceives(1, .error(.timedOut)),
      ]),
    Case(
      "a parameter holds in its host alone, also after a reboot", connected: false,
      [
        .set(.server, .somaxconn, to: "1"), .reboot(.server), .set(.client, .finTimeout, to: "7"),
      ] + TestLab.connected),
    Case(
      "a connection that is only begun can be given up", connected: false,
      [
        .on(.server, .listen(port: 8080, backlog: 16)), .link(up: false),
        .on(.client, .beginConnect(port: 8080)), .on(.client, .close(connection: 0)),
        .link(up: true), .on(.client, .connect(port: 8080, expecting: .success)),
      ]),
    Case(
      "text and HTTP responses pass", connected: true,
      [
        .on(
          .server,
          .sendText(
            connection: 0, "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", expecting: .success)
        ),
        .on(.client, .receiveResponse(connection: 0, expecting: .success)),
        .serverSends(1), .clientReceives(1),
        .on(.server, .close(connection: 0)),
        .on(.client, .receiveResponse(connection: 0, expecting: .endOfFile)),
      ]),
    Case(
      "an overflowing accept queue resets when it is told to", connected: false,
      [.set(.server, .abortOnOverflow, to: "1")] + overflow
        + [.on(.client, .receive(connection: 2, bytes: 1, expecting: .reset))]),
    Case(
      "an overflowing accept queue resets once it has given up", connected: false,
      [.set(.server, .abortOnOverflow, to: "0"), .set(.server, .synACKRetries, to: "1")] + overflow
        + [.on(.client, .receive(connection: 2, bytes: 1, expecting: .reset))]),
  ]

  /// Two connections that fill the accept queue of one, and a third whose handshake finds it full.
  static let overflow: [Scenario.Step] =
    [.on(.server, .listen(port: 8080, backlog: 1, deferAccept: 1))]
    + [
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .send(connection: 0, bytes: 1, expecting: .success)), .wait(.milliseconds(20)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .send(connection: 1, bytes: 1, expecting: .success)), .wait(.milliseconds(20)),
      .on(.client, .send(connection: 2, bytes: 1, expecting: .success)),
    ]
}
