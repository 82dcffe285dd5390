import Diagnosis
import Facts
import Linux

/// A real server that runs in the namespace of the process that starts it; it ends with its owner, and
/// its folder is removed.
struct ExternalProgram: ~Copyable {
  // The program ends before its folder does: properties go in the order of their declaration.
  private var child: ChildProcess
  private let folder: TemporaryFolder
  private let endpoint: Endpoint
  private let kind: Scenario.RealServer.Program

  /// Where folders of servers are made: only root can put anything there.
  private static let folders = "/run"
  private static let prefix = "whyreset-lab-"

  /// The size of the file that /large names: more than all socket buffers hold.
  private static let largeSize = 64 << 20

  init(
    _ kind: Scenario.RealServer.Program, at path: String, listeningOn endpoint: Endpoint,
    _ settings: [String]
  ) throws(LinuxError) {
    Self.removeStaleFolders()
    let folder = try TemporaryFolder(
      prefix: "\(Self.folders)/\(Self.prefix)\(ThisProcess.pid)-")
    let text = kind.configuration(folder.path, endpoint, settings)
    try FileDescriptor.open("\(folder.path)/configuration", for: .creating)
      .writeAll(Array(text.utf8))
    if kind == .nginx {
      try FileDescriptor.open("\(folder.path)/large", for: .creating).extend(to: Self.largeSize)
    }
    // It outlives the runner where the lab is kept, and must not hold what the runner prints to.
    let nowhere = try FileDescriptor.open("/dev/null", for: .writing)
    child = try ChildProcess(
      [path] + kind.arguments(folder.path), descriptors: [1: nowhere.number, 2: nowhere.number])
    self.kind = kind
    self.folder = folder
    self.endpoint = endpoint
  }

  /// The program's processes.
  var processes: [Int32] { ProcFS.processes(inGroup: child.pid) }

  /// Waits until the port is open in this namespace and all its processes are there to serve it.
  mutating func waitUntilListening(limit: Duration) throws(LinuxError) {
    let end = ContinuousClock.now + limit
    let address = SocketAddress(endpoint)
    while ContinuousClock.now < end {
      var sockets = try SockDiag()
      let isOpen = try sockets.listeners(address.family).contains { $0.local == address }
      if isOpen, processes.count >= kind.processes { return }
      if try child.wait(limit: .milliseconds(5)) != nil { break }
    }
    throw LinuxError.notListening("start \(kind.rawValue) (\(lastError))")
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

  /// Removes the folders of servers whose starter was killed.
  private static func removeStaleFolders() {
    for name in (try? Directory.entries(folders)) ?? [] where name.hasPrefix(prefix) {
      let owner = name.dropFirst(prefix.count).prefix { $0 != "-" }
      guard let pid = Int32(owner), ProcFS.command(of: pid) == nil else { continue }
      try? Directory.remove("\(folders)/\(name)")
    }
  }
}
