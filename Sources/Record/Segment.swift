import Facts
import Linux

/// One file of a record, as its writer knows it.
struct Segment {
  let name: SegmentName
  var size: Int
  var lastWrite: Timestamp

  /// One that is about to be written to.
  init(_ name: SegmentName, now: Timestamp) {
    self.name = name
    size = 0
    lastWrite = now
  }

  /// One that is there; `repairing` cuts off what follows its last whole line.
  init(_ name: SegmentName, at path: String, repairing: Bool) throws(LinuxError) {
    let file = try AppendedFile(path, .existing)
    let status = try file.status()
    self.name = name
    size = status.size
    lastWrite = Timestamp(nanoseconds: status.modified)
    guard repairing else { return }
    size = try Self.lengthOfWholeLines(file, size: status.size)
    if size < status.size { try file.truncate(to: size) }
  }

  /// Bytes up to and with the last newline, looked for from the end.
  private static func lengthOfWholeLines(
    _ file: borrowing AppendedFile, size: Int
  ) throws(LinuxError) -> Int {
    let step = 65_536
    var end = size
    while end > 0 {
      let start = max(0, end - step)
      let bytes = try file.read(from: start, upTo: end - start)
      if let newline = bytes.lastIndex(of: UInt8(ascii: "\n")) { return start + newline + 1 }
      end = start
    }
    return 0
  }
}
