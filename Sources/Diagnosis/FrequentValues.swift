/// The values that come most often, in bounded memory (Misra and Gries, 1982).
///
/// A value that is more than one in `capacity` of all is kept for sure. Its count is exact as long as no
/// more than `capacity` different ones came, else at most too low by one in `capacity` of all.
public struct FrequentValues<Value: Hashable & Sendable>: Sendable {
  private let capacity: Int
  private var counts: [Value: Int] = [:]
  /// Whether counts are what they are at least.
  public private(set) var areLeast = false

  public init(capacity: Int = 256) { self.capacity = capacity }

  public mutating func add(_ value: Value, count: Int = 1) {
    if counts[value] != nil || counts.count < capacity {
      counts[value, default: 0] += count
      return
    }
    areLeast = true
    let least = min(count, counts.values.min() ?? count)
    counts = counts.compactMapValues { $0 > least ? $0 - least : nil }
    if count > least { counts[value] = count - least }
  }

  /// The most frequent one; nil where none stands out.
  public var first: (value: Value, count: Int)? {
    counts.max { $0.value < $1.value }.map { ($0.key, $0.value) }
  }
}
