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
