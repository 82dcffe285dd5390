import Linux

/// A folder that holds a record: the file `VERSION`, and segments of JSON lines named by the time of
/// their first one.
struct RecordFolder: Sendable {
  /// What `VERSION` holds, before a newline.
  static let version = "whyreset.record/1"
  private static let family = "whyreset.record/"

  let path: String
  /// Whether nothing has been written yet: an empty folder, or one whose first writer was killed.
  let isVacant: Bool

  var versionPath: String { "\(path)/VERSION" }

  func path(of segment: SegmentName) -> String { "\(path)/\(segment)" }

  /// Looks, and changes nothing.
  init(_ path: String) throws(RecordError) {
    self.path = path
    let names = try RecordError.wrapping { () throws(LinuxError) in try Directory.entries(path) }
    guard names.contains("VERSION") else {
      // `tune` keeps its journals in a folder of that name beside the record.
      guard names.allSatisfy({ $0 == "tune" }) else { throw .notARecord(path) }
      isVacant = true
      return
    }
    let bytes = try RecordError.wrapping { () throws(LinuxError) in
      try FileDescriptor.open("\(path)/VERSION").read(upTo: 64)
    }
    let found = String(decoding: bytes, as: UTF8.self)
    isVacant = found != Self.version + "\n"
    guard isVacant else { return }
    // A killed first writer leaves the beginning of the version and no segment.
    if names.count == 1, (Self.version + "\n").hasPrefix(found) { return }
    guard found.hasPrefix(Self.family) else { throw .notARecord(path) }
    throw .otherVersion(path, found: String(found.prefix { !$0.isNewline }))
  }

  /// The segments there are, oldest first; other files are nobody's business.
  func segments() throws(RecordError) -> [SegmentName] {
    let names = try RecordError.wrapping { () throws(LinuxError) in try Directory.entries(path) }
    return names.compactMap { SegmentName($0) }.sorted { $0.start < $1.start }
  }
}
