import Testing

@testable import Collectors

/// Sub-buffers of the trace ring, built entry by entry.
@Suite struct TraceSubBufferTests {
  static let layout = TraceSubBuffer.Layout(TraceFixture.headerPage)!

  /// The first word of an entry: type in the low five bits, time since the entry before in the others.
  private static func head(_ type: UInt32, after delta: UInt32) -> [UInt8] {
    bytes(type | delta << 5)
  }

  private static func page(
    _ entries: [UInt8], flags: UInt64 = 0, from start: UInt64 = 1000, tail: [UInt8] = []
  ) -> [UInt8] {
    bytes(start) + bytes(UInt64(entries.count) | flags) + entries + tail
  }

  private struct Read: Equatable {
    var records: [[UInt8]] = []
    var times: [UInt64] = []
    var missed: UInt64 = 0
  }

  private func read(_ page: [UInt8]) -> Read {
    var result = Read()
    let buffer = TraceSubBuffer(page.span.bytes, Self.layout) { record, time in
      result.records.append((0..<record.byteCount).map { UInt8(record.word(at: $0, size: 1)!) })
      result.times.append(time)
    }
    result.missed = buffer.missed
    return result
  }

  static let short = head(2, after: 5) + [1, 2, 3, 4, 5, 6, 7, 8]
  static let long = head(0, after: 10) + bytes(UInt32(4 + 6)) + [9, 8, 7, 6, 5, 4] + [0, 0]

  @Test func readsShortAndLongRecords() {
    #expect(
      read(Self.page(Self.short + Self.long))
        == Read(records: [[1, 2, 3, 4, 5, 6, 7, 8], [9, 8, 7, 6, 5, 4]], times: [1005, 1015]))
  }

  @Test func addsExtendedTimes() {
    let extend = Self.head(30, after: 3) + bytes(UInt32(2))
    let read = read(Self.page(extend + Self.short))
    let time: UInt64 = 1000 + 3 + (2 << 27) + 5
    #expect(read.times == [time])
  }

  @Test func takesAbsoluteTimes() {
    let stamp = Self.head(31, after: 7) + bytes(UInt32(3))
    let read = read(Self.page(stamp + Self.short, from: 1 << 60))
    let time: UInt64 = (1 << 60) + (3 << 27) + 7 + 5
    #expect(read.times == [time])
  }

  @Test func passesOverDiscardedRecordsAndStopsAtPadding() {
    let discarded = Self.head(29, after: 4) + bytes(UInt32(8)) + [0, 0, 0, 0]
    let padding = Self.head(29, after: 0) + [0, 0, 0, 0]
    let read = read(Self.page(discarded + Self.short + padding + Self.short))
    #expect(read.times == [1009])
  }

  @Test func countsWhatWasOverwritten() {
    let stored = Self.page(Self.short, flags: 3 << 30, tail: bytes(UInt64(77)))
    #expect(read(stored).missed == 77)
    #expect(read(Self.page(Self.short, flags: 1 << 31)).missed == 1)
    #expect(read(Self.page(Self.short)).missed == 0)
    #expect(read(stored).records.count == 1)
  }

  @Test func everyCutGivesTheRecordsBeforeIt() {
    let page = Self.page(Self.short + Self.long + Self.short)
    let whole = read(page)
    for count in 0..<page.count {
      let cut = read(Array(page.prefix(count)))
      #expect(cut.records == Array(whole.records.prefix(cut.records.count)))
      #expect(cut.records.count < 3)
    }
  }

  @Test func anyBytesEndTheWalkSooner() {
    var seed: UInt64 = 42
    for _ in 0..<2000 {
      let page = (0..<128).map { _ in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: seed >> 33)
      }
      #expect(read(Self.page(page)).records.count <= 32)
    }
  }

  @Test func refusesAHeaderWithoutItsFields() {
    #expect(TraceSubBuffer.Layout("") == nil)
    #expect(Self.layout.size == 4096)
  }
}
