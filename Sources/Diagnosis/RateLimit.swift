public import Facts

/// How often something may happen: so many times at once, then so many times a second.
public struct RateLimit: Sendable {
  private let burst: Double
  private let perSecond: Double
  private var left: Double
  private var last: Timestamp?

  public init(burst: Int, perSecond: Int) {
    self.burst = Double(burst)
    self.perSecond = Double(perSecond)
    left = self.burst
  }

  /// Whether it may happen once more; time that runs backwards adds nothing.
  public mutating func admits(_ now: Timestamp) -> Bool {
    let passed = last.map { max(.zero, now - $0) / .seconds(1) } ?? 0
    left = min(burst, left + passed * perSecond)
    last = max(last ?? now, now)
    guard left >= 1 else { return false }
    left -= 1
    return true
  }
}
