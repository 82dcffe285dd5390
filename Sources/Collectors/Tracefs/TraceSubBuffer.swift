/// One sub-buffer of the kernel's trace ring, as `trace_pipe_raw` hands it out
/// (include/linux/ring_buffer.h, kernel/trace/ring_buffer.c).
struct TraceSubBuffer {
  /// How the header is laid out (`events/header_page`).
  struct Layout: Hashable, Sendable {
    let timestamp: EventFormat.Field
    let commit: EventFormat.Field
    let start: Int
    /// Bytes of a whole sub-buffer.
    let size: Int

    init?(_ text: String) {
      let fields = EventFormat.fields(text)
      guard let timestamp = fields["timestamp"], let commit = fields["commit"],
        let data = fields["data"]
      else { return nil }
      self.timestamp = timestamp
      self.commit = commit
      start = data.offset
      size = data.offset + data.size
    }
  }

  /// Records that were overwritten before this sub-buffer; 1 where the kernel does not say how many.
  private(set) var missed: UInt64 = 0
  private let layout: Layout

  /// RB_MISSED_EVENTS and RB_MISSED_STORED.
  private static let missedEvents: UInt64 = 1 << 31
  private static let missedStored: UInt64 = 1 << 30

  /// Reads `page` and hands each record with its time, in nanoseconds of the trace clock, to `body`.
  ///
  /// Stops at the first entry that cannot be one.
  @discardableResult
  init(
    _ page: RawSpan, _ layout: Layout, _ body: (RawSpan, UInt64) -> Void
  ) {
    self.layout = layout
    let header = page
    guard let start = header.word(layout.timestamp), let commit = header.word(layout.commit) else {
      return
    }
    // The two flags above are all that the commit field holds besides a length below 2²⁷.
    let committed = Int(commit & (1 << 27 - 1))
    let end = min(layout.start + committed, page.byteCount)
    if commit & Self.missedEvents != 0 {
      let stored = commit & Self.missedStored != 0
      missed = stored ? header.word(at: end, size: layout.commit.size) ?? 1 : 1
    }
    guard layout.start <= end else { return }
    Self.walk(page.extracting(layout.start..<end), from: start, body)
  }

  private enum Entry {
    /// A record: where it begins, its bytes, and where the next entry begins.
    case record(start: Int, count: Int, next: Int)
    /// More time passed than 27 bits hold.
    case timeExtend(delta: UInt64, next: Int)
    case timeStamp(low: UInt64, next: Int)
    case discarded(next: Int)
    case end
  }

  private static func walk(
    _ entries: RawSpan, from start: UInt64, _ body: (RawSpan, UInt64) -> Void
  ) {
    var time = start
    var offset = 0
    while let (entry, delta) = entry(entries, at: offset) {
      time &+= delta
      switch entry {
      case .record(let start, let count, let next):
        guard count >= 0, start + count <= entries.byteCount else { return }
        body(entries.extracting(start..<start + count), time)
        offset = next
      case .timeExtend(let more, let next):
        time &+= more
        offset = next
      case .timeStamp(let low, let next):
        // 59 bits are stored; the others are those of the header.
        time = start & ~(1 << 59 - 1) | low
        offset = next
      case .discarded(let next): offset = next
      case .end: return
      }
    }
  }

  /// The entry at `offset` and the time since the one before; nil at the end.
  private static func entry(
    _ entries: RawSpan, at offset: Int
  ) -> (Entry, delta: UInt64)? {
    guard let head = entries.word(at: offset, size: 4) else { return nil }
    let (type, delta) = typeAndDelta(UInt32(head))
    let array = entries.word(at: offset + 4, size: 4)
    if type == 0 { return array.flatMap { long($0, at: offset) }.map { ($0, delta) } }
    guard type > 28 else {
      let count = Int(type) * 4
      return (.record(start: offset + 4, count: count, next: offset + 4 + count), delta)
    }
    guard let array else { return type == 29 ? (.end, 0) : nil }
    switch type {
    case 29 where delta == 0 || array >= 1 << 27: return (.end, 0)
    case 29: return (.discarded(next: offset + 4 + Int(array)), delta)
    case 30: return (.timeExtend(delta: array << 27, next: offset + 8), delta)
    default: return (.timeStamp(low: array << 27 | delta, next: offset + 8), 0)
    }
  }

  /// A record whose length stands before it: it counts its own four bytes, and the next entry is aligned to four.
  private static func long(_ length: UInt64, at offset: Int) -> Entry? {
    guard length >= 4, length < 1 << 27 else { return nil }
    let next = offset + 4 + (Int(length) + 3) & ~3
    return .record(start: offset + 8, count: Int(length) - 4, next: next)
  }

  /// Two bit fields of one word, which compilers begin at its other end on big-endian machines.
  private static func typeAndDelta(_ head: UInt32) -> (UInt32, UInt64) {
    #if _endian(big)
      (head >> 27, UInt64(head & (1 << 27 - 1)))
    #else
      (head & 31, UInt64(head >> 5))
    #endif
  }
}
