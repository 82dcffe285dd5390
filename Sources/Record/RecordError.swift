public import Linux

/// Why a folder cannot be used as a record; nothing in it was changed.
public enum RecordError: Error, Equatable, CustomStringConvertible {
  /// The folder holds something else.
  case notARecord(String)
  /// Another version of this program wrote it.
  case otherVersion(String, found: String)
  /// Another process writes to it.
  case inUse(String)
  case system(LinuxError)

  public var description: String {
    switch self {
    case .notARecord(let path): "\(path) is not a record of findings, and not empty"
    case .otherVersion(let path, let found):
      "\(path) is a record of another version: \(found), not \(RecordFolder.version)"
    case .inUse(let path): "another process writes to the record \(path)"
    case .system(let error): error.description
    }
  }

  /// The result of a piece of operating-system work.
  static func wrapping<Result: ~Copyable>(
    _ work: () throws(LinuxError) -> Result
  ) throws(RecordError) -> Result {
    do throws(LinuxError) { return try work() } catch { throw .system(error) }
  }
}
