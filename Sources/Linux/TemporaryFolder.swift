import Glibc

/// A folder that only its owner's user may enter; it is removed, with all that is in it, with its owner.
public struct TemporaryFolder: ~Copyable, Sendable {
  public let path: String

  /// Creates a folder whose path begins with `prefix` (mkdtemp(3)).
  public init(prefix: String) throws(LinuxError) {
    var template = Array((prefix + "XXXXXX").utf8CString)
    let path = try Syscall.pointer("create \(prefix)XXXXXX") {
      template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
    }
    self.path = String(cString: path)
  }

  deinit { try? Directory.remove(path) }
}
