/// How much a record keeps: what is older or more is removed, the oldest first.
public struct RecordLimits: Hashable, Sendable {
  /// Bytes of all segments together.
  public let size: Int
  public let age: Duration

  /// Less than this cannot hold a useful history.
  public static let leastSize = 65_536
  public static let leastAge = Duration.seconds(60)

  public init(size: Int = 64 << 20, age: Duration = .seconds(7 * 86_400)) {
    self.size = max(size, Self.leastSize)
    self.age = max(age, Self.leastAge)
  }

  /// A segment is removed whole, so it is a small part of all.
  var segmentSize: Int { min(size / 16, 8 << 20) }
  var segmentAge: Duration { age / 16 }
}
