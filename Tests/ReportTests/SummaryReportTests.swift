import Diagnosis
import Facts
import Testing

@testable import Report

@Suite struct SummaryReportTests {
  /// 1200 resets of one server, mostly from one client; failures of many servers; one without a cause.
  static let tally = {
    var tally = Tally()
    var overflow = Sample.overflow.finding
    overflow.count = 700
    tally.add(overflow)
    overflow.client = Endpoint("10.0.0.9:43526")
    overflow.count = 500
    tally.add(overflow)
    for number in 0..<600 {
      var failure = Sample.failure.finding
      failure.client = nil
      failure.server = Endpoint(IPAddress(v4: UInt32(number)), port: 80)
      tally.add(failure)
    }
    tally.add(Sample.unknown.finding)
    tally.add(Sample.harmless.finding)
    return tally
  }()

  private func render(_ style: Style, in time: Duration, lost: UInt64 = 0) -> String {
    SummaryReport(style: style, causes: fakeCauses).render(Self.tally, in: time, lost: lost)
  }

  @Test(arguments: Language.allCases, [40, 80]) func looksAsItsGoldenFile(
    _ language: Language, _ width: Int
  ) throws {
    let style = Style(width: width, language: language)
    try expectSnapshot(
      "summary.\(width).\(language.rawValue).txt", render(style, in: .seconds(7384), lost: 12))
  }

  @Test(arguments: [
    (0, "0 s"), (59, "59 s"), (60, "1 min"), (184, "3 min 4 s"), (7200, "2 h"),
    (7260, "2 h 1 min"), (90_061, "1 d 1 h"), (86_400 + 59, "1 d"),
  ])
  func tellsTheTimeInItsTwoLargestUnits(_ seconds: Int, _ text: String) {
    #expect(render(Style(), in: .seconds(seconds)).hasPrefix("In \(text): "))
  }

  @Test func saysNothingOfLossWhereThereWasNone() {
    #expect(!render(Style(), in: .seconds(1)).contains("lost"))
  }
}
