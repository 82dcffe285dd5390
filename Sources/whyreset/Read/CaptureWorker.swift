import Capture
import Facts
import Linux
import Wire

/// One share of the connections of all captures: every worker reads every packet, in the same order, and follows
/// the connections of its share.
struct CaptureWorker: ~Copyable {
  /// Where in one stream the worker is.
  struct Cursor {
    var reader = CaptureReader()
    /// In the stream's present block.
    var offset = 0
    /// Packets that were found, and the first whose time has not come.
    fileprivate var batch: [CapturedFrame] = []
    fileprivate var position = 0
    var error: CaptureError?
    var isLoaded = false
    var isDone = false

    fileprivate var nextTime: Int64? { position < batch.count ? batch[position].time : nil }

    /// Finds more packets, none of the last ones being left.
    fileprivate mutating func find(_ bytes: RawSpan) throws(CaptureError) {
      batch.removeAll(keepingCapacity: true)
      position = 0
      try reader.next(bytes, at: &offset, into: &batch)
    }

    /// The packets that are due by then, which are not due again.
    fileprivate mutating func due(until limit: Int64) -> Range<Int> {
      let first = position
      if limit == .max {
        position = batch.count
      } else {
        while position < batch.count, batch[position].time <= limit { position += 1 }
      }
      return first..<position
    }
  }

  private let streams: [CaptureStream]
  private(set) var cursors: [Cursor]
  private(set) var scanner: CaptureScanner
  /// The stream that must be advanced before the worker can go on; nil at the end of all.
  private(set) var need: Int?

  init(_ streams: [CaptureStream], share: Int, of shares: Int, seed: UInt64, learnsReuse: Bool) {
    self.streams = streams
    cursors = streams.map { _ in Cursor() }
    scanner = CaptureScanner(share: share, of: shares, seed: seed, learnsReuse: learnsReuse)
  }

  /// Takes in packets of all streams in the order of their times, as far as the present blocks go.
  mutating func run() {
    need = nil
    while need == nil, let (stream, limit) = choose() { advance(stream, until: limit) }
    scanner.settle()
  }

  /// That the stream was advanced.
  mutating func noteAdvance(of stream: Int) {
    cursors[stream].offset = 0
    cursors[stream].isLoaded = true
  }

  mutating func takeEnds() -> [CapturedEnd] { scanner.takeEnds() }
  mutating func takeIdleCloses() -> [CapturedIdleClose] { scanner.takeIdleCloses() }
  mutating func takeSightings() -> [ReuseSighting] { scanner.takeSightings() }
  mutating func finish() -> [CapturedEnd] { scanner.finish() }

  /// The stream with the earliest packet, and the time of the earliest one of the others.
  private mutating func choose() -> (stream: Int, limit: Int64)? {
    var best: Int?
    var (earliest, second) = (Int64.max, Int64.max)
    for index in streams.indices where !cursors[index].isDone {
      let time = nextTime(of: index)
      if need != nil { return nil }
      guard let time else { continue }
      if best == nil || time < earliest {
        (best, second, earliest) = (index, earliest, time)
      } else {
        second = min(second, time)
      }
    }
    return best.map { ($0, second) }
  }

  /// When the stream's next packet is; nil at its end, or where that must be read first.
  private mutating func nextTime(of stream: Int) -> Int64? {
    if let time = cursors[stream].nextTime { return time }
    guard cursors[stream].isLoaded else {
      // Rotated files need not all be in memory at once.
      if let first = streams[stream].firstTime { return first }
      need = stream
      return nil
    }
    streams[stream].block.withBytes { find(stream, $0) }
    return cursors[stream].nextTime
  }

  private mutating func advance(_ stream: Int, until limit: Int64) {
    guard cursors[stream].isLoaded else {
      need = stream
      return
    }
    streams[stream].block.withBytes { bytes in
      while true {
        if cursors[stream].nextTime == nil { find(stream, bytes) }
        let due = cursors[stream].due(until: limit)
        if due.isEmpty { return }
        scanner.note(cursors[stream].batch, due, bytes, file: stream)
      }
    }
  }

  /// Finds the stream's next packets, or that more of it is needed, or that it is at its end.
  private mutating func find(_ stream: Int, _ bytes: RawSpan) {
    do throws(CaptureError) {
      try cursors[stream].find(bytes)
      guard cursors[stream].nextTime == nil else { return }
      if streams[stream].isAtEnd { cursors[stream].isDone = true } else { need = stream }
    } catch {
      cursors[stream].error = error
      cursors[stream].isDone = true
    }
  }
}

/// Gives a worker, which cannot be copied, a place that a thread can be pointed to; one thread at a time uses it.
final class CaptureBench: @unchecked Sendable {
  var worker: CaptureWorker
  init(_ worker: consuming CaptureWorker) { self.worker = worker }
}
