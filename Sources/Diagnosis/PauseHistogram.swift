/// How long pauses were, in classes that are 10 % wide: from 10 ms to half a day in 160 numbers.
struct PauseHistogram: Hashable, Sendable {
  private static let least = 0.01
  private static let ratio = 1.1
  private static let size = 160
  private var counts = [Int](repeating: 0, count: size)

  mutating func add(_ pause: Duration) {
    counts[Self.place(of: pause.inSeconds)] += 1
  }

  /// About how many were at least `low` and less than `high`: a class that is in it with a part counts with that
  /// part.
  func count(from low: Double, to high: Double) -> Double {
    counts.indices.reduce(0) { sum, index in
      guard counts[index] > 0 else { return sum }
      let (begin, end) = (Self.bound(index), Self.bound(index + 1))
      let shared = min(end, high) - max(begin, low)
      return shared <= 0 ? sum : sum + Double(counts[index]) * shared / (end - begin)
    }
  }

  private static func place(of seconds: Double) -> Int {
    var (place, bound) = (0, least)
    while place < size - 1, seconds >= bound * ratio {
      bound *= ratio
      place += 1
    }
    return place
  }

  /// Where the class begins; the first one has everything below as well.
  private static func bound(_ index: Int) -> Double {
    (0..<index).reduce(least) { value, _ in value * ratio }
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
