import Testing

@testable import Knowledge

@Suite struct LineReadingTests {
  @Test(arguments: LineSample.all) func readsARealLine(_ sample: LineSample) throws {
    let reading = try #require(LineReading(sample.line))
    #expect(reading.pattern.id == sample.id)
    #expect(reading.local?.description == sample.local)
    #expect(reading.remote?.description == sample.remote)
  }

  @Test func theSamplesHaveManyShapes() {
    #expect(Set(LineSample.all.map(\.id)).count >= 200)
    #expect(LineSample.all.count >= 240)
  }

  @Test(arguments: LinePattern.all) func eachShapeIsReadAsItself(_ pattern: LinePattern) throws {
    let line = "x " + pattern.shape.split(separator: "*").joined(separator: "1") + " y"
    let reading = try #require(LineReading(line))
    #expect(reading.pattern.id == pattern.id)
  }

  @Test func namesOfShapesAreUnique() {
    let ids = LinePattern.documented.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test(arguments: [
    "", "all is well", "GET / HTTP/1.1 200", "connection established", "reset password",
    "\u{1b}[31m\u{0}\u{7f}", String(repeating: "->", count: 5000), "[::]", ":::::", "1.2.3.4:",
    "11:22:33 main.go:45", "haproxy: - - ---- 1/1/0/0/0",
  ])
  func otherLinesAreNotTakenForErrors(_ line: String) { #expect(LineReading(line) == nil) }

  @Test(arguments: LineSample.all) func noTruncationTraps(_ sample: LineSample) {
    let bytes = Array(sample.line.utf8)
    for length in stride(from: 0, to: bytes.count, by: bytes.count > 100 ? 3 : 1) {
      if let reading = LineReading(bytes[..<length]) { _ = LineVerdict(reading) }
    }
  }

  /// Each byte in turn becomes one that is no text, or one that the scanner cuts at.
  @Test(arguments: LineSample.go.prefix(24)) func noDamageTraps(_ sample: LineSample) {
    for hostile: UInt8 in [0, 0x0a, 0x1b, 0xff, 0x5b, 0x5d, 0x3a, 0x2a] {
      var bytes = Array(sample.line.utf8)
      for index in bytes.indices {
        let byte = bytes[index]
        bytes[index] = hostile
        if let reading = LineReading(bytes) { _ = LineVerdict(reading) }
        bytes[index] = byte
      }
    }
  }

  @Test func onlyTheBeginningOfAHugeLineIsRead() throws {
    let error = "read tcp 10.0.0.1:43526->10.0.0.2:80: read: connection reset by peer"
    let early = try #require(LineReading(error + String(repeating: "x", count: 1 << 20)))
    #expect(early.text.utf8.count == LineReading.limit)
    #expect(LineReading(String(repeating: "x", count: 1 << 20) + error) == nil)
  }

  @Test func invalidTextIsReplaced() throws {
    let bytes: [UInt8] =
      [0xff, 0xfe] + Array(" dial tcp 10.0.0.2:80: connect: connection refused".utf8)
    #expect(try #require(LineReading(bytes)).text.hasPrefix("\u{fffd}"))
  }
}
