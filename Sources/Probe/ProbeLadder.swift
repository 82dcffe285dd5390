internal import Facts

/// The idle times after which connections are used again.
enum ProbeLadder {
  private static let ratio = 1.5
  private static let first = 0.5
  /// Connections of one round of refinement.
  private static let width = 12

  /// From half a second to the limit, each one and a half times the one before; whole seconds over plain TCP,
  /// whose keep-alive probes know no others.
  static func rungs(upTo limit: Duration, wholeSeconds: Bool) -> [Duration] {
    var rungs: [Double] = []
    var next = first
    while next < limit.inSeconds {
      let rung = wholeSeconds ? next.rounded(.up) : next
      if rungs.last != rung, rung < limit.inSeconds { rungs.append(rung) }
      next *= ratio
    }
    return (rungs + [limit.inSeconds]).map { .seconds(of: $0) }
  }

  /// Idle times between one that a connection survived and one that it did not; none where they are known well
  /// enough.
  static func rungs(
    between lower: Duration, and upper: Duration, wholeSeconds: Bool
  ) -> [Duration] {
    guard !isNarrow(lower, upper) else { return [] }
    guard wholeSeconds else {
      return (1...width).map { lower + (upper - lower) * $0 / (width + 1) }
    }
    let (low, high) = (Int(lower.inSeconds.rounded()), Int(upper.inSeconds.rounded()))
    guard high - low > 1 else { return [] }
    let step = max(1, (high - low - 1 + width - 1) / width)
    return stride(from: low + step, to: high, by: step).map { .seconds($0) }
  }

  /// To 2 % of their middle either way, or to 50 ms.
  private static func isNarrow(_ lower: Duration, _ upper: Duration) -> Bool {
    upper - lower <= max(upper * 4 / 100, .milliseconds(100))
  }
}
