import Facts
import Foundation
import Testing

@testable import Record

@Suite struct FindingLinesTests {
  @Test func aRecordIsReadOldestFirstWithItsLines() throws {
    let fixture = try Fixture()
    let limits = RecordLimits(size: 65_536, age: .seconds(600))
    var writer = try fixture.writer(limits)
    let written = (0..<20).map {
      line(noon + .seconds($0), client: "10.0.0.1:\(1000 + $0)", padding: 1000)
    }
    for (second, text) in written.enumerated() {
      try writer.append(text, now: noon + .seconds(second))
    }
    #expect(try fixture.segments.count > 3)
    var lines: [String] = []
    let damaged = try RecordReader(fixture.path).read { finding, line in
      #expect(finding.client?.port == UInt16(1000 + lines.count))
      lines.append(String(decoding: line, as: UTF8.self))
    }
    #expect(lines == written && damaged == 0)
    var ports: [UInt16?] = []
    let query = RecordQuery(from: noon + .seconds(5), until: noon + .seconds(7))
    _ = try RecordReader(fixture.path).read(query) { finding, _ in
      ports.append(finding.client?.port)
    }
    #expect(ports == [1005, 1006, 1007])
  }

  @Test func aFileIsReadToItsLastWholeLine() throws {
    let fixture = try Fixture(exists: true)
    // Longer than what is read at once.
    let whole = (0..<500).map { line(client: "10.0.0.1:\($0)", padding: 2000) + "\n" }.joined()
    try fixture.put(whole + "not JSON\n\n" + line().dropLast(5), in: "x.jsonl")
    var ports: [UInt16?] = []
    let damage = try FindingLines.read(fixture.path + "/x.jsonl") { finding, _ in
      ports.append(finding.client?.port)
    }
    #expect(ports == (0..<500).map { UInt16($0) })
    #expect(damage == FindingLines.Damage(lines: 1, isTorn: true))
  }

  @Test func errorsHaveTheirNumbersBack() {
    for number in Int32(1)...133 {
      let error = ErrorNumber(rawValue: number)
      #expect(ErrorNumber(name: error.name) == error)
    }
    #expect(ErrorNumber(name: "EX") == nil && ErrorNumber(name: "errno x") == nil)
  }
}
