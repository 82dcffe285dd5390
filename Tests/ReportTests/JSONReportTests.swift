import Diagnosis
import Facts
import Foundation
import Testing

@testable import Report

@Suite struct JSONReportTests {
  @Test(arguments: Language.allCases) func looksAsItsGoldenFile(language: Language) throws {
    let report = JSONReport(language: language)
    let text = Sample.all.map { report.render($0.finding) + "\n" }.joined()
    try expectSnapshot("findings.\(language.rawValue).jsonl", text)
  }

  @Test(arguments: Sample.all) func matchesTheSchema(sample: Sample) throws {
    let schema = try Schema()
    for language in Language.allCases {
      let line = JSONReport(language: language).render(sample.finding)
      let finding = try parse(line)
      #expect(schema.violations(of: finding) == [])
    }
  }

  @Test func theSchemaForbidsWhatTheContractForbids() throws {
    let schema = try Schema()
    let finding = try #require(
      try parse(JSONReport().render(Sample.race.finding)) as? [String: Any])
    let damages: [(String, Any?)] = [
      ("count", 0), ("count", "1"), ("kind", "other"), ("time", "2026-11-22"), ("server", "x"),
      ("evidence", NSNull()), ("fixes", [["text": "x"]]), ("serverProcess", [:] as [String: Any]),
      ("cause", nil), ("surplus", 1), ("harmless", 1),
    ]
    for (key, value) in damages {
      var damaged = finding
      damaged[key] = value
      #expect(schema.violations(of: damaged) != [], "\(key)")
    }
  }

  @Test func theSchemaListsTheSameWordsAsTheModel() throws {
    let schema = try Schema()
    #expect(schema.words("kind") == Finding.Kind.allCases.map(\.rawValue))
    #expect(schema.words("roles") == Finding.Roles.allCases.map(\.rawValue))
    #expect(schema.words("seen") == Finding.Seen.allCases.map(\.rawValue))
    #expect(schema.words("sender") == Finding.Sender.allCases.map(\.rawValue))
    #expect(
      schema.words("evidence", "source") == Reason.Source.allCases.map(\.rawValue))
    #expect(schema.words("next", "where") == NextStep.Place.allCases.map(\.rawValue))
    #expect(
      Set(schema.words("confidence")) == Set(Confidence.allCases.map(\.rawValue)))
  }

  @Test func keysComeInTheOrderOfTheContract() throws {
    let line = JSONReport().render(Sample.rolesUnknown.finding)
    let keys = line.matches(of: /[{,]"([a-zA-Z]+)":/).map { String($0.1) }
    #expect(keys.filter { !["text", "command", "where"].contains($0) } == Schema.order)
    let schema = try Schema()
    #expect(schema.required == Schema.order)
  }

  @Test func aLineHoldsNothingThatATerminalObeys() {
    for sample in Sample.all {
      let line = JSONReport().render(sample.finding)
      #expect(line.unicodeScalars.filter(\.isUnprintable) == [])
    }
  }

  @Test func hostileTextComesBackAsItWas() throws {
    let line = JSONReport().render(Sample.hostile.finding)
    let finding = try #require(try parse(line) as? [String: Any])
    let client = try #require(finding["clientProcess"] as? [String: Any])
    #expect(client["command"] as? String == "\u{1b}[31m\n<script>")
    let evidence = try #require(finding["evidence"] as? [[String: Any]])
    #expect((evidence[0]["text"] as? String)?.contains("c\u{e0041}d") == true)
  }

  private func parse(_ line: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(line.utf8))
  }
}
