/// The length that most of some pauses agree on.
public struct UsualPause: Hashable, Sendable {
  public var shortest: Duration
  public var median: Duration
  public var longest: Duration
  /// How many agree.
  public var count: Int
  /// How many there were.
  public var total: Int

  /// Nil where fewer than two agree, or no more than a third: such pauses are no time-out.
  public init?(_ pauses: [Duration]) {
    let sorted = pauses.sorted()
    var best: Range<Int> = 0..<0
    var end = 0
    for begin in sorted.indices {
      while end < sorted.count, sorted[end] - sorted[begin] <= Self.width(sorted[begin]) {
        end += 1
      }
      if end - begin > best.count { best = begin..<end }
    }
    guard best.count >= 2, best.count * 3 > sorted.count else { return nil }
    shortest = sorted[best.lowerBound]
    longest = sorted[best.upperBound - 1]
    median = sorted[best.lowerBound + best.count / 2]
    count = best.count
    total = sorted.count
  }

  /// Timers of servers fire late by up to a second where they look once a second.
  private static func width(_ pause: Duration) -> Duration {
    max(pause / 50, min(.milliseconds(1100), pause / 4))
  }
}
