import Foundation
import Testing

/// A private network namespace and a folder that stands for `/`, for one test of `tune`.
final class TuneScratch {
  let namespace: PrivateNamespace
  let root: URL
  static let file = "etc/sysctl.d/60-whyreset.conf"

  /// With `parameters`, a folder of files stands for /proc/sys, as the host's own.
  init(parameters: [String: String] = [:]) throws {
    namespace = try PrivateNamespace()
    root = FileManager.default.temporaryDirectory.appending(path: "tune-\(UUID().uuidString)")
    for folder in ["etc/sysctl.d", "var/lib"] {
      try FileManager.default.createDirectory(
        at: root.appending(path: folder), withIntermediateDirectories: true)
    }
    guard !parameters.isEmpty else { return }
    for (key, value) in parameters.merging(
      ["net.core.netdev_max_backlog": "1000"], uniquingKeysWith: { a, _ in a })
    {
      let path = root.appending(path: "proc/sys/" + key.replacingOccurrences(of: ".", with: "/"))
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try (value + "\n").write(to: path, atomically: true, encoding: .utf8)
    }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// `tune` in the namespace, with the scratch root.
  func tune(_ arguments: [String], netns: Bool = true) throws -> Program.Result {
    let place =
      netns && ["plan", "apply"].contains(arguments[0])
      ? ["--netns", namespace.name] : []
    // Inside even where the parameters are files: the counters of a trial are those of the namespace.
    return try Program.run(
      ["tune"] + arguments + place + ["--root", root.path], as: netns ? [] : namespace.prefix)
  }

  func value(_ key: String) throws -> String {
    let path = "/proc/sys/" + key.replacingOccurrences(of: ".", with: "/")
    return try namespace.pythonOutput("print(open('\(path)').read(), end='')")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// A value of the folder that stands for /proc/sys.
  func hostValue(_ key: String) throws -> String {
    let path = "proc/sys/" + key.replacingOccurrences(of: ".", with: "/")
    return try text(path)
  }

  func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Every file below the root but the journals, with its bytes.
  func files() throws -> [String: Data] {
    var found: [String: Data] = [:]
    let all = try #require(FileManager.default.enumerator(atPath: root.path))
    for case let path as String in all where !path.hasPrefix("var/lib/whyreset") {
      // Where files stand for /proc/sys, a write takes two steps; the kernel's takes one.
      if path.hasPrefix("proc/sys"), path.hasSuffix(".new") { continue }
      var isFolder: ObjCBool = false
      let whole = root.appending(path: path)
      _ = FileManager.default.fileExists(atPath: whole.path, isDirectory: &isFolder)
      if !isFolder.boolValue { found[path] = try Data(contentsOf: whole) }
    }
    return found
  }
}
