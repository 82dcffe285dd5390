public import Facts

/// What a capture holds, in numbers.
public struct CaptureTotals: Hashable, Sendable {
  /// TCP segments; packets seen twice count twice.
  public var segments: UInt64 = 0
  public var connections: UInt64 = 0
  /// Segments with RST.
  public var resets: UInt64 = 0
  /// Packets of another protocol.
  public var others: UInt64 = 0
  /// Packets whose headers are cut off or wrong.
  public var malformed: UInt64 = 0
  /// Packets of a link type that is not read, and the last such type.
  public var unsupported: UInt64 = 0
  public var unsupportedLink: UInt16?
  /// Connections that were given up for their long silence.
  public var retired: UInt64 = 0

  public init() {}

  mutating func countUnsupported(_ link: UInt16) {
    unsupported += 1
    unsupportedLink = link
  }

  public static func + (a: CaptureTotals, b: CaptureTotals) -> CaptureTotals {
    var sum = a
    sum.segments += b.segments
    sum.connections += b.connections
    sum.resets += b.resets
    sum.others += b.others
    sum.malformed += b.malformed
    sum.unsupported += b.unsupported
    sum.unsupportedLink = a.unsupportedLink ?? b.unsupportedLink
    sum.retired += b.retired
    return sum
  }
}

/// A server that closed a quiet connection, as a capture shows it.
public struct CapturedIdleClose: Hashable, Sendable {
  public var time: Int64
  public var server: Endpoint
  public var idle: Duration
}
