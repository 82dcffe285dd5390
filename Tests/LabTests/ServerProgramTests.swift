import Diagnosis
import Facts
import Foundation
import Lab
import Linux
import Testing

/// Scenarios whose server is nginx, or what stands in for it.
@Suite(.enabled(if: geteuid() == 0), .serialized) struct ServerProgramTests {
  static let request = "GET / HTTP/1.1\r\nHost: lab\r\n\r\n"

  /// Two requests on one connection, and then longer silence than the server allows.
  static let scenario = TestLab.scenario(
    [
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .sendText(connection: 0, request, expecting: .success)),
      .on(.client, .receiveResponse(connection: 0, expecting: .success)),
      .wait(.milliseconds(500)),
      .on(.client, .sendText(connection: 0, request, expecting: .success)),
      .on(.client, .receiveResponse(connection: 0, expecting: .success)),
      .on(.client, .receive(connection: 0, bytes: 1, expecting: .endOfFile)),
      .on(.client, .sendText(connection: 0, request, expecting: .success)),
      .wait(.milliseconds(200)),
      .on(.client, .sendText(connection: 0, request, expecting: .error(.brokenPipe))),
    ], server: .nginx(port: 8080, keepaliveTimeout: .seconds(1)))

  /// Where nginx is looked for: `WHYRESET_LAB_PROGRAMS` of whoever runs the tests.
  static var hasNginx: Bool {
    let root = ProcessInfo.processInfo.environment["WHYRESET_LAB_PROGRAMS"] ?? ""
    return ["\(root)/usr/sbin/nginx", "/usr/sbin/nginx"].contains {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  @Test(.enabled(if: hasNginx), arguments: AddressFamily.allCases)
  func nginxClosesIdleConnections(_ family: AddressFamily) throws {
    let outcome = try TestLab.runner.run(Self.scenario, family: family)
    #expect(outcome.mismatches == [])
    // From the second response to the end of the connection.
    #expect(outcome.steps[6].duration > .milliseconds(900))
    #expect(outcome.setup.notes == [])
    #expect(outcome.serverPrograms.filter { $0.command == "nginx" }.count >= 2)
    #expect(TestLab.folders(of: outcome.serverPrograms.map(\.pid)) == [])
  }

  @Test(arguments: AddressFamily.allCases)
  func whyresetsOwnServerStandsInForNginx(_ family: AddressFamily) throws {
    let runner = LabRunner(
      program: TestLab.program, limit: .seconds(5), settle: .zero, servers: .absent)
    let outcome = try runner.run(Self.scenario, family: family)
    #expect(outcome.mismatches == [])
    #expect(outcome.steps[6].duration > .milliseconds(900))
    #expect(outcome.setup.notes.first?.en.contains("nginx is not installed") == true)
    #expect(outcome.serverPrograms.map(\.command) == ["lab-server"])
  }

  static let limited = TestLab.scenario(
    [
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .sendText(connection: 0, request, expecting: .success)),
      .on(.client, .receiveResponse(connection: 0, expecting: .success)),
      .on(.client, .receive(connection: 0, bytes: 1, expecting: .endOfFile)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(
        .client,
        .sendText(
          connection: 1, "POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 2000\r\n\r\n",
          expecting: .success)),
      .on(.client, .receiveResponse(connection: 1, expecting: .success)),
      .on(.client, .receive(connection: 1, bytes: 1, expecting: .endOfFile)),
    ],
    server: .real(
      Scenario.RealServer(
        .nginx, port: 8080,
        // For the body that never comes nginx would wait 5 s, as long as a step may take.
        ["keepalive_requests 1;", "client_max_body_size 1k;", "lingering_timeout 1s;"],
        standIn: Scenario.StandIn(requestLimit: 1, bodyLimit: 1024))))

  @Test(arguments: [LabRunner.Servers.installed, .absent])
  func bothServersHaveTheLimitsOfTheScenario(_ servers: LabRunner.Servers) throws {
    let runner = LabRunner(
      program: TestLab.program, limit: .seconds(5), settle: .zero, servers: servers)
    #expect(try runner.run(Self.limited, family: .ipv4).mismatches == [])
  }

  @Test(.enabled(if: hasNginx)) func foldersOfDeadProgramsAreRemoved() throws {
    // No process can have this number: it is above the kernel's PID_MAX_LIMIT.
    let stale = "/run/whyreset-lab-4194305-stale"
    try FileManager.default.createDirectory(
      atPath: stale + "/inner", withIntermediateDirectories: true)
    let scenario = TestLab.scenario([], server: .nginx(port: 80, keepaliveTimeout: .seconds(1)))
    _ = try TestLab.runner.run(scenario, family: .ipv4)
    #expect(!FileManager.default.fileExists(atPath: stale))
  }

  @Test(.enabled(if: hasNginx)) func nginxIsKilledByItsScenario() throws {
    let request = Self.request
    let steps: [Scenario.Step] = [
      .on(.client, .connect(port: 8080, expecting: .success)),
      // The answer proves that nginx has accepted: else its end would reset the connection.
      .on(.client, .sendText(connection: 0, request, expecting: .success)),
      .on(.client, .receiveResponse(connection: 0, expecting: .success)),
      .kill(.server, signal: SIGKILL),
      .on(.client, .receive(connection: 0, bytes: 1, expecting: .endOfFile)),
      .on(.client, .connect(port: 8080, expecting: .error(.connectionRefused))),
      .reboot(.server),
      .on(.client, .connect(port: 8080, expecting: .success)),
    ]
    let scenario = TestLab.scenario(
      steps, server: .nginx(port: 8080, keepaliveTimeout: .seconds(1)))
    let outcome = try TestLab.runner.run(scenario, family: .ipv4)
    #expect(outcome.mismatches == [])
  }

  @Test func aServerThatCannotStartSaysWhy() throws {
    let runner = LabRunner(
      program: TestLab.program, limit: .seconds(5), settle: .zero, servers: .path("/bin/false"))
    #expect {
      try runner.run(Self.scenario, family: .ipv4)
    } throws: { error in
      "\(error)".contains("start nginx")
    }
  }
}
