import Facts
import Testing

@testable import Diagnosis

/// What is concluded from how connections are used again and given up.
@Suite struct ReuseLedgerTests {
  private static let server = Endpoint("10.0.0.2:8080")!
  private static let begin = Timestamp(nanoseconds: 1_795_334_400_000_000_000)

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let order: ReuseVerdict.Order
    let kinds: [ReuseSighting.Kind]
    var races: ClosedRange<Double>?

    init(
      _ name: String, _ order: ReuseVerdict.Order, _ kinds: [ReuseSighting.Kind],
      races: ClosedRange<Double>? = nil
    ) {
      testDescription = name
      self.order = order
      self.kinds = kinds
      self.races = races
    }
  }

  private static func reuses(_ seconds: Double, _ count: Int) -> [ReuseSighting.Kind] {
    Array(repeating: .reuse(.milliseconds(Int(seconds * 1000))), count: count)
  }

  private static func closes(_ seconds: Double..., by server: Bool = true)
    -> [ReuseSighting.Kind]
  {
    seconds.map {
      let idle = Duration.milliseconds(Int($0 * 1000))
      return server ? .serverClose(idle) : .clientClose(idle)
    }
  }

  private static let way: [ReuseSighting.Kind] = [.roundTrip(.milliseconds(2))]

  static let cases = [
    Case("nothing but requests", .unknown, reuses(3, 5) + way),
    Case("one close is no time-out", .unknown, reuses(3, 5) + closes(65) + way),
    Case("closes that do not agree", .unknown, reuses(3, 5) + closes(2, 9, 30, 70, 200) + way),
    Case(
      "the server closes what the client would use again", .racy,
      reuses(63, 10) + closes(65, 65.02, 65.01) + way,
      // Ten reuses within the last tenth of 65 s in a day, and a window of 2 ms.
      races: 0.0012...0.01),
    Case(
      "reuses stay far below the limit", .racy, reuses(1, 1000) + closes(65, 65.02) + way,
      races: 0...0),
    Case(
      "the client gives up first", .safe, closes(30, 30.01, by: false) + reuses(20, 5) + way,
      races: 0...0),
    Case("equal timers", .racy, closes(60, 60.01, by: false) + reuses(20, 5) + way),
    Case("a request that was too late", .racy, reuses(3, 2) + [.lateRequest], races: 1...1),
    Case("no way back is known", .racy, reuses(63, 10) + closes(65, 65.02)),
  ]

  @Test(arguments: cases) func concludes(_ case: Case) throws {
    var ledger = ReuseLedger()
    ledger.extend(to: Self.begin)
    ledger.extend(to: Self.begin + .seconds(86_400))
    for kind in `case`.kinds {
      ledger.add(
        ReuseSighting(
          time: Self.begin, client: IPAddress("10.0.0.1")!, server: Self.server, kind: kind))
    }
    // Another client shows when this server closes.
    if `case`.order == .safe || `case`.testDescription == "equal timers" {
      for kind in Self.closes(60, 60.02, 60.01) {
        ledger.add(
          ReuseSighting(
            time: Self.begin, client: IPAddress("10.0.0.9")!, server: Self.server, kind: kind))
      }
    }
    let verdict = try #require(ledger.verdicts.first { $0.client == IPAddress("10.0.0.1")! })
    #expect(verdict.order == `case`.order)
    if let races = `case`.races { #expect(races.contains(try #require(verdict.racesPerDay))) }
    if `case`.order == .racy, verdict.lateRequests == 0, verdict.roundTrip == nil {
      #expect(verdict.racesPerDay == nil)
    }
    #expect((verdict.advisedLimit != nil) == (verdict.order == .racy && verdict.serverLimit != nil))
  }

  @Test func theWorstComesFirst() {
    var ledger = ReuseLedger()
    let kinds: [(String, [ReuseSighting.Kind])] = [
      ("10.0.0.1", Self.closes(30, 30.01, by: false)), ("10.0.0.2", Self.reuses(2, 2)),
      ("10.0.0.3", Self.reuses(60, 5) + Self.closes(65, 65.01) + Self.way),
      ("10.0.0.4", Self.reuses(64, 50) + Self.closes(65) + Self.way),
      ("10.0.0.5", [.lateRequest]),
    ]
    for (client, kinds) in kinds {
      for kind in kinds {
        ledger.add(
          ReuseSighting(
            time: Self.begin, client: IPAddress(client)!, server: Self.server, kind: kind))
      }
    }
    ledger.extend(to: Self.begin + .seconds(3600))
    #expect(ledger.verdicts.map { "\($0.client)".last } == ["5", "4", "3", "2", "1"])
  }

  @Test func memoryIsBounded() {
    var ledger = ReuseLedger()
    for number in 0..<10_000 {
      ledger.add(
        ReuseSighting(
          time: Self.begin, client: IPAddress(v4: UInt32(number)), server: Self.server,
          kind: .reuse(.seconds(1))))
    }
    #expect(ledger.verdicts.count == 4096)
    #expect(ledger.leftOut == 10_000 - 4096)
  }

  static let pauses: [([Double], Double?)] = [
    ([], nil), ([65], nil), ([65, 65.01], 65.01), ([2, 2.9, 2.4, 2.1], 2.1),
    ([65, 65, 3, 9, 20, 33, 40], nil), ([65, 65, 65, 5], 65), ([1, 100], nil),
  ]

  @Test(arguments: pauses) func findsThePauseThatMostAgreeOn(_ seconds: [Double], _ usual: Double?)
  {
    let pause = UsualPause(seconds.map { .milliseconds(Int($0 * 1000)) })
    #expect(pause?.median == usual.map { .milliseconds(Int($0 * 1000)) })
  }
}
