import BPF

/// Gives a noncopyable link a place in an array.
final class Attachment {
  private let link: BPFLink
  init(_ link: consuming BPFLink) { self.link = link }
}

/// Looks at the messages of connections, and leaves off for a while where there are so many that it would cost
/// a busy server something.
///
/// Everything else runs once or a few times a connection; these programs run for each message, however
/// small. What was said while nobody looked is not guessed at: the programs forget it.
final class MessageAttention {
  /// A look takes a quarter of a microsecond: so many a second are 0.2 % of one processor.
  private static let limit = 8000.0
  /// Shorter stretches are bursts.
  private static let leastStretch = Duration.milliseconds(200)
  private static let firstPause = Duration.seconds(30)
  private static let longestPause = Duration.seconds(300)

  private let programs: [String]
  private var links: [Attachment] = []
  private var number: UInt32 = 0
  private var looks: UInt64 = 0
  private var lastTime = ContinuousClock.now
  private var pause = MessageAttention.firstPause
  private var end: ContinuousClock.Instant?

  init(_ programs: [String]) { self.programs = programs }

  /// Begins to look.
  func begin(_ object: borrowing BPFObject) throws(BPFError) {
    number += 1
    try object.store(number, in: "attention")
    for program in programs { links.append(Attachment(try object.attach(program: program))) }
    looks = try object.counter("looks")
    lastTime = .now
    end = nil
  }

  /// Leaves off where the last stretch had too many messages, and begins again after a pause.
  func regulate(_ object: borrowing BPFObject) throws(BPFError) {
    let now = ContinuousClock.now
    if let end {
      if now >= end { try begin(object) }
      return
    }
    let passed = now - lastTime
    guard passed >= Self.leastStretch else { return }
    let count = try object.counter("looks")
    let rate = Double(count - looks) / (passed / .seconds(1))
    (looks, lastTime) = (count, now)
    if rate > Self.limit { try leaveOff(object, now) }
    if rate < Self.limit / 10, pause > Self.firstPause { pause = Self.firstPause }
  }

  private func leaveOff(
    _ object: borrowing BPFObject, _ now: ContinuousClock.Instant
  ) throws(BPFError) {
    // First what is known is let go, so that nothing half seen is believed.
    try object.store(UInt32(0), in: "attention")
    links.removeAll()
    end = now + pause
    pause = min(pause * 2, Self.longestPause)
  }
}
