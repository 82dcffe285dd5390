import Foundation
import Testing

/// A real server with a short idle time-out, in a network namespace of its own.
final class LiveServer {
  enum Kind: String, CaseIterable, Sendable {
    case nginx, haproxy, apache, node, gunicorn, uvicorn

    /// The program, where it is; servers that run in Python need what they are made of, too.
    var path: String? {
      let root = ProcessInfo.processInfo.environment["WHYRESET_LAB_PROGRAMS"] ?? ""
      let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      let candidates =
        switch self {
        case .nginx: ["\(root)/usr/sbin/nginx", "/usr/sbin/nginx"]
        case .haproxy: ["\(root)/usr/sbin/haproxy", "/usr/sbin/haproxy"]
        case .apache: ["\(root)/usr/sbin/apache2", "/usr/sbin/apache2"]
        case .node: paths.map { "\($0)/node" }
        case .gunicorn, .uvicorn: paths.map { "\($0)/python3" }
        }
      let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
      guard self == .gunicorn || self == .uvicorn else { return found }
      let package = "\(root)/python/\(rawValue)"
      return FileManager.default.fileExists(atPath: package) ? found : nil
    }
  }

  static let timeout = 2
  let namespace: PrivateNamespace
  private let process = Process()
  private let folder: URL

  /// Starts the server; it listens on port 8080, and nginx on 8443 for TLS too, when this returns.
  init(_ kind: Kind) throws {
    namespace = try PrivateNamespace()
    folder = FileManager.default.temporaryDirectory.appending(path: "probe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = try #require(kind.path)
    try Self.write(kind, path, folder)
    try start([path] + Self.arguments(kind, folder.path))
    try namespace.python(Self.waiting)
  }

  /// Starts a server that is a Python script; it listens on port 8080 when this returns.
  init(python script: String) throws {
    namespace = try PrivateNamespace()
    folder = FileManager.default.temporaryDirectory.appending(path: "probe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try start(["python3", "-c", script])
    try namespace.python(Self.waiting)
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  private func start(_ command: [String]) throws {
    let whole = namespace.prefix + command
    process.executableURL = URL(filePath: whole[0])
    process.arguments = Array(whole.dropFirst())
    process.currentDirectoryURL = folder
    let root = ProcessInfo.processInfo.environment["WHYRESET_LAB_PROGRAMS"] ?? ""
    process.environment = ProcessInfo.processInfo.environment
      .merging(["PYTHONPATH": "\(root)/python", "HOME": folder.path]) { _, new in new }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// Until the port is listed as listening: a connection would be one for the server to count.
  private static let waiting = """
    import time
    for _ in range(1000):
      if any(line.split()[1].endswith(":1F90") and line.split()[3] == "0A"
             for line in open("/proc/net/tcp").readlines()[1:]): break
      time.sleep(0.01)
    """

  private static func arguments(_ kind: Kind, _ folder: String) -> [String] {
    switch kind {
    case .nginx: ["-p", folder, "-e", "\(folder)/error.log", "-c", "\(folder)/configuration"]
    case .haproxy: ["-q", "-db", "-f", "\(folder)/configuration"]
    case .apache: ["-X", "-f", "\(folder)/configuration"]
    case .node: ["\(folder)/configuration"]
    case .gunicorn:
      [
        "-m", "gunicorn", "-k", "gthread", "--threads", "4", "--keep-alive", "\(timeout)",
        "-b", "127.0.0.1:8080", "--no-control-socket", "app:wsgi",
      ]
    case .uvicorn:
      [
        "-m", "uvicorn", "--log-level", "error", "--timeout-keep-alive", "\(timeout)", "--port",
        "8080", "app:asgi",
      ]
    }
  }

  private static func write(_ kind: Kind, _ path: String, _ folder: URL) throws {
    let text = configuration(kind, path, folder.path)
    let name = kind == .gunicorn || kind == .uvicorn ? "app.py" : "configuration"
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    guard kind == .nginx else { return }
    let certificate = Process()
    certificate.executableURL = URL(filePath: "/usr/bin/env")
    certificate.arguments = [
      "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "\(folder.path)/key",
      "-out", "\(folder.path)/certificate", "-days", "2", "-subj", "/CN=lab",
    ]
    certificate.standardError = FileHandle.nullDevice
    try certificate.run()
    certificate.waitUntilExit()
  }
}
