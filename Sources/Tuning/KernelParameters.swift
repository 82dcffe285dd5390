public import Facts
public import Linux

/// The parameters that a change works on: of one network namespace, or of a scratch folder of a test.
public final class KernelParameters: Sendable {
  /// Nil stands for the calling process's own.
  private let namespace: NetworkNamespace?
  /// A folder in the place of /proc/sys.
  private let scratch: String?
  public let inode: UInt64
  /// What tells the namespace from a later one of the same number; nil where it could not be had.
  public let cookie: UInt64?

  /// Those of the calling process's own namespace, or of a scratch folder.
  public init(scratch: String? = nil) throws(LinuxError) {
    let own = try NetworkNamespace.current()
    inode = own.inode
    cookie = try? own.cookie()
    namespace = nil
    self.scratch = scratch
  }

  public init(_ namespace: consuming NetworkNamespace) throws(LinuxError) {
    inode = namespace.inode
    cookie = try? namespace.cookie()
    self.namespace = consume namespace
    scratch = nil
  }

  /// Whether the values are those that the host's files set at boot: only the initial namespace has this one.
  public var areOfHost: Bool { (try? read(.deviceBacklog)) ?? nil != nil }

  /// Numbers separated by one space; nil where this kernel or namespace does not have it.
  public func read(_ key: Sysctl) throws(LinuxError) -> String? {
    do throws(LinuxError) { return try text(key).spaced } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  private func text(_ key: Sysctl) throws(LinuxError) -> String {
    if let scratch {
      let bytes = try FileDescriptor.open(path(key, scratch)).readAll()
      return String(decoding: bytes, as: UTF8.self)
    }
    switch namespace {
    case .some(let namespace): return try SysctlFS.read(key.rawValue, in: namespace)
    case nil: return try SysctlFS.read(key.rawValue)
    }
  }

  func write(_ assignment: Assignment) throws(LinuxError) {
    try write(assignment.key, assignment.value)
  }

  /// For a value that was read before.
  func write(_ key: Sysctl, _ value: String) throws(LinuxError) {
    if let scratch {
      // In one step, as the kernel takes a value.
      let path = path(key, scratch)
      let contents = DurableFile.Contents(bytes: Array("\(value)\n".utf8), mode: 0o644)
      return try DurableFile.replace(path, with: contents, temporary: path + ".new")
    }
    // An empty list of ports is a line of its own: a write of no bytes changes nothing.
    let text = value.isEmpty ? "\n" : value
    switch namespace {
    case .some(let namespace): try SysctlFS.write(key.rawValue, text, in: namespace)
    case nil: try SysctlFS.write(key.rawValue, text)
    }
  }

  private func path(_ key: Sysctl, _ scratch: String) -> String {
    "\(scratch)/" + key.rawValue.replacing(".", with: "/")
  }
}

extension String {
  /// The words with one space between them.
  var spaced: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
