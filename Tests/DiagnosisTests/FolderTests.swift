import Diagnosis
import Facts
import Testing

@Suite struct FolderTests {
  static func finding(
    _ seconds: Double, cause: String? = "port-closed", clientPort: UInt16 = 40000,
    serverPort: UInt16 = 80
  ) -> Finding {
    var finding = Finding(
      time: Timestamp(nanoseconds: Int64(seconds * 1e9)),
      client: Endpoint(IPAddress(v4: 1), port: clientPort),
      server: Endpoint(IPAddress(v4: 2), port: serverPort), roles: .seen, netns: 1, seen: .sent,
      sender: .server)
    finding.cause = cause
    return finding
  }

  static func time(_ seconds: Double) -> Timestamp { Timestamp(nanoseconds: Int64(seconds * 1e9)) }

  @Test func showsTheFirstAtOnceAndTheRestAsOne() {
    var folder = Folder()
    #expect(folder.add(Self.finding(1)).map(\.count) == [1])
    #expect(folder.add(Self.finding(1.1, clientPort: 40001)).isEmpty)
    #expect(folder.add(Self.finding(1.2, clientPort: 40002)).isEmpty)
    #expect(folder.take(until: Self.time(1.9)).isEmpty)
    let folded = folder.take(until: Self.time(2.1))
    #expect(folded.map(\.count) == [2])
    #expect(folded.first?.firstTime == Self.time(1.1))
    #expect(folded.first?.time == Self.time(1.2))
  }

  @Test func aSingleRepeatHasNoFirstTime() {
    var folder = Folder()
    _ = folder.add(Self.finding(1))
    _ = folder.add(Self.finding(1.5))
    #expect(folder.flush().map(\.firstTime) == [nil])
  }

  @Test func failuresFoldAmongThemselves() {
    var folder = Folder()
    func failure(_ seconds: Double) -> Finding {
      var finding = Self.finding(seconds, cause: "retransmission-timeout")
      finding.kind = .failure
      finding.sender = .unknown
      return finding
    }
    var reset = failure(1)
    reset.kind = .reset
    #expect(folder.add(failure(1)).count == 1)
    #expect(folder.add(reset).count == 1)
    #expect(folder.add(failure(1.1)).isEmpty)
    #expect(folder.add(failure(1.2)).isEmpty)
    let folded = folder.flush()
    #expect(folded.map(\.kind) == [.failure] && folded.map(\.count) == [2])
  }

  @Test func differentOnesAreNotFolded() {
    var folder = Folder()
    let others = [
      Self.finding(1), Self.finding(1, cause: "linger-zero"), Self.finding(1, cause: nil),
      Self.finding(1, serverPort: 81),
    ]
    #expect(others.flatMap { folder.add($0) }.count == others.count)
  }

  @Test func oneThatComesAfterAQuietSpellIsShownInFull() {
    var folder = Folder()
    _ = folder.add(Self.finding(1))
    #expect(folder.take(until: Self.time(3)).isEmpty)
    #expect(folder.add(Self.finding(4)).map(\.count) == [1])
  }

  @Test func aLongStormIsToldOfEverLessOften() {
    var folder = Folder()
    var lines = 0
    for step in 0..<6000 {
      let now = Double(step) / 10
      lines += folder.add(Self.finding(now)).count
      lines += folder.take(until: Self.time(now)).count
    }
    #expect(lines < 25)
  }

  /// 10,000 clients of one server, each with an address of its own, within a second.
  static let manyClients = (0..<10_000).map { number in
    var finding = finding(1 + Double(number) / 10_000)
    finding.client = Endpoint(IPAddress(v4: 0x0a00_0000 + UInt32(number)), port: 40000)
    finding.evidence = [Reason("figure", "\(number)", Text("its own"))]
    return finding
  }

  @Test func aStormOfDifferentOnesIsToldByItsCause() throws {
    var folder = Folder()
    let shown = Self.manyClients.flatMap { folder.add($0) }
    // A burst, what a second brings, and the first that was told by its cause.
    #expect(shown.count <= 100 + 10 + 1)
    let rest = folder.take(until: Self.time(3))
    #expect(rest.count == 1)
    let blend = try #require(rest.first)
    #expect(blend.count + shown.count == 10_000)
    #expect(blend.client == nil && blend.server == Self.manyClients[0].server)
    #expect(blend.cause == "port-closed" && blend.fixes.isEmpty)
    #expect(blend.evidence.map(\.fact) == ["folded-ends"])
    #expect(blend.evidence.first?.value == "more than 1000 addresses, 0.0.0.2:80")
    #expect(blend.firstTime.map { $0 < blend.time } == true)
  }

  @Test func aLongStormOfDifferentOnesStaysBounded() {
    var folder = Folder()
    var (lines, total) = (0, 0)
    for step in 0..<60_000 {
      let now = Double(step) / 1000
      var finding = Self.finding(now, serverPort: UInt16(step % 3000 + 1))
      finding.client = Endpoint(IPAddress(v4: UInt32(step)), port: 1)
      let shown = folder.add(finding) + folder.take(until: Self.time(now))
      lines += shown.count
      total += shown.reduce(0) { $0 + $1.count }
    }
    // A minute: the burst, ten a second, and what is told of the cause at 1, 3, 7, 15, 31 s.
    #expect(lines < 100 + 60 * 10 + 10)
    #expect(total + folder.flush().reduce(0) { $0 + $1.count } == 60_000)
  }

  @Test func aNewCauseIsToldInFullInTheMiddleOfAStorm() throws {
    var folder = Folder()
    for finding in Self.manyClients { _ = folder.add(finding) }
    var other = Self.finding(2, cause: "linger-zero")
    other.evidence = [Reason("figure", "7", Text("its own"))]
    #expect(folder.add(other).map(\.evidence) == [other.evidence])
  }

  @Test func harmlessOnesAreToldByTheirCauseIfAskedFor() throws {
    var limits = Folder.Limits()
    limits.blendsHarmless = true
    var folder = Folder(limits)
    let harmless = Self.manyClients.prefix(50).map { finding in
      var finding = finding
      finding.harmless = true
      return finding
    }
    #expect(harmless.flatMap { folder.add($0) }.count == 1)
    #expect(folder.add(Self.finding(1.5)).count == 1)
    let rest = folder.flush()
    #expect(rest.map(\.count) == [49] && rest.map(\.harmless) == [true])
    #expect(rest.first?.evidence.first?.value == "49 addresses, 0.0.0.2:80")
  }

  @Test func whatAllOfABlendShareStays() throws {
    var limits = Folder.Limits()
    limits.blendsHarmless = true
    var folder = Folder(limits)
    for port in [1, 2, 3] as [UInt16] {
      var finding = Self.finding(1, clientPort: port)
      finding.harmless = true
      finding.serverProcess = Process(pid: 812, command: "nginx")
      finding.clientProcess = Process(pid: Int32(port), command: "curl")
      _ = folder.add(finding)
    }
    let blend = try #require(folder.flush().first)
    #expect(blend.serverProcess?.pid == 812 && blend.clientProcess == nil)
    #expect(blend.netns == 1 && blend.roles == .seen && blend.server?.port == 80)
    #expect(blend.evidence.first?.value == "0.0.0.1, 0.0.0.2:80")
  }

  @Test func theLargestAreToldAtTheEnd() {
    var limits = Folder.Limits()
    limits.burst = 2
    var folder = Folder(limits)
    for cause in ["a", "b", "c"] {
      for step in 0..<(cause == "b" ? 2 : 5) {
        _ = folder.add(Self.finding(Double(step), cause: cause))
      }
    }
    let rest = folder.flush()
    #expect(rest.map(\.count).sorted() == [1, 4, 4])
  }

  @Test func countsAddUp() {
    var folder = Folder()
    var total = 0
    for step in 0..<20_000 {
      let now = Double(step) / 500
      let finding = Self.finding(now, serverPort: UInt16(step * 7919 % 5000))
      total += folder.add(finding).reduce(0) { $0 + $1.count }
      if step % 100 == 0 {
        total += folder.take(until: Self.time(now)).reduce(0) { $0 + $1.count }
      }
    }
    #expect(total + folder.flush().reduce(0) { $0 + $1.count } == 20_000)
  }
}
