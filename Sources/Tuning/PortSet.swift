/// Ports as net.ipv4.ip_local_reserved_ports lists them: `8080,9148-9150`.
public struct PortSet: Hashable, Sendable {
  /// Ascending, with a gap between each two, as the kernel writes them.
  public private(set) var ranges: [ClosedRange<Int>] = []

  public init(_ ports: some Sequence<Int>) { for port in ports { insert(port...port) } }

  /// Nil where the text is no list of ports.
  public init?(_ text: String) {
    for part in text.split(separator: ",", omittingEmptySubsequences: !text.contains(",,")) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends.first ?? nil,
        let last = ends.last ?? nil,
        0 <= first, first <= last, last <= 65_535
      else { return nil }
      insert(first...last)
    }
  }

  public mutating func insert(_ range: ClosedRange<Int>) {
    let touching = ranges.filter {
      $0.lowerBound <= range.upperBound + 1 && range.lowerBound <= $0.upperBound + 1
    }
    let joined = touching.reduce(range) {
      min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
    }
    ranges = (ranges.filter { !touching.contains($0) } + [joined])
      .sorted { $0.lowerBound < $1.lowerBound }
  }

  public func contains(_ port: Int) -> Bool { ranges.contains { $0.contains(port) } }

  public func union(_ other: PortSet) -> PortSet {
    var all = self
    for range in other.ranges { all.insert(range) }
    return all
  }

  public var text: String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
