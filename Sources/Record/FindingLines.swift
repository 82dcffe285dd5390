public import Linux

/// A file of findings, one JSON object a line: what `--json` prints, or a segment of a record.
public enum FindingLines {
  /// What is wrong with lines of a file.
  public struct Damage: Hashable, Sendable {
    /// Whole lines that are no findings.
    public var lines: Int
    /// Whether the last line does not end: it is being written, or was torn.
    public var isTorn: Bool

    public init(lines: Int = 0, isTorn: Bool = false) {
      self.lines = lines
      self.isTorn = isTorn
    }
  }

  /// Hands over the findings in the order of the file, each with its line.
  public static func read(
    _ path: String, each: (RecordedFinding, ArraySlice<UInt8>) -> Void
  ) throws(LinuxError) -> Damage {
    let file = try FileDescriptor.open(path)
    var damage = Damage()
    var rest: [UInt8] = []
    while true {
      let chunk = try file.read(upTo: 1 << 18)
      if chunk.isEmpty { break }
      rest += chunk
      var start = 0
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = rest[start..<end]
        if let finding = RecordedFinding(line: line) {
          each(finding, line)
        } else if !line.isEmpty {
          damage.lines += 1
        }
        start = end + 1
      }
      rest.removeFirst(start)
    }
    damage.isTorn = !rest.isEmpty
    return damage
  }
}
