import BPF

/// Looks at the segments that arrive: all the time where they are few, else for one second in ten.
///
/// The program does next to nothing, but runs for each segment of an established connection. Where it is off, a
/// RST comes without its headers, and what would need them is not told.
final class SegmentAttention {
  /// A run takes less than a tenth of a microsecond: so many a second are 0.2 % of one processor.
  private static let limit = 20_000.0
  private static let leastStretch = Duration.milliseconds(200)
  private static let turn = Duration.seconds(1)
  private static let rest = Duration.seconds(9)

  private let program: String
  private var link: Attachment?
  private var runs: UInt64 = 0
  private var begun = ContinuousClock.now
  private var lastTime = ContinuousClock.now

  init(_ program: String) { self.program = program }

  /// Begins to look.
  func begin(_ object: borrowing BPFObject) throws(BPFError) {
    link = Attachment(try object.attach(program: program))
    runs = try object.counter("arrivals")
    begun = .now
    lastTime = begun
  }

  /// Leaves off after a turn with too many segments, and begins again after a rest.
  func regulate(_ object: borrowing BPFObject) throws(BPFError) {
    let now = ContinuousClock.now
    guard link != nil else {
      if now - lastTime >= Self.rest { try begin(object) }
      return
    }
    let passed = now - lastTime
    guard passed >= Self.leastStretch else { return }
    let count = try object.counter("arrivals")
    let rate = Double(count - runs) / (passed / .seconds(1))
    (runs, lastTime) = (count, now)
    if rate > Self.limit, now - begun >= Self.turn { link = nil }
  }
}
