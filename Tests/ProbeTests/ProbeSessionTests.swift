import Diagnosis
import Facts
import Testing

@testable import Probe

/// Whole measurements of servers that are only pretended.
@Suite struct ProbeSessionTests {
  private static func settings(
    _ limit: Duration = .seconds(60), requests: Int = 20
  ) -> ProbeSession.Settings {
    var settings = ProbeSession.Settings()
    settings.limit = limit
    settings.requests = requests
    return settings
  }

  private static func verdict(_ session: ProbeSession) -> IdleVerdict {
    IdleVerdict(session.measurement(at: .zero))
  }

  struct Closing: CustomTestStringConvertible, Sendable {
    let name: String
    let limit: Duration
    var end = ConnectionEnd.fin
    var http2 = false
    var tcp = false
    var testDescription: String { name }
  }

  static let closings = [
    Closing(name: "nginx's 65 s would take long, 6.5 s by FIN", limit: .milliseconds(6500)),
    Closing(name: "half a second", limit: .milliseconds(500)),
    Closing(name: "200 ms, before the first rung", limit: .milliseconds(200)),
    Closing(name: "five seconds, by RST", limit: .seconds(5), end: .reset),
    Closing(name: "just below the limit", limit: .seconds(59)),
    Closing(name: "HTTP/2", limit: .seconds(10), http2: true),
    Closing(name: "plain TCP, where nothing is asked", limit: .seconds(30), tcp: true),
    Closing(name: "plain TCP, by RST", limit: .milliseconds(4500), end: .reset, tcp: true),
  ]

  @Test(arguments: closings) func findsWhenAndHowAServerCloses(_ closing: Closing) throws {
    var server = PretendedServer()
    server.idleLimit = closing.limit
    server.end = closing.end
    server.saysGoAway = closing.http2
    let session = PretendedServer.measure(
      server, tcp: closing.tcp, http2: closing.http2, Self.settings())
    #expect(session.isFinished)
    let verdict = Self.verdict(session)
    let found = try #require(verdict.closing)
    #expect(abs(found.median.inSeconds - closing.limit.inSeconds) < 0.02)
    #expect(found.longest - found.shortest < .milliseconds(20))
    #expect(found.count >= 3)
    #expect(found.ends.map(\.end) == [closing.end])
    #expect(verdict.forgetting == nil)
    #expect(found.stillOpen == 0)
  }

  @Test(arguments: [Duration.seconds(2), .seconds(20), .seconds(59)])
  func takesLittleLongerThanTheTimeout(_ limit: Duration) {
    var server = PretendedServer()
    server.idleLimit = limit
    let stop = limit + limit / 4 + .seconds(3)
    #expect(PretendedServer.measure(server, Self.settings(), until: stop).isFinished)
  }

  struct Forgetting: CustomTestStringConvertible, Sendable {
    let memory: Duration
    let stranger: ConnectionEnd
    var idleLimit: Duration?
    var tcp = false
    var testDescription: String {
      "\(memory) \(stranger) \(idleLimit.map { "\($0)" } ?? "-")\(tcp ? " tcp" : "")"
    }
  }

  static let forgettings = [
    Forgetting(memory: .seconds(3), stranger: .silence),
    Forgetting(memory: .seconds(3), stranger: .reset),
    Forgetting(memory: .seconds(40), stranger: .silence, idleLimit: .seconds(50)),
    Forgetting(memory: .milliseconds(300), stranger: .reset),
    Forgetting(memory: .seconds(7), stranger: .silence, tcp: true),
    Forgetting(memory: .seconds(30), stranger: .reset, tcp: true),
  ]

  @Test(arguments: forgettings) func findsWhenTheWayForgets(_ case: Forgetting) throws {
    var server = PretendedServer()
    server.memory = `case`.memory
    server.stranger = `case`.stranger
    server.idleLimit = `case`.idleLimit
    let session = PretendedServer.measure(server, tcp: `case`.tcp, Self.settings())
    #expect(session.isFinished)
    let verdict = Self.verdict(session)
    let found = try #require(verdict.forgetting)
    #expect(found.survived < `case`.memory && `case`.memory <= found.broken + .milliseconds(20))
    let room =
      `case`.tcp ? Duration.milliseconds(1100) : max(`case`.memory * 4 / 100, .milliseconds(120))
    #expect(found.broken - found.survived <= room)
    #expect(found.end == `case`.stranger)
    #expect(verdict.closing == nil)
  }

  @Test func tellsAnAgeFromAnIdleTime() throws {
    var server = PretendedServer()
    server.ageLimit = .seconds(8)
    let closing = try #require(
      Self.verdict(PretendedServer.measure(server, Self.settings())).closing)
    #expect(closing.basis == .opening)
    server.ageLimit = nil
    server.idleLimit = .seconds(8)
    let idle = try #require(
      Self.verdict(PretendedServer.measure(server, Self.settings())).closing)
    #expect(idle.basis == .lastUse)
  }

  @Test func aServerThatLooksOnceASecondHasNoAge() throws {
    var server = PretendedServer()
    server.idleLimit = .seconds(2)
    server.looksEvery = .seconds(1)
    let closing = try #require(
      Self.verdict(PretendedServer.measure(server, Self.settings())).closing)
    #expect(closing.basis != .opening)
  }

  @Test func aNetworkThreadThatIsLateIsNoSilence() {
    var session = ProbeSession(
      server: ProbedServer(scheme: .http, host: "h", port: 80), usesHTTP2: false,
      Self.settings(requests: 1))
    session.take(ConnectionEvent(0, at: .zero, .ready(remote: nil)))
    session.take(ConnectionEvent(0, at: .zero, .requested))
    session.take(ConnectionEvent(0, at: .milliseconds(1), .answered(ServerAnswer(status: 200))))
    for number in 1..<session.connections.count {
      session.take(ConnectionEvent(number, at: .milliseconds(2), .ready(remote: nil)))
      session.take(ConnectionEvent(number, at: .milliseconds(2), .requested))
      session.take(
        ConnectionEvent(number, at: .milliseconds(3), .answered(ServerAnswer(status: 200))))
    }
    // The second request is ordered, and has not left when it is looked at again.
    session.step(at: .seconds(5))
    session.step(at: .seconds(9))
    #expect(session.measurement(at: .seconds(9)).trials.allSatisfy { $0.outcome == .open })
  }

  @Test func aServerThatNeverClosesIsLeftAtTheLimit() {
    let session = PretendedServer.measure(PretendedServer(), Self.settings(.seconds(30)))
    #expect(session.isFinished)
    let verdict = Self.verdict(session)
    #expect(verdict.closing == nil && verdict.forgetting == nil)
    #expect(verdict.longestAlive! >= .seconds(30))
    #expect(verdict.clientLimit == nil)
  }

  @Test(arguments: [true, false]) func findsTheMostRequests(_ announces: Bool) {
    var server = PretendedServer()
    server.idleLimit = .seconds(3)
    server.requestCap = 10
    server.announcesCap = announces
    let session = PretendedServer.measure(server, Self.settings())
    #expect(session.measurement(at: .zero).requestCap == .closes(after: 10, announced: announces))
    #expect(Self.verdict(session).closing != nil)
  }

  @Test func aServerThatKeepsNoConnectionIsDoneAtOnce() {
    var server = PretendedServer()
    server.requestCap = 1
    let session = PretendedServer.measure(server, Self.settings(), until: .seconds(3))
    #expect(session.isFinished)
    #expect(Self.verdict(session).closesAtOnce)
  }

  @Test func aServerThatServesOneConnectionIsStillMeasured() throws {
    var server = PretendedServer()
    server.width = 1
    server.idleLimit = .seconds(15)
    let session = PretendedServer.measure(server, Self.settings())
    let closing = try #require(Self.verdict(session).closing)
    #expect(closing.count == 1)
    #expect(session.measurement(at: .zero).refused > 0)
    #expect(Self.verdict(session).forgetting == nil)
  }

  @Test func aServerThatGoesAwayIsNotTakenForAForgetfulOne() {
    var server = PretendedServer()
    server.diesAt = .seconds(4)
    let session = PretendedServer.measure(server, Self.settings())
    let verdict = Self.verdict(session)
    #expect(session.isFinished)
    #expect(verdict.hasGone)
    #expect(verdict.forgetting == nil)
  }

  @Test func aSpreadIsToldAsSuch() throws {
    var server = PretendedServer()
    server.idleLimit = .seconds(10)
    server.jitter = [100, 90, 110, 95, 105]
    let closing = try #require(
      Self.verdict(PretendedServer.measure(server, Self.settings())).closing)
    #expect(closing.shortest < .milliseconds(9100))
    #expect(closing.longest > .milliseconds(10_400))
  }

  @Test func anEarlyCloseOfOneConnectionIsNotTheAnswer() throws {
    var server = PretendedServer()
    server.idleLimit = .seconds(20)
    server.jitter = [100, 100, 100, 10, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]
    let closing = try #require(
      Self.verdict(PretendedServer.measure(server, Self.settings())).closing)
    #expect(abs(closing.median.inSeconds - 20) < 0.1)
  }

  @Test func aGoAwayWithoutACloseIsTold() throws {
    var server = PretendedServer()
    server.idleLimit = .seconds(5)
    server.saysGoAway = true
    server.closesAfterGoAway = false
    let session = PretendedServer.measure(server, http2: true, Self.settings())
    #expect(session.isFinished)
    let closing = try #require(Self.verdict(session).closing)
    #expect(closing.ends.map(\.end) == [.goAway])
    #expect(abs(closing.median.inSeconds - 5) < 0.05)
  }

  @Test func whatIsKnownAtCtrlCIsTold() {
    var server = PretendedServer()
    server.idleLimit = .seconds(30)
    let session = PretendedServer.measure(server, Self.settings(), until: .seconds(12))
    let measurement = session.measurement(at: .seconds(12))
    #expect(measurement.isPartial)
    #expect(IdleVerdict(measurement).closing == nil)
    #expect(IdleVerdict(measurement).longestAlive! > .seconds(11))
  }

  @Test func aFirstRequestWithoutAnAnswerIsAFailure() {
    var session = ProbeSession(
      server: ProbedServer(scheme: .http, host: "h", port: 80), usesHTTP2: false, Self.settings())
    session.take(ConnectionEvent(0, at: .zero, .ready(remote: nil)))
    session.take(ConnectionEvent(0, at: .zero, .requested))
    session.step(at: .seconds(9))
    #expect(!session.isFinished)
    session.step(at: .seconds(11))
    #expect(session.failure == .unanswered(.silence))
  }

  @Test func fewRequestsAreSent() {
    var server = PretendedServer()
    server.idleLimit = .seconds(50)
    let session = PretendedServer.measure(server, Self.settings(requests: 1))
    let answered = session.connections.map(\.requests).reduce(0, +)
    #expect(answered <= 2 * session.connections.count)
    #expect(session.connections.count <= 18)
  }
}
