public import Facts
import Linux

/// Adds lines to a record and keeps it within its limits; the only writer of its folder.
///
/// Each line is one write(2), so that a reader, or a start after kill -9, finds at most one torn line,
/// the last; the next start cuts that one off.
public struct RecordWriter: ~Copyable {
  private let folder: RecordFolder
  private let limits: RecordLimits
  /// Locked as long as this writer lives.
  private let lock: AppendedFile
  private var segments: [Segment]

  /// Creates the folder where there is none; its parent must be there.
  public init(
    _ path: String, limits: RecordLimits = RecordLimits(), now: Timestamp
  ) throws(RecordError) {
    try RecordError.wrapping { () throws(LinuxError) in try Directory.create(path) }
    let folder = try RecordFolder(path)
    let lock = try Self.locked(folder)
    var segments = try Self.survey(folder)
    try Self.makeRoom(for: 0, in: folder, limits, &segments, now: now)
    self.folder = folder
    self.limits = limits
    self.lock = lock
    self.segments = segments
  }

  /// Adds one line, given without its newline; on failure the record is as it was.
  public mutating func append(_ line: String, now: Timestamp) throws(RecordError) {
    let bytes = Array(line.utf8) + [UInt8(ascii: "\n")]
    guard bytes.count <= limits.size / 4 else {
      // EFBIG of errno(3).
      throw .system(LinuxError(operation: "record \(bytes.count) bytes at once", errno: 27))
    }
    try makeRoom(for: bytes.count, now: now)
    let file = try openSegment(for: bytes.count, now: now)
    try RecordError.wrapping { () throws(LinuxError) in try file.append(bytes) }
    segments[segments.count - 1].size += bytes.count
    segments[segments.count - 1].lastWrite = now
  }

  /// Removes what is too old; to be called now and then where nothing is added.
  public mutating func expire(now: Timestamp) throws(RecordError) {
    try makeRoom(for: 0, now: now)
  }

  /// Bytes of all segments.
  public var size: Int { segments.totalSize }

  private static func locked(_ folder: RecordFolder) throws(RecordError) -> AppendedFile {
    let file = try RecordError.wrapping { () throws(LinuxError) in
      try AppendedFile(folder.versionPath, folder.isVacant ? .either : .existing)
    }
    let isOurs = try RecordError.wrapping { () throws(LinuxError) in try file.lock() }
    guard isOurs else { throw .inUse(folder.path) }
    // Looked at once more under the lock: another writer may have been first, and have gone.
    guard try RecordFolder(folder.path).isVacant else { return file }
    try RecordError.wrapping { () throws(LinuxError) in
      try file.truncate(to: 0)
      try file.append(Array((RecordFolder.version + "\n").utf8))
    }
    return file
  }

  /// What is there; a torn end of the last segment is cut off.
  private static func survey(_ folder: RecordFolder) throws(RecordError) -> [Segment] {
    let names = try folder.segments()
    var segments: [Segment] = []
    for name in names {
      let path = folder.path(of: name)
      let segment = try RecordError.wrapping { () throws(LinuxError) in
        try Segment(name, at: path, repairing: name == names.last)
      }
      segments.append(segment)
    }
    return segments
  }

  private mutating func makeRoom(for count: Int, now: Timestamp) throws(RecordError) {
    try Self.makeRoom(for: count, in: folder, limits, &segments, now: now)
  }

  private static func makeRoom(
    for count: Int, in folder: RecordFolder, _ limits: RecordLimits,
    _ segments: inout [Segment], now: Timestamp
  ) throws(RecordError) {
    while let first = segments.first,
      first.lastWrite + limits.age < now || segments.totalSize + count > limits.size
    {
      do throws(LinuxError) { try Directory.removeFile(folder.path(of: first.name)) } catch {
        guard error.isAbsence else { throw .system(error) }
      }
      segments.removeFirst()
    }
  }

  /// The last segment; nil where that is full, old, torn or gone.
  private func reusable(for count: Int, now: Timestamp) throws(LinuxError) -> AppendedFile? {
    guard let last = segments.last, last.size + count <= limits.segmentSize,
      now - last.name.start <= limits.segmentAge
    else { return nil }
    do throws(LinuxError) {
      let file = try AppendedFile(folder.path(of: last.name), .existing)
      if try file.status().size == last.size { return file }
      return nil
    } catch {
      guard error.isAbsence else { throw error }
      return nil
    }
  }

  private mutating func openSegment(
    for count: Int, now: Timestamp
  ) throws(RecordError) -> AppendedFile {
    do throws(LinuxError) {
      if let file = try reusable(for: count, now: now) { return file }
      // Names stay in order where the clock was set back.
      let start = segments.last.map { max(now, $0.name.start + .nanoseconds(1)) } ?? now
      let name = SegmentName(start: start)
      let file = try AppendedFile(folder.path(of: name), .absent)
      segments.append(Segment(name, now: now))
      return file
    } catch { throw .system(error) }
  }
}

extension [Segment] {
  fileprivate var totalSize: Int { reduce(0) { $0 + $1.size } }
}
