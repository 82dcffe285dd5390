import Glibc

/// Kernel parameters under /proc/sys, by their dotted names (sysctl(8)).
public enum SysctlFS {
  /// The value of `key` in the calling thread's namespaces, without the newline.
  public static func read(_ key: String) throws(LinuxError) -> String {
    let file = try FileDescriptor.open(
      try path(of: key), operation: "read parameter \(key)")
    let text = String(decoding: try file.readAll(), as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  public static func write(_ key: String, _ value: String) throws(LinuxError) {
    let operation = "set parameter \(key) to \(value)"
    let file = try FileDescriptor.open(try path(of: key), for: .writing, operation: operation)
    do throws(LinuxError) { try file.writeAll(Array(value.utf8)) } catch {
      throw LinuxError(operation: operation, errno: error.errno)
    }
  }

  /// The value of `key` inside `namespace`.
  public static func read(
    _ key: String, in namespace: borrowing NetworkNamespace
  ) throws(LinuxError) -> String {
    try namespace.run { () throws(LinuxError) in try read(key) }
  }

  public static func write(
    _ key: String, _ value: String, in namespace: borrowing NetworkNamespace
  ) throws(LinuxError) {
    try namespace.run { () throws(LinuxError) in try write(key, value) }
  }

  /// The file of a key; a key that could lead out of /proc/sys is refused. As in sysctl(8), `/` stands
  /// for a dot inside a component (`net.ipv4.conf.eth0/5.forwarding`).
  static func path(of key: String) throws(LinuxError) -> String {
    let components = key.split(separator: ".", omittingEmptySubsequences: false)
    let names = components.map { $0.split(separator: "/", omittingEmptySubsequences: false) }
    let isSafe = names.allSatisfy { parts in
      !parts.contains { $0.isEmpty || $0.contains("\0") }
    }
    guard isSafe else {
      throw LinuxError(operation: "find parameter \(key)", errno: EINVAL)
    }
    return "/proc/sys/" + names.map { $0.joined(separator: ".") }.joined(separator: "/")
  }
}
