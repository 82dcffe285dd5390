import Facts
import Linux

/// A real server that runs in the namespace of the process that starts it; it ends with its owner, and
/// its folder is removed.
struct ExternalProgram: ~Copyable {
  // The program ends before its folder does: properties go in the order of their declaration.
  private var child: ChildProcess
  private let folder: TemporaryFolder
  private let endpoint: Endpoint

  /// Where folders of servers are made: only root can put anything there.
  private static let folders = "/run"
  private static let prefix = "whyreset-lab-"

  /// The path of nginx, or nil where there is none. $WHYRESET_LAB_PROGRAMS is a folder with another
  /// root's `usr/sbin`.
  static func findNginx() -> String? {
    let roots = ThisProcess.environment("WHYRESET_LAB_PROGRAMS").map { ["\($0)/usr/sbin"] } ?? []
    let path = (ThisProcess.environment("PATH") ?? "").split(separator: ":").map(String.init)
    return (roots + path + ["/usr/sbin"]).map { "\($0)/nginx" }.first { ThisProcess.canExecute($0) }
  }

  init(
    nginx path: String, listeningOn endpoint: Endpoint, keepaliveTimeout: Duration
  ) throws(LinuxError) {
    Self.removeStaleFolders()
    let folder = try TemporaryFolder(
      prefix: "\(Self.folders)/\(Self.prefix)\(ThisProcess.pid)-")
    let configuration = "\(folder.path)/nginx.conf"
    try FileDescriptor.open(configuration, for: .creating)
      .writeAll(Array(Self.configuration(folder.path, endpoint, keepaliveTimeout).utf8))
    child = try ChildProcess([
      path, "-p", folder.path, "-e", "\(folder.path)/error.log", "-c", configuration,
    ])
    self.folder = folder
    self.endpoint = endpoint
  }

  /// The program's processes.
  var processes: [Int32] { ProcFS.processes(inGroup: child.pid) }

  /// Waits until the port is open in this namespace and a worker is there to serve it.
  mutating func waitUntilListening(limit: Duration) throws(LinuxError) {
    let end = ContinuousClock.now + limit
    let address = SocketAddress(endpoint)
    while ContinuousClock.now < end {
      var sockets = try SockDiag()
      let isOpen = try sockets.listeners(address.family).contains { $0.local == address }
      if isOpen, processes.count > 1 { return }
      if try child.wait(limit: .milliseconds(5)) != nil { break }
    }
    throw LinuxError.notListening("start nginx (\(lastError))")
  }

  /// Whether the program ended within `limit` of the signal. SIGKILL goes to all its processes.
  mutating func end(bySignal number: Int32, limit: Duration) throws(LinuxError) -> Bool {
    if number == ChildProcess.killSignal { child.killGroup() } else { try child.signal(number) }
    return try child.wait(limit: limit) != nil
  }

  private var lastError: String {
    let bytes = (try? FileDescriptor.open("\(folder.path)/error.log").readAll()) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.last.map(String.init) ?? "it said nothing"
  }

  private static func configuration(
    _ folder: String, _ endpoint: Endpoint, _ keepaliveTimeout: Duration
  ) -> String {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(folder)/\($0);"
    }
    let milliseconds = keepaliveTimeout / .milliseconds(1)
    return """
      daemon off;
      user root root;
      worker_processes 1;
      pid \(folder)/pid;
      error_log \(folder)/error.log;
      events { }
      http {
        access_log off;
        \(temporary.joined(separator: " "))
        keepalive_timeout \(Int(milliseconds))ms;
        server { listen \(endpoint); location / { return 200 "hello\\n"; } }
      }

      """
  }

  /// Removes the folders of servers whose starter was killed.
  private static func removeStaleFolders() {
    for name in (try? Directory.entries(folders)) ?? [] where name.hasPrefix(prefix) {
      let owner = name.dropFirst(prefix.count).prefix { $0 != "-" }
      guard let pid = Int32(owner), ProcFS.command(of: pid) == nil else { continue }
      try? Directory.remove("\(folders)/\(name)")
    }
  }
}
