import Diagnosis
import Facts
import Foundation
import Testing

@testable import Report

/// Who gives up idle connections first, in words and as JSON.
@Suite struct ReuseReportTests {
  private static let ledger: ReuseLedger = {
    var ledger = ReuseLedger()
    let begin = Timestamp(nanoseconds: 1_795_334_400_000_000_000)
    func see(_ client: String, _ server: String, _ kinds: [ReuseSighting.Kind]) {
      for kind in kinds {
        ledger.add(
          ReuseSighting(
            time: begin, client: IPAddress(client)!, server: Endpoint(server)!, kind: kind))
      }
    }
    ledger.extend(to: begin)
    ledger.extend(to: begin + .seconds(600))
    see(
      "10.0.0.1", "10.0.0.2:8080",
      Array(repeating: .reuse(.seconds(63)), count: 40)
        + [.serverClose(.milliseconds(65_002)), .serverClose(.milliseconds(65_030))]
        + [.lateRequest, .roundTrip(.microseconds(850))])
    see(
      "10.0.0.3", "10.0.0.2:8080",
      [
        .reuse(.seconds(2)), .clientClose(.seconds(30)), .clientClose(.milliseconds(30_004)),
        .roundTrip(.milliseconds(30)),
      ])
    see("2001:db8::1", "[2001:db8::2]:443", [.reuse(.milliseconds(250))])
    return ledger
  }()

  @Test(arguments: Language.allCases) func looksAsItsGoldenFile(_ language: Language) throws {
    let text = ReuseReport(style: Style(width: 100, language: language)).render(Self.ledger)
    try expectSnapshot("reuse.\(language.rawValue).txt", text)
    let empty = ReuseReport(style: Style(language: language)).render(ReuseLedger())
    #expect(empty.split(separator: "\n").count == 1)
  }

  @Test func theJSONLooksAsItsGoldenFile() throws {
    let text = Self.ledger.verdicts.map { $0.json.serialized + "\n" }.joined()
    try expectSnapshot("reuse.jsonl", text)
    for line in text.split(separator: "\n") {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    }
  }

  static let rates: [(Double, String)] = [
    (0, "0"), (0.004, "<0.01"), (0.05, "0.05"), (3.456, "3.46"), (9.999, "10.00"), (1234.5, "1235"),
  ]

  @Test(arguments: rates) func ratesHaveTwoDigitsThatCount(_ rate: Double, _ text: String) {
    #expect(ReuseReport.rate(rate) == text)
  }
}
