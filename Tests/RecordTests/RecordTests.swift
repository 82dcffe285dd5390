import Facts
import Foundation
import Testing

@testable import Record

@Suite struct RecordTests {
  @Test func whatWasWrittenIsReadNewestFirst() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer()
    for second in 0..<5 {
      let time = noon + .seconds(second)
      try writer.append(line(time, client: "[2001:db8::1]:\(1000 + second)"), now: time)
    }
    let excerpt = try fixture.findings()
    #expect(excerpt.findings.map(\.client?.port) == [1004, 1003, 1002, 1001, 1000])
    #expect(excerpt.findings.allSatisfy { $0.cause == "port-closed" && $0.count == 1 })
    #expect(excerpt.damagedLines == 0)
    #expect(try fixture.segments == [SegmentName(start: noon).description])
    #expect(try fixture.bytes(of: "VERSION") == Array("whyreset.record/1\n".utf8))
  }

  @Test func onlyItsOwnerMayReadIt() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer()
    try writer.append(line(), now: noon)
    for (path, mode) in [
      ("", 0o700), ("/VERSION", 0o600), ("/" + (try fixture.segments[0]), 0o600),
    ] {
      let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path + path)
      #expect(attributes[.posixPermissions] as? Int == mode)
    }
  }

  @Test func aConnectionIsFoundByItsEndsInEitherOrderAndByTime() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer()
    for second in 0..<10 {
      let time = noon + .seconds(second)
      try writer.append(line(time, client: "10.0.0.1:\(second % 3)", server: nil), now: time)
    }
    try writer.append(line(noon, client: "10.0.0.1:1", server: "10.0.0.2:80"), now: noon)
    let client = try #require(Endpoint("10.0.0.1:1"))
    let server = try #require(Endpoint("10.0.0.2:80"))
    #expect(try fixture.findings(RecordQuery(ends: [client])).findings.count == 4)
    #expect(try fixture.findings(RecordQuery(ends: [server, client])).findings.count == 1)
    let recent = RecordQuery(from: noon + .seconds(3), until: noon + .seconds(5))
    #expect(try fixture.findings(recent).findings.count == 3)
    let newest = try RecordReader(fixture.path).findings(limit: 2)
    #expect(newest.findings.map(\.time) == [noon, noon + .seconds(9)])
  }

  @Test func aFoldedFindingIsFoundByAnyMomentThatItCovers() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer()
    let last = noon + .seconds(50)
    try writer.append(line(last, firstTime: noon, count: 7), now: last)
    let middle = RecordQuery(from: noon + .seconds(20), until: noon + .seconds(30))
    #expect(try fixture.findings(middle).findings.map(\.count) == [7])
    #expect(try fixture.findings(RecordQuery(until: noon - .seconds(1))).findings.isEmpty)
  }

  @Test func everyTruncationOfASegmentLosesAtMostItsLastLine() throws {
    let fixture = try Fixture(exists: true)
    let whole = (0..<3).map { line(client: "10.0.0.1:\($0)") + "\n" }.joined()
    let name = SegmentName(start: noon).description
    try fixture.put("whyreset.record/1\n", in: "VERSION")
    for length in 0...whole.utf8.count {
      let torn = String(decoding: whole.utf8.prefix(length), as: UTF8.self)
      let lines = torn.count { $0 == "\n" }
      try fixture.put(torn, in: name)
      #expect(try fixture.findings().findings.count == lines)
      #expect(try fixture.findings().damagedLines == 0)
      var writer = try fixture.writer()
      try writer.append(line(client: "10.0.0.9:9"), now: noon)
      let excerpt = try fixture.findings()
      #expect(excerpt.findings.map(\.client?.port).first == 9)
      #expect(excerpt.findings.count == lines + 1 && excerpt.damagedLines == 0)
    }
  }

  @Test func aLongTornEndIsCutOffToo() throws {
    let fixture = try Fixture(exists: true)
    try fixture.put("whyreset.record/1\n", in: "VERSION")
    let name = SegmentName(start: noon).description
    try fixture.put(line() + "\n" + String(repeating: "x", count: 200_000), in: name)
    _ = try fixture.writer()
    #expect(try fixture.bytes(of: name) == Array((line() + "\n").utf8))
  }

  @Test func damageInTheMiddleCostsItsLinesOnly() throws {
    let fixture = try Fixture(exists: true)
    try fixture.put("whyreset.record/1\n", in: "VERSION")
    let name = SegmentName(start: noon).description
    try fixture.put("\(line())\n\0\0\0\nnot JSON\n\(line())\n", in: name)
    let excerpt = try fixture.findings()
    #expect(excerpt.findings.count == 2 && excerpt.damagedLines == 2)
  }

  @Test func aStartGoesOnWhereTheLastOneEnded() throws {
    let fixture = try Fixture()
    for start in 0..<3 {
      var writer = try fixture.writer(now: noon + .seconds(start))
      try writer.append(line(noon + .seconds(start)), now: noon + .seconds(start))
    }
    #expect(try fixture.segments.count == 1)
    #expect(try fixture.findings().findings.count == 3)
  }

  @Test func twoWritersDoNotShareAFolder() throws {
    let fixture = try Fixture()
    do {
      let writer = try fixture.writer()
      #expect(throws: RecordError.inUse(fixture.path)) { _ = try fixture.writer() }
      withExtendedLifetime(writer.size) {}
    }
    _ = try fixture.writer()
  }
}

@Suite struct RecordLimitTests {
  private let small = RecordLimits(size: 65_536, age: .seconds(600))

  @Test func sizeIsNeverExceededAndTheNewestStays() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer(small)
    for second in 0..<200 {
      let time = noon + .milliseconds(second)
      try writer.append(line(time, client: "10.0.0.1:\(second)", padding: 1000), now: time)
      let size = try fixture.segments.reduce(0) { try $0 + fixture.bytes(of: $1).count }
      #expect(size <= 65_536 && size == writer.size)
    }
    let ports = try fixture.findings().findings.compactMap(\.client?.port)
    #expect(ports == (0..<200).suffix(ports.count).reversed().map { UInt16($0) })
    #expect(ports.count > 40)
  }

  @Test func whatIsTooOldGoesEvenIfNothingIsAdded() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer(small)
    for minute in 0..<5 {
      let time = noon + .seconds(minute * 60)
      try writer.append(line(time), now: time)
    }
    #expect(try fixture.segments.count == 5)
    try writer.expire(now: noon + .seconds(600 + 90))
    #expect(
      try fixture.findings().findings.map(\.time) == [4, 3, 2].map { noon + .seconds($0 * 60) })
    try writer.expire(now: noon + .seconds(10_000))
    #expect(try fixture.segments == [])
    try writer.append(line(), now: noon + .seconds(10_001))
    #expect(try fixture.findings().findings.count == 1)
  }

  @Test func aSmallerLimitTrimsWhatIsThere() throws {
    let fixture = try Fixture()
    do {
      var writer = try fixture.writer(RecordLimits(size: 1 << 20))
      for second in 0..<200 {
        let time = noon + .seconds(second)
        try writer.append(line(time, padding: 4000), now: time)
      }
    }
    let writer = try fixture.writer(small)
    #expect(writer.size <= 65_536)
  }

  @Test func namesStayInOrderWhereTheClockIsSetBack() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer(small)
    for step in 0..<20 {
      let time = noon - .seconds(step)
      try writer.append(line(time, client: "10.0.0.1:\(step)", padding: 4000), now: time)
    }
    let ports = try fixture.findings().findings.compactMap(\.client?.port)
    #expect(ports == ports.sorted(by: >) && ports.first == 19)
  }

  @Test func aSegmentThatSomeoneRemovedIsReplaced() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer()
    try writer.append(line(), now: noon)
    let removed = try fixture.segments[0]
    try FileManager.default.removeItem(at: fixture.folder.appendingPathComponent(removed))
    try writer.append(line(), now: noon + .seconds(1))
    #expect(try fixture.findings().findings.count == 1)
  }

  @Test func aLineThatWouldPushOutTheRestIsRefused() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer(small)
    try writer.append(line(), now: noon)
    #expect(throws: RecordError.self) {
      try writer.append(line(padding: 20_000), now: noon)
    }
    #expect(try fixture.findings().findings.count == 1)
  }

  @Test func aWriteThatFailsLeavesWhatWasWritten() throws {
    let fixture = try Fixture()
    var writer = try fixture.writer()
    try writer.append(line(), now: noon)
    let name = try fixture.segments[0]
    // What a write that failed half way leaves where it could not be taken back.
    let torn = try fixture.bytes(of: name) + Array("{\"sch".utf8)
    try Data(torn).write(to: fixture.folder.appendingPathComponent(name))
    try writer.append(line(noon + .seconds(1)), now: noon + .seconds(1))
    #expect(try fixture.segments.count == 2)
    #expect(try fixture.findings().findings.count == 2)
  }
}

@Suite struct RecordFolderTests {
  @Test(arguments: [
    ["VERSION": "whyreset.record/2\n"], ["VERSION": "whyreset.record/10\nmore"],
    ["VERSION": "whyreset.record/1" + "x\n"], ["VERSION": "PostgreSQL 15\n"],
    ["PG_VERSION": "15\n"], ["notes.txt": ""], ["VERSION": "why", "other": ""],
    ["VERSION": "", "a": ""],
  ])
  func whatIsNoRecordOfThisVersionIsNotTouched(_ files: [String: String]) throws {
    let fixture = try Fixture(exists: true)
    for (name, text) in files { try fixture.put(text, in: name) }
    let before = try fixture.everything
    #expect(throws: RecordError.self) { _ = try fixture.writer() }
    #expect(throws: RecordError.self) { _ = try fixture.findings() }
    #expect(try fixture.everything == before)
  }

  @Test func theOtherVersionIsNamed() throws {
    let fixture = try Fixture(exists: true)
    try fixture.put("whyreset.record/2\nmore", in: "VERSION")
    #expect(throws: RecordError.otherVersion(fixture.path, found: "whyreset.record/2")) {
      _ = try fixture.writer()
    }
  }

  @Test(arguments: [nil, "", "whyreset", "whyreset.record/1"])
  func aFirstWriterThatWasKilledLeavesARecordThatCanBegin(_ version: String?) throws {
    let fixture = try Fixture(exists: true)
    if let version { try fixture.put(version, in: "VERSION") }
    var writer = try fixture.writer()
    try writer.append(line(), now: noon)
    #expect(try fixture.findings().findings.count == 1)
    #expect(try fixture.bytes(of: "VERSION") == Array("whyreset.record/1\n".utf8))
  }

  @Test func filesOfOthersStayInARecord() throws {
    let fixture = try Fixture()
    do { _ = try fixture.writer() }
    try fixture.put("mine", in: "README")
    try fixture.put("mine", in: "2026-11-22T080000.123456789Z.jsonl.gz")
    var writer = try fixture.writer(RecordLimits(age: .seconds(60)))
    try writer.expire(now: noon + .seconds(100_000))
    #expect(try fixture.segments.count == 2)
  }

  @Test func aFolderWithoutParentIsAnErrorThatNamesIt() {
    let path = "/nonexistent/record"
    #expect { _ = try RecordWriter(path, now: noon) } throws: { "\($0)".contains(path) }
    #expect { _ = try RecordReader(path) } throws: { "\($0)".contains(path) }
  }

  @Test(arguments: [
    "2026-11-22T080000.123456789Z.jsonl", "1999-12-31T235959.000000000Z.jsonl",
    "2024-02-29T000000.999999999Z.jsonl",
  ])
  func aSegmentsNameIsItsTime(_ name: String) { #expect(SegmentName(name)?.description == name) }

  @Test(arguments: [
    "", "VERSION", "2026-11-22T08:00:00.123456789Z.jsonl", "2026-11-22T080000.123456789Z",
    "2026-02-30T080000.123456789Z.jsonl", "2026-11-22T240000.123456789Z.jsonl",
    "2026-11-22T080000.12345678xZ.jsonl", "x026-11-22T080000.123456789Z.jsonl",
    "二026-11-22T080000.1234567Z.jsonl",
  ])
  func otherFilesAreNoSegments(_ name: String) { #expect(SegmentName(name) == nil) }
}
