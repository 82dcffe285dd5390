import Diagnosis
import Facts
import Foundation
import Testing

@testable import Report

/// Processes in containers, and what a hostile name could look like there.
@Suite struct ContainerTests {
  private static let id = "3f2a9c1b4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8"
  private static let pod = "0f7c9a52-5f0e-4c43-9d3a-1f5f1c1c1c1c"

  private static let samples = [
    Sample("both") {
      $0 = Sample.overflow.finding
      $0.clientProcess?.container = id
      $0.serverProcess?.container = id
      $0.serverProcess?.pod = pod
    },
    Sample("pod only") {
      $0 = Sample.closedPort.finding
      $0.clientProcess?.pod = pod
    },
    Sample("hostile") {
      $0 = Sample.overflow.finding
      $0.clientProcess?.container = "\u{1b}[31m\n"
      $0.serverProcess?.pod = "\u{202e}x"
    },
  ]

  @Test(arguments: Language.allCases) func looksAsItsGoldenFile(language: Language) throws {
    let text = [false, true].map { verbose in
      TextReport(style: Style(language: language, verbose: verbose), causes: fakeCauses)
    }.flatMap { report in Self.samples.map { report.render($0.finding) } }.joined()
    #expect(text.unicodeScalars.filter { $0 != "\n" && $0.isUnprintable } == [])
    try expectSnapshot("containers.\(language.rawValue).txt", text)
  }

  @Test func theLineHasTheWholeIds() throws {
    let line = JSONReport().render(Self.samples[0].finding)
    let finding = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(try Schema().violations(of: finding) == [])
    let server = try #require(finding["serverProcess"] as? [String: Any])
    #expect(server["container"] as? String == Self.id)
    #expect(server["pod"] as? String == Self.pod)
    let client = try #require(finding["clientProcess"] as? [String: Any])
    #expect(client["pod"] is NSNull)
  }
}
