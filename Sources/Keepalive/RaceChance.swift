/// How probably a reused connection is dead, worked out from the two timers.
///
/// The pauses between the requests of one connection are taken as exponential: requests that come independently of
/// each other. A request dies if its pause ends in the window in which the connection is already doomed and its client
/// does not know.
public struct RaceChance: Hashable, Sendable {
  /// The pauses that end badly.
  public var begin: Duration
  /// Nil for a window without end.
  public var end: Duration?
  /// Requests a second on each connection; nil where it is not known.
  public var rate: Double?
  /// Requests a second over all.
  public var total: Double?

  public init(from begin: Duration, to end: Duration?, traffic: Traffic) {
    self.begin = max(begin, .zero)
    self.end = end
    total = traffic.rate
    rate = traffic.rate.map { $0 / Double(traffic.connections) }
  }

  /// Of all reused requests, the part that dies. Reused are those whose pause is shorter than `end`.
  public var perReuse: Double? {
    guard let rate else { return nil }
    let lost = exponential(-rate * begin.inSeconds)
    guard let end else { return lost }
    let kept = exponential(-rate * end.inSeconds)
    guard kept < 1 else { return limit }
    // e^-a - e^-b, without losing digits where the two are nearly equal.
    let window = -rate * (end - begin).inSeconds
    return lost * (1 - exponential(window)) / (1 - kept)
  }

  /// What it comes to at very low rates, where it is highest.
  public var limit: Double {
    guard let end else { return 1 }
    guard end > .zero else { return 0 }
    return (end - begin).inSeconds / end.inSeconds
  }

  /// Requests a day that die.
  public var perDay: Double? {
    guard let total, let rate, let perReuse else { return nil }
    let reused = end.map { 1 - exponential(-rate * $0.inSeconds) } ?? 1
    return total * 86_400 * perReuse * reused
  }
}

/// e to the power of `x`: a Taylor series on a small argument, scaled by a power of two.
func exponential(_ x: Double) -> Double {
  guard x > -745 else { return 0 }
  guard x < 709 else { return .infinity }
  let ln2 = 0.693_147_180_559_945_3
  let power = (x / ln2).rounded()
  let rest = x - power * ln2
  var term = 1.0
  var sum = 1.0
  for index in 1...18 {
    term *= rest / Double(index)
    sum += term
  }
  return Double(sign: .plus, exponent: Int(power), significand: sum)
}
