public import Facts
import Linux

/// Which findings of a record are asked for.
public struct RecordQuery: Hashable, Sendable {
  /// Each of these must be an end of the connection; none stands for any connection.
  public var ends: [Endpoint]
  /// Not before and not after these; nil is without limit.
  public var from: Timestamp?
  public var until: Timestamp?

  public init(ends: [Endpoint] = [], from: Timestamp? = nil, until: Timestamp? = nil) {
    self.ends = ends
    self.from = from
    self.until = until
  }

  /// Whether the finding is one of those asked for.
  public func admits(_ finding: RecordedFinding) -> Bool {
    ends.allSatisfy { $0 == finding.client || $0 == finding.server }
      && from.map { finding.time >= $0 } ?? true
      && until.map { (finding.firstTime ?? finding.time) <= $0 } ?? true
  }
}

/// What was found in a record.
public struct RecordExcerpt: Sendable {
  /// The newest first.
  public internal(set) var findings: [RecordedFinding] = []
  /// Whole lines that are no findings: damage, or the work of something else.
  public internal(set) var damagedLines = 0
}

/// Reads a record, also while it is being written.
public struct RecordReader: Sendable {
  private let folder: RecordFolder

  /// The longest time between a reset and its line: that of folded ones (see `Folder`), and some more.
  private static let delay = Duration.seconds(120)

  public init(_ path: String) throws(RecordError) {
    folder = try RecordFolder(path)
    guard !folder.isVacant else { throw .notARecord(path) }
  }

  /// The newest `limit` findings that the query admits.
  public func findings(
    _ query: RecordQuery = RecordQuery(), limit: Int = .max
  ) throws(RecordError) -> RecordExcerpt {
    let segments = try folder.segments()
    var excerpt = RecordExcerpt()
    for (index, name) in segments.enumerated().reversed() {
      let end = index + 1 < segments.count ? segments[index + 1].start : nil
      if let end, let from = query.from, end < from { break }
      if let until = query.until, name.start > until + Self.delay { continue }
      try read(name, query, limit, into: &excerpt)
      if excerpt.findings.count >= limit { break }
    }
    return excerpt
  }

  /// Hands over the findings that the query admits, oldest first, each with its line; returns how many whole
  /// lines are no findings. Holds one segment in memory at a time.
  public func read(
    _ query: RecordQuery = RecordQuery(),
    each: (RecordedFinding, ArraySlice<UInt8>) -> Void
  ) throws(RecordError) -> Int {
    let segments = try folder.segments()
    var damagedLines = 0
    for (index, name) in segments.enumerated() {
      let end = index + 1 < segments.count ? segments[index + 1].start : nil
      if let end, let from = query.from, end < from { continue }
      if let until = query.until, name.start > until + Self.delay { break }
      for line in try lines(of: name).dropLast() {
        guard let finding = RecordedFinding(line: line) else {
          damagedLines += 1
          continue
        }
        if query.admits(finding) { each(finding, line) }
      }
    }
    return damagedLines
  }

  private func read(
    _ name: SegmentName, _ query: RecordQuery, _ limit: Int, into excerpt: inout RecordExcerpt
  ) throws(RecordError) {
    // What follows the last newline is being written, or was torn by a kill.
    for line in try lines(of: name).dropLast().reversed() {
      if excerpt.findings.count >= limit { return }
      if let finding = RecordedFinding(line: line) {
        if query.admits(finding) { excerpt.findings.append(finding) }
      } else {
        excerpt.damagedLines += 1
      }
    }
  }

  private func lines(of name: SegmentName) throws(RecordError) -> [ArraySlice<UInt8>] {
    do throws(LinuxError) {
      return try FileDescriptor.open(folder.path(of: name)).readAll()
        .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    } catch {
      // Its writer removed it since the folder was listed.
      if error.isAbsence { return [] }
      throw .system(error)
    }
  }
}
