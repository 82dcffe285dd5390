import Diagnosis
import Facts
import Foundation
import Lab
import Linux
import Testing

/// What the runner reports of a scenario.
@Suite(.enabled(if: geteuid() == 0)) struct OutcomeTests {
  @Test(arguments: AddressFamily.allCases)
  func namesEndpointsNamespacesAndPrograms(_ family: AddressFamily) throws {
    var ready: LabSetup?
    var steps = 0
    let outcome = try TestLab.runner.run(
      TestLab.scenario(TestLab.connected + [.reboot(.server)]), family: family,
      onReady: {
        ready = $0
        #expect(steps == 0)
      }, onStep: { _ in steps += 1 })
    #expect(steps == 4)
    let setup = try #require(ready)
    #expect(setup.client.namespaces.count == 1)
    #expect(setup.server.namespaces.count == 2)
    #expect(Set(setup.namespaces).count == 3)
    let flow = try #require(outcome.connections.first)
    #expect(outcome.connections.count == 1)
    #expect(flow.source.address == setup.client.address)
    #expect(flow.destination == Endpoint(setup.server.address, port: 8080))
    #expect(flow.source.address.isIPv4 == (family == .ipv4))
    #expect(outcome.steps[2].remote == flow.source)
    #expect(outcome.clientPrograms.map(\.command) == ["lab-client"])
    #expect(outcome.serverPrograms.map(\.command) == ["lab-server", "lab-server"])
    #expect(outcome.finishedAt > Timestamp(nanoseconds: 1_700_000_000_000_000_000))
  }

  @Test func programsRunInTheNamespacesThatWereNamed() throws {
    var inside: [String?] = []
    _ = try TestLab.runner.run(
      TestLab.scenario([]), family: .ipv4,
      onReady: { setup in
        inside = setup.namespaces.flatMap { ProcFS.processes(inNetworkNamespace: $0) }
          .map { ProcFS.command(of: $0) }
      })
    #expect(inside == ["lab-client", "lab-server"])
  }

  @Test func anOutcomeThatWasNotDemandedEndsTheRun() throws {
    let outcome = try TestLab.runner.run(
      TestLab.scenario([
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .error(.connectionRefused))),
      ]), family: .ipv4)
    #expect(
      outcome.mismatches == ["client: connect to 8080: expected success, got ECONNREFUSED"])
    #expect(outcome.steps.count == 1)
  }

  struct Failure: CustomTestStringConvertible {
    let testDescription: String
    let steps: [Scenario.Step]
    let error: LabError
  }

  @Test(arguments: failures) func aStepThatCannotEndIsAnError(_ failure: Failure) {
    let runner = LabRunner(program: TestLab.program, limit: .milliseconds(300), settle: .zero)
    #expect(throws: failure.error) {
      try runner.run(TestLab.scenario(failure.steps), family: .ipv6)
    }
  }

  static let failures = [
    Failure(
      testDescription: "accept without a client",
      steps: [.on(.server, .listen(port: 1, backlog: 1)), .on(.server, .accept)],
      error: .timedOut(host: .server, step: "accept", after: .milliseconds(300))),
    Failure(
      testDescription: "receive without a sender",
      steps: TestLab.connected + [.clientReceives()],
      error: .timedOut(host: .client, step: "receive 1 bytes on #0", after: .milliseconds(300))),
    Failure(
      testDescription: "connect over a cut cable",
      steps: [.link(up: false), .on(.client, .connect(port: 80, expecting: .any))],
      error: .timedOut(host: .client, step: "connect to 80", after: .milliseconds(300))),
    Failure(
      testDescription: "send more than a peer that does not read takes",
      steps: TestLab.connected + [.clientSends(100_000_000)],
      error: .timedOut(
        host: .client, step: "send 100000000 bytes on #0", after: .milliseconds(300))),
    Failure(
      testDescription: "accept without a listener", steps: [.on(.server, .accept)],
      error: .impossible(host: .server, step: "accept", "there is no listener")),
    Failure(
      testDescription: "close what was never opened", steps: [.on(.client, .close(connection: 4))],
      error: .impossible(host: .client, step: "close #4", "there is no connection 4")),
    Failure(
      testDescription: "destroy what was never opened",
      steps: [.on(.client, .destroy(connection: 4))],
      error: .impossible(host: .client, step: "SOCK_DESTROY #4", "there is no connection 4")),
    Failure(
      testDescription: "a signal that does not end the program",
      steps: [.kill(.client, signal: SIGCONT)],
      error: .timedOut(host: .client, step: "kill -18", after: .milliseconds(300))),
    Failure(
      testDescription: "a parameter that does not exist",
      steps: [.set(.client, Sysctl(rawValue: "net.ipv4.tcp_nonsense"), to: "1")],
      error: .system("set parameter net.ipv4.tcp_nonsense to 1: No such file or directory")),
  ]

  @Test func aProgramThatIsNotThereIsAnError() {
    let runner = LabRunner(program: "/nonexistent/whyreset")
    #expect(throws: LabError.system("start /nonexistent/whyreset: No such file or directory")) {
      try runner.run(TestLab.scenario([]), family: .ipv4)
    }
  }

  @Test func aProgramThatIsNotWhyresetIsAnError() {
    let runner = LabRunner(program: "/bin/false")
    #expect(throws: LabError.programEnded(host: .client, step: "start")) {
      try runner.run(TestLab.scenario([]), family: .ipv4)
    }
  }
}
