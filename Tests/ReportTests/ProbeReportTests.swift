import Diagnosis
import Facts
import Foundation
import Testing

@testable import Report

/// Measurements of idle connections, in words and as JSON.
@Suite struct ProbeReportTests {
  private static func trial(
    _ idle: Int, _ outcome: IdleTrial.Outcome, used: Int = 0, goAway: UInt32? = nil
  ) -> IdleTrial {
    var trial = IdleTrial(
      idle: .milliseconds(idle), age: .milliseconds(idle + used), requests: 1, outcome: outcome)
    trial.goAway = goAway
    return trial
  }

  private static func measurement(
    _ trials: [IdleTrial], http2: Bool = false, _ change: (inout IdleMeasurement) -> Void = { _ in }
  ) -> IdleMeasurement {
    var result = IdleMeasurement(
      server: ProbedServer(scheme: .https, host: "api.example.com", port: 443), usesHTTP2: http2,
      limit: .seconds(600))
    result.address = Endpoint("203.0.113.7:443")
    result.answer = ServerAnswer(status: 200)
    result.answer?.software = "nginx/1.26.2"
    result.requestCap = .noneWithin(128)
    result.trials = trials
    result.elapsed = .seconds(74)
    change(&result)
    return result
  }

  static let all: [(name: String, measurement: IdleMeasurement)] = [
    (
      "closes",
      measurement([
        trial(65_004, .closed(.fin)), trial(65_021, .closed(.fin)),
        trial(65_009, .closed(.fin), used: 5000), trial(38_440, .survived),
      ]) { $0.answer?.announcedTimeout = 65 }
    ),
    (
      "closes earlier than it says, by RST and FIN",
      measurement([
        trial(3004, .closed(.reset)), trial(3021, .closed(.reset)), trial(3400, .closed(.fin)),
        trial(9000, .open),
      ]) {
        $0.answer?.announcedTimeout = 5
        $0.answer?.announcedRequests = 100
        $0.requestCap = .closes(after: 100, announced: true)
      }
    ),
    (
      "GOAWAY",
      measurement(
        [trial(60_004, .closed(.fin), goAway: 0), trial(60_021, .closed(.goAway), goAway: 0)],
        http2: true)
    ),
    (
      "closes at an age",
      measurement([
        trial(60_000, .closed(.fin)), trial(40_010, .closed(.fin), used: 20_000),
        trial(20_005, .closed(.fin), used: 40_000),
      ]) { $0.requestCap = .closes(after: 7, announced: false) }
    ),
    (
      "forgotten silently",
      measurement([
        trial(345_000, .survived), trial(352_000, .broken(.silence)), trial(389_000, .open),
      ]) { $0.stillServes = true }
    ),
    (
      "forgotten, and answered with a RST",
      measurement([trial(228_000, .survived), trial(243_000, .broken(.reset))]) {
        $0.stillServes = true
        $0.refused = 2
      }
    ),
    (
      "stays open",
      measurement([trial(600_000, .survived), trial(604_000, .open)])
    ),
    (
      "stopped early",
      measurement([trial(12_000, .open), trial(8543, .survived)]) {
        $0.elapsed = .milliseconds(12_345)
        $0.isPartial = true
      }
    ),
    (
      "keeps nothing",
      measurement([]) {
        $0.answer?.announcesClose = true
        $0.requestCap = .closes(after: 1, announced: true)
      }
    ),
    (
      "an error that closes",
      measurement([]) {
        $0.answer = ServerAnswer(status: 405)
        $0.answer?.announcesClose = true
        $0.requestCap = .closes(after: 1, announced: true)
      }
    ),
    (
      "plain TCP",
      measurement([trial(119_999, .closed(.fin))]) {
        $0.server = ProbedServer(scheme: .tcp, host: "::1", port: 22)
        $0.answer = nil
        $0.requestCap = .unknown
        $0.greeting = Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)
      }
    ),
    (
      "gone",
      measurement([trial(4000, .broken(.silence)), trial(2500, .survived)]) {
        $0.stillServes = false
      }
    ),
  ]

  @Test(arguments: Language.allCases) func looksAsItsGoldenFile(_ language: Language) throws {
    let report = ProbeReport(style: Style(language: language))
    let text = Self.all.map { "== \($0.name)\n\(report.render($0.measurement))\n" }.joined()
    try expectSnapshot("probe.\(language.rawValue).txt", text)
  }

  @Test func theJSONLooksAsItsGoldenFile() throws {
    let text = Self.all.map { $0.measurement.json.serialized + "\n" }.joined()
    try expectSnapshot("probe.jsonl", text)
    for line in text.split(separator: "\n") {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    }
  }

  @Test func onlyWhatBreaksClientsIsHarmful() {
    let harmful = Self.all.filter(\.measurement.isHarmful).map(\.name)
    #expect(
      harmful == [
        "closes earlier than it says, by RST and FIN", "forgotten silently",
        "forgotten, and answered with a RST",
      ])
  }

  @Test func progressFitsALine() {
    for language in Language.allCases {
      for (_, measurement) in Self.all {
        #expect(ProbeReport.progress(measurement)(language).displayWidth < 100)
      }
    }
  }

  static let durations: [(Int, String)] = [
    (0, "0 ms"), (999, "999 ms"), (1000, "1.00 s"), (2005, "2.01 s"), (9999, "10.00 s"),
    (10_000, "10.0 s"), (65_049, "65.0 s"), (600_000, "600.0 s"),
  ]

  @Test(arguments: durations) func durationsHaveTheDecimalsThatMatter(_ ms: Int, _ text: String) {
    #expect(Duration.milliseconds(ms).precise == text)
  }
}
