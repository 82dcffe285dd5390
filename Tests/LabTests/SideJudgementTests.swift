import Diagnosis
import Facts
import Lab
import Testing

/// What one host alone may say of a scenario.
@Suite struct SideJudgementTests {
  static let client = Endpoint(IPAddress(v4: 0x0a00_0001), port: 43526)
  static let server = Endpoint(IPAddress(v4: 0x0a00_0002), port: 8080)

  static func scenario(
    blind: Set<Scenario.Host> = [], besides: Set<String> = []
  ) -> Scenario {
    Scenario(
      id: "test", title: Text("test"), steps: [],
      expected: .init(
        sender: .server, atLeast: .certain, error: nil, besides: besides, blind: blind))
  }

  static func finding(
    _ cause: String?, _ confidence: Confidence?, or alternatives: [String] = [],
    command: String? = "sudo whyreset watch --address 10.0.0.2 --port 8080",
    on place: NextStep.Place = .server
  ) -> Finding {
    var finding = Finding(
      time: Timestamp(nanoseconds: 0), client: client, server: server, roles: .seen, netns: 1,
      seen: .received, sender: .server)
    finding.cause = cause
    finding.confidence = confidence
    finding.alternatives = alternatives.map { .init($0, .possible) }
    finding.next = [NextStep(Text("next"), command: command, on: place)]
    return finding
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var scenario = SideJudgementTests.scenario()
    let findings: [Finding]
    var complaints: [String] = []
    var isWronglyCertain = false
  }

  static let cases = [
    Case(
      testDescription: "the cause, and certain",
      findings: [finding("port-closed", .certain, command: nil)]),
    Case(
      testDescription: "the cause among the alternatives",
      findings: [finding("listener-closed", .possible, or: ["linger-zero", "port-closed"])]),
    Case(
      testDescription: "no verdict, but the cause among what is possible",
      findings: [finding(nil, nil, or: ["port-closed"])]),
    Case(
      testDescription: "another cause, and certain",
      findings: [finding("linger-zero", .certain)],
      complaints: [
        "the client alone: certain of linger-zero",
        "the client alone: names linger-zero, or , not the true one",
      ], isWronglyCertain: true),
    Case(
      testDescription: "the cause of another reset that the steps bring along, and certain",
      scenario: scenario(besides: ["linger-zero"]), findings: [finding("linger-zero", .certain)]),
    Case(
      testDescription: "the cause is not named", findings: [finding(nil, nil, or: ["linger-zero"])],
      complaints: ["the client alone: names no cause, or linger-zero, not the true one"]),
    Case(
      testDescription: "nothing where there is something to see", findings: [],
      complaints: ["the client alone saw nothing"]),
    Case(
      testDescription: "nothing where the kernel shows nothing",
      scenario: scenario(blind: [.client]), findings: []),
    Case(
      testDescription: "nothing where only the other host is blind",
      scenario: scenario(blind: [.server]), findings: [],
      complaints: ["the client alone saw nothing"]),
    Case(
      testDescription: "a command for this host",
      findings: [finding("port-closed", .likely, on: .client)],
      complaints: ["the client alone: no command for the other host"]),
    Case(
      testDescription: "a command for another port",
      findings: [
        finding(
          "port-closed", .likely, command: "sudo whyreset watch --address 10.0.0.2 --port 80")
      ], complaints: ["the client alone: no command for the other host"]),
    Case(
      testDescription: "a command for another address",
      findings: [
        finding(
          "port-closed", .likely, command: "sudo whyreset watch --address 10.0.0.20 --port 8080")
      ], complaints: ["the client alone: no command for the other host"]),
  ]

  @Test(arguments: cases) func demandsWhatOneHostCanKnow(_ item: Case) {
    let judgement = SideJudgement(
      of: .client, item.scenario, cause: "port-closed", findings: item.findings)
    #expect(judgement.complaints == item.complaints)
    #expect(judgement.isRight == item.complaints.isEmpty)
    #expect(judgement.isWronglyCertain == item.isWronglyCertain)
  }
}
