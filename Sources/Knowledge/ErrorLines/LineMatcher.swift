/// Finds which shape a line has, in one pass over its bytes.
struct LineMatcher: Sendable {
  /// A pattern that is looked at only where its longest literal begins.
  private struct Entry {
    let pattern: LinePattern
    let literals: [[UInt8]]
    let anchor: [UInt8]
  }

  static let standard = LineMatcher(LinePattern.all)

  private let entries: [Entry]
  /// By the first four bytes of the anchor.
  private let byKey: [UInt32: [Int]]
  /// Whether an anchor begins with these two bytes.
  private let isBeginning: [Bool]

  init(_ patterns: [LinePattern]) {
    entries = patterns.map { pattern in
      let literals = pattern.literals
      let anchor = literals.max { $0.count < $1.count } ?? []
      precondition(anchor.count >= 4, "the shape of \(pattern.id) has no literal of four bytes")
      return Entry(pattern: pattern, literals: literals, anchor: anchor)
    }
    byKey = Dictionary(grouping: entries.indices) { [entries] in Self.key(entries[$0].anchor, 0) }
    var isBeginning = [Bool](repeating: false, count: 1 << 16)
    for key in byKey.keys { isBeginning[Int(key >> 16)] = true }
    self.isBeginning = isBeginning
  }

  /// The heaviest pattern that the line, in lower case, contains.
  func match(_ line: [UInt8]) -> LinePattern? {
    var best: LinePattern?
    guard line.count >= 4 else { return nil }
    for start in 0...(line.count - 4) {
      guard isBeginning[Int(line[start]) << 8 | Int(line[start + 1])],
        let candidates = byKey[Self.key(line, start)]
      else { continue }
      for index in candidates {
        let entry = entries[index]
        guard entry.pattern.weight > best?.weight ?? 0,
          line[start...].starts(with: entry.anchor), Self.contains(line, entry.literals)
        else { continue }
        best = entry.pattern
      }
    }
    return best
  }

  private static func key(_ bytes: [UInt8], _ start: Int) -> UInt32 {
    UInt32(bytes[start]) << 24 | UInt32(bytes[start + 1]) << 16 | UInt32(bytes[start + 2]) << 8
      | UInt32(bytes[start + 3])
  }

  /// Whether the literals stand in the line, one behind the other.
  private static func contains(_ line: [UInt8], _ literals: [[UInt8]]) -> Bool {
    var position = 0
    for literal in literals {
      guard let found = line.firstIndex(of: literal, from: position) else { return false }
      position = found + literal.count
    }
    return true
  }
}

extension [UInt8] {
  /// Where `piece` first stands at or after `start`.
  func firstIndex(of piece: [UInt8], from start: Int) -> Int? {
    guard let first = piece.first, count >= piece.count, start <= count - piece.count else {
      return nil
    }
    for index in start...(count - piece.count)
    where self[index] == first && self[index...].starts(with: piece) {
      return index
    }
    return nil
  }

  /// ASCII letters in lower case; other bytes as they are.
  var lowercasedASCII: [UInt8] { map { (65...90).contains($0) ? $0 | 0x20 : $0 } }
}
