import Facts

/// The name of a segment: the time of its first write, without the colons that remote copies take for
/// a host's name: `2026-11-22T080000.123456789Z.jsonl`.
struct SegmentName: Hashable, Sendable, CustomStringConvertible {
  let start: Timestamp

  private static let suffix = ".jsonl"

  init(start: Timestamp) { self.start = start }

  init?(_ name: String) {
    guard name.hasSuffix(Self.suffix), name.utf8.count == 28 + Self.suffix.utf8.count else {
      return nil
    }
    let parts = [name.prefix(13), name.dropFirst(13).prefix(2), name.dropFirst(15).prefix(13)]
    guard let start = Timestamp(parts.joined(separator: ":")) else { return nil }
    self.start = start
  }

  var description: String {
    start.description.filter { $0 != ":" } + Self.suffix
  }
}
