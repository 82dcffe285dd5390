internal import Diagnosis
import Testing

@testable import Knowledge

@Suite struct LineVerdictTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let line: String
    /// The first causes, in order.
    let suspects: [String]
    let excluded: [String]

    var testDescription: String { line }

    init(_ line: String, _ suspects: [String], not excluded: [String]) {
      self.line = line
      self.suspects = suspects
      self.excluded = excluded
    }
  }

  private static let arrow = "read tcp 10.0.0.1:43526->10.0.0.2:80: read: connection reset by peer"

  static let cases = [
    // A GET over HTTP/1 would have been repeated, had the connection been reused.
    Case(
      "Get \"http://10.0.0.2/\": \(arrow)", ["accept-queue-overflow"],
      not: ["keepalive-race", "middlebox-idle-expiry"]),
    Case(
      "Post \"http://10.0.0.2/\": \(arrow)", ["keepalive-race"],
      not: ["port-closed", "port-exhaustion"]),
    // https may be HTTP/2, where a reused connection's error can surface.
    Case("Get \"https://10.0.0.2/\": \(arrow)", ["keepalive-race"], not: ["port-closed"]),
    Case(
      "Get \"http://10.0.0.2/\": EOF", ["process-died"],
      not: ["keepalive-race", "accept-queue-overflow", "middlebox-idle-expiry"]),
    Case(
      "Post \"http://10.0.0.2/\": EOF", ["keepalive-race", "request-limit-close"],
      not: ["accept-queue-overflow", "injected-reset"]),
    Case(
      "read tcp 10.0.0.2:80->10.0.0.1:43526: read: connection reset by peer",
      ["unread-data-at-close"], not: ["accept-queue-overflow"]),
    Case("Error: socket hang up", ["keepalive-race"], not: ["linger-zero", "port-closed"]),
    Case(
      "BrokenPipeError: [Errno 32] Broken pipe", ["keepalive-race"], not: ["accept-queue-overflow"]),
    Case(
      "dial tcp 10.0.0.2:80: connect: connection refused", ["port-closed"],
      not: ["accept-queue-overflow", "keepalive-race"]),
    Case(
      "dial tcp 10.0.0.2:80: i/o timeout", ["retransmission-timeout", "accept-queue-overflow"],
      not: ["port-closed"]),
    Case(
      "dial tcp 10.0.0.2:80: connect: connection reset by peer", ["accept-queue-overflow"],
      not: ["port-closed"]),
    Case(
      "dial tcp 10.0.0.2:80: connect: cannot assign requested address", ["port-exhaustion"], not: []
    ),
    Case(
      "upstream prematurely closed connection while reading response header from upstream",
      ["keepalive-race"], not: ["injected-reset"]),
    Case(
      "recv() failed (104: Connection reset by peer) while reading upstream", ["process-died"],
      not: ["keepalive-race"]),
    Case("TCP: too many orphaned sockets", ["orphan-limit"], not: []),
    Case(
      "request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.",
      ["syn-queue-overflow"], not: []),
    Case(
      "connect() to unix:/run/a.sock failed (11: Resource temporarily unavailable) while connecting to upstream",
      ["accept-queue-overflow"], not: ["port-closed"]),
    Case(
      "curl: (35) error:1408F10B:SSL routines:ssl3_get_record:wrong version number",
      ["protocol-mismatch"], not: ["keepalive-race"]),
  ]

  @Test(arguments: cases) func ranksWhatIsPossible(_ example: Case) throws {
    let verdict = LineVerdict(try #require(LineReading(example.line)))
    #expect(Array(verdict.suspects.map(\.cause).prefix(example.suspects.count)) == example.suspects)
    let excluded = Set(verdict.excluded.flatMap(\.causes))
    #expect(Set(example.excluded).subtracting(excluded) == [])
  }

  /// Proxies and some libraries do not tell a FIN from a RST; nothing may be excluded by the difference.
  @Test(arguments: [
    "haproxy: 10.0.0.1:43526 [x] a b/c 0/0/0/440/671 200 40870 - - SD-- 2/1/3/3/0 0/0 \"GET / HTTP/1.1\"",
    "\"GET / HTTP/1.1\" 503 UC - \"-\" 0 95 1 -", "httpx.ReadError",
    "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
    "ERROR 2013 (HY000): Lost connection to MySQL server during query",
  ])
  func excludesNeitherFINNorRSTWhereTheLineDoesNotTell(_ line: String) throws {
    let verdict = LineVerdict(try #require(LineReading(line)))
    let excluded = verdict.excluded.flatMap(\.causes)
    #expect(Set(excluded) == ["port-closed", "port-exhaustion"])
    #expect(verdict.suspects.contains { $0.cause == "injected-reset" })
    #expect(verdict.suspects.contains { $0.cause == "process-died" })
  }

  @Test(arguments: LineSample.all) func neverSuspectsWhatItExcludes(_ sample: LineSample) throws {
    let verdict = LineVerdict(try #require(LineReading(sample.line)))
    let excluded = Set(verdict.excluded.flatMap(\.causes))
    #expect(excluded.isDisjoint(with: verdict.suspects.map(\.cause)))
    #expect(Set(verdict.suspects.map(\.cause)).count == verdict.suspects.count)
    #expect(verdict.suspects.allSatisfy { $0.confidence < .certain })
  }

  @Test(arguments: LinePattern.documented) func everyCauseNamedIsKnown(_ pattern: LinePattern)
    throws
  {
    let line = pattern.shape.split(separator: "*").joined(separator: "1")
    guard let reading = LineReading(line) else { return }
    let verdict = LineVerdict(reading)
    for cause in verdict.suspects.map(\.cause) + verdict.excluded.flatMap(\.causes) {
      #expect(CauseNames.title(cause) != nil, "\(cause)")
    }
  }

  /// A name cannot be resolved before any connection; what closed here is no riddle.
  @Test(arguments: LineSample.all) func saysWhatToDoNext(_ sample: LineSample) throws {
    let reading = try #require(LineReading(sample.line))
    let verdict = LineVerdict(reading)
    let plain: Set<Symptom> = [.nameLookup, .closedHere, .portTaken]
    if plain.contains(reading.pattern.symptom) { return }
    #expect(!verdict.suspects.isEmpty)
    #expect(!verdict.next.isEmpty)
  }
}
