import Facts
import Testing

@testable import Diagnosis

@Suite struct IdleTests {
  /// A connection that was closed after 65 s without payload, and a request 20 ms later.
  private static func evidence(
    _ earlier: [Duration], _ text: String = "GET / HTTP/1.1", age: Double = 100,
    exit: Facts.ExitStatus? = nil
  ) -> Evidence {
    let sent = Sample.sent("TCP_TIMEWAIT_SOCKET") {
      $0.fromTimeWait = true
      $0.trigger = Sample.segment(bytes: 80, text)
      $0.closure = Sample.closure(ago: 0.02, exit: exit) {
        $0.exchange(lastReceived: 65.02, lastSent: 65.02)
        $0.openedAt = Sample.ago(age)
      }
    }
    let closes = earlier.map {
      ServerClose(time: Sample.ago(600), netns: 1, server: Sample.server, idle: $0)
    }
    return Evidence(sent: sent, serverCloses: closes)
  }

  @Test(
    arguments: [
      ([], nil), ([65_000], nil), ([65_000, 65_000], 3), ([63_700, 66_300], 3),
      ([63_600, 65_000], nil), ([65_000, 65_000, 5_000], 3), ([65_000, 65_000, 5_000, 9_000], nil),
      ([65_100, 64_900, 65_000, 5_000], 4),
    ] as [([Int], Int?)])
  func closesAgreeWithinTwoPercent(_ milliseconds: [Int], _ count: Int?) {
    let evidence = Self.evidence(milliseconds.map { .milliseconds($0) })
    #expect(evidence.agreeingIdleCloses?.count == count)
  }

  @Test func namesTheTwoTimersAndTheirLines() {
    var evidence = Self.evidence([.seconds(65), .seconds(65)])
    evidence.idleLines = [
      IdleLine(.server, limit: .seconds(20), file: "/etc/nginx/nginx.conf", line: 3),
      IdleLine(.server, limit: .seconds(65), file: "/etc/nginx/nginx.conf", line: 12),
      IdleLine(.client, limit: .seconds(5), file: "/etc/haproxy.cfg", line: 8),
      IdleLine(.client, limit: .seconds(300), file: "/etc/haproxy.cfg", line: 9),
    ]
    let finding = diagnose(evidence)
    let facts = finding.evidence.map { "\($0.fact): \($0.value)" }
    #expect(facts.contains("server-timer: 65.0 s, /etc/nginx/nginx.conf:12"))
    #expect(facts.contains("client-timer: 300.0 s, /etc/haproxy.cfg:9"))
    #expect(finding.fixes[0].text.en.contains("In /etc/haproxy.cfg:9,"))
    #expect(finding.fixes[0].text.en.contains("after 60 s"))
    #expect(finding.fixes[1].text.en.hasSuffix("in /etc/nginx/nginx.conf:12."))
  }

  @Test func namesNoLineOfAnotherTime() {
    var evidence = Self.evidence([.seconds(65), .seconds(65)])
    evidence.idleLines = [
      IdleLine(.server, limit: .seconds(60), file: "/etc/nginx/nginx.conf", line: 3)
    ]
    #expect(!diagnose(evidence).evidence.contains { $0.fact == "server-timer" })
  }

  @Test func onlyHTTPThatAgreesAndIsOldEnoughIsCertain() {
    let agreeing: [Duration] = [.seconds(65), .seconds(65)]
    let confidence = { diagnose($0).confidence } as (Evidence) -> Confidence?
    #expect(confidence(Self.evidence(agreeing)) == .certain)
    #expect(confidence(Self.evidence([.seconds(65)])) == .likely)
    #expect(confidence(Self.evidence(agreeing, "\u{16}\u{3}\u{1}")) == .likely)
    #expect(confidence(Self.evidence(agreeing, "GETAWAY")) == .likely)
    // One exchange at the start of the connection: its age was limited, perhaps, not its idleness.
    #expect(confidence(Self.evidence(agreeing, age: 65.1)) == .likely)
    #expect(confidence(Self.evidence(agreeing, exit: Sample.exitedWith0)) == .likely)
  }

  @Test func theReasonShowsTheLearnedTimeout() {
    let finding = diagnose(Self.evidence([.seconds(65), .seconds(65)]))
    #expect(finding.evidence.first?.value == "65.0 s")
    #expect(finding.evidence.first?.text.en.contains("3 closes agree") == true)
    let undo = finding.fixes.compactMap(\.undo)
    #expect(undo == ["keepalive_timeout 65s;"])
  }

  @Test(arguments: [
    (0, "0 ms"), (999, "999 ms"), (1000, "1.0 s"), (65_040, "65.0 s"), (3_600_949, "3600.9 s"),
    (64_960, "65.0 s"),
  ])
  func durationsAreWrittenWithTheirUnit(_ milliseconds: Int, _ text: String) {
    #expect(Duration.milliseconds(milliseconds).text == text)
  }
}
