import Capture
import Facts
import Linux
import Wire

/// Reads captures ahead, has their packets followed on all cores, and hands on how connections ended.
final class CapturePipeline {
  let streams: [CaptureStream]
  private let benches: [CaptureBench]

  /// A news: connections that ended, in order of time, and idle ones that servers closed.
  struct News {
    var ends: [CapturedEnd] = []
    var idleCloses: [CapturedIdleClose] = []
    /// How connections are used again, where that is to be learned.
    var sightings: [ReuseSighting] = []
  }

  init(_ inputs: [CaptureInput], threads: Int, learnsReuse: Bool = false) {
    let streams = inputs.map { CaptureStream($0, isAlone: inputs.count == 1) }
    self.streams = streams
    let seed = UInt64.random(in: .min ... .max)
    benches = (0..<threads).map { share in
      CaptureBench(
        CaptureWorker(streams, share: share, of: threads, seed: seed, learnsReuse: learnsReuse))
    }
  }

  /// Reads to the end, or until `each` says no.
  func run(_ each: (News) throws(Failure) -> Bool) throws(Failure) {
    let benches = benches
    let gang = try attempt { () throws(LinuxError) in
      try Gang(size: benches.count) { benches[$0].worker.run() }
    }
    defer { gang.dismiss() }
    while true {
      gang.begin()
      for stream in streams where stream.block.count > 0 { stream.prefetch() }
      gang.wait()
      guard try each(news { $0.worker.takeEnds() }) else { return }
      guard let need = benches[0].worker.need else { break }
      streams[need].advance(past: benches[0].worker.cursors[need].offset)
      for bench in benches { bench.worker.noteAdvance(of: need) }
    }
    _ = try each(news { $0.worker.finish() })
  }

  private func news(_ ends: (CaptureBench) -> [CapturedEnd]) -> News {
    var news = News()
    for bench in benches {
      news.ends += ends(bench)
      news.idleCloses += bench.worker.takeIdleCloses()
      news.sightings += bench.worker.takeSightings()
    }
    if news.ends.count > 1 { news.ends.sort { ($0.time, $0.frame) < ($1.time, $1.frame) } }
    return news
  }

  var totals: CaptureTotals {
    benches.dropFirst().reduce(benches[0].worker.scanner.totals) { $0 + $1.worker.scanner.totals }
  }

  /// The times of the first and of the latest packet; nil where there is none, or reuse is not learned.
  var span: (first: Timestamp, last: Timestamp)? {
    let spans = benches.compactMap { $0.worker.scanner.span }
    guard let first = spans.map(\.first).min(), let last = spans.map(\.last).max() else {
      return nil
    }
    return (first, last)
  }

  /// Packets found in all captures.
  var frames: UInt64 { benches[0].worker.cursors.reduce(0) { $0 + $1.reader.frames } }

  /// Connections that are followed at present.
  var live: Int { benches.reduce(0) { $0 + $1.worker.scanner.live } }

  /// Bytes read of all captures, and how many there are, where that is known.
  var progress: (done: Int64, all: Int64?) {
    let sizes = streams.map(\.input.size)
    return (
      streams.reduce(0) { $0 + $1.input.position },
      sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
    )
  }

  /// How far a stream was read in vain at its end: where, and why.
  func trouble(of stream: Int) -> CaptureTrouble? {
    let cursor = benches[0].worker.cursors[stream]
    let (input, offset) = (streams[stream].input, streams[stream].offset + Int64(cursor.offset))
    if let error = cursor.error {
      return cursor.reader.knowsFormat
        ? .corrupt(offset, "\(error)") : .notACapture
    }
    if let failure = streams[stream].failure { return .unreadable("\(failure)") }
    if let problem = input.problem { return .corrupt(offset, problem) }
    let left = streams[stream].block.count - cursor.offset
    guard cursor.reader.knowsFormat else { return left == 0 ? .empty : .notACapture }
    return left > 0 ? .cutOff(offset) : nil
  }
}

/// What is wrong with a capture file.
enum CaptureTrouble {
  case empty, notACapture
  case unreadable(String)
  /// The last packet is not whole; the offset is that of the packet.
  case cutOff(Int64)
  case corrupt(Int64, String)
}
