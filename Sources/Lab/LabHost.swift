import Diagnosis
import Facts
import Linux

/// One host of a lab: its network namespace, and the program that runs in it.
final class LabHost {
  /// A namespace that an array can hold.
  private final class Boot {
    let namespace: NetworkNamespace
    init() throws(LinuxError) { namespace = try .anonymous() }
  }

  let role: Scenario.Host
  /// Every program that ran, in order of its start.
  private(set) var processes: [Process] = []
  private let settings: LabSettings
  private let addresses: LabAddresses
  /// One for each time the host boots; they are made beforehand, so that all are known at the start.
  private let boots: [Boot]
  private var current = 0
  private var actor: ActorProcess?
  private var hasServer = false
  private var isKept = false
  private var parameters: [(name: Sysctl, value: String)] = []
  /// The program's connections, by number.
  private var connections: [Int: Flow] = [:]

  init(
    _ role: Scenario.Host, _ settings: LabSettings, _ addresses: LabAddresses, reboots: Int
  ) throws(LabError) {
    self.role = role
    self.settings = settings
    self.addresses = addresses
    var boots: [Boot] = []
    for _ in 0...reboots {
      boots.append(try LabError.wrapping { () throws(LinuxError) in try Boot() })
    }
    self.boots = boots
  }

  deinit { if !isKept { powerOff() } }

  /// Gives the namespace a name, and leaves it and its program as they are.
  func keep(as name: String) throws(LabError) {
    try LabError.wrapping { () throws(LinuxError) in
      try boots[current].namespace.keep(as: name)
    }
    isKept = true
    if actor != nil { try actor!.leave() }
  }

  var setup: LabSetup.HostSetup {
    LabSetup.HostSetup(
      address: Endpoint(addresses.of(role)).address,
      namespaces: boots.map { $0.namespace.inode })
  }

  /// Connects the host to the cable and starts its program.
  func powerOn(_ network: inout LabNetwork) throws(LabError) {
    do throws(LinuxError) {
      try network.plugIn(role, boots[current].namespace)
      for (name, value) in parameters { try write(name, value) }
    } catch { throw .system(error.description) }
    try startProgram()
  }

  func reboot(_ network: inout LabNetwork) throws(LabError) {
    do throws(LinuxError) { try network.unplug(role) } catch {
      throw .system(error.description)
    }
    stopProgram()
    current += 1
    try powerOn(&network)
  }

  func set(_ name: Sysctl, to value: String) throws(LabError) {
    try LabError.wrapping { () throws(LinuxError) in try write(name, value) }
    parameters.append((name, value))
  }

  /// Leaves the host no room to track another connection, as long as it does not reboot.
  func fillConnectionTable() throws(LabError) {
    try LabError.wrapping { () throws(LinuxError) in
      try inside { () throws(LinuxError) in
        // A rule that asks for it turns connection tracking on.
        var filter = try PacketFilter()
        try filter.add([.established], to: .input)
        try ConnectionTracking.fill()
      }
    }
  }

  /// Adds a rule for what comes in, as long as the host does not reboot.
  func filter(_ rule: [FilterExpression]) throws(LabError) {
    try LabError.wrapping { () throws(LinuxError) in
      try inside { () throws(LinuxError) in
        var filter = try PacketFilter()
        try filter.add(rule, to: .input)
      }
    }
  }

  /// What an action came to, and the connection that it opened.
  func perform(_ action: Scenario.Action) throws(LabError) -> Reply {
    if actor == nil { try startProgram() }
    if case .startServerAgain = action {
      // A stand-in ends with the host's program, and begins with it.
      if settings.server?.path != nil { try startServer() }
      return Reply(.success)
    }
    if case .destroy(let connection) = action { return try destroy(connection, action.summary) }
    guard let instruction = Instruction(for: action) else { return Reply(.impossible) }
    if case .exit = action {
      _ = try actor!.end(by: instruction, step: action.summary)
      forgetProgram()
      return Reply(.success)
    }
    let reply = try actor!.perform(instruction, step: action.summary)
    if let number = reply.connection, let local = reply.local, let remote = reply.remote {
      connections[number] = Flow(from: local, to: remote)
    }
    return reply
  }

  /// Ends the program by a signal: the server program where there is one, else the host's own.
  func kill(signal: Int32) throws(LabError) {
    guard actor != nil else { return }
    let step = "kill -\(signal)"
    if hasServer {
      _ = try actor!.perform(Instruction(.signalServer, [Int(signal)]), step: step)
      hasServer = false
    } else {
      _ = try actor!.end(bySignal: signal, step: step)
      forgetProgram()
    }
  }

  /// Ends the program without a word to its peers, and every socket and process that is left.
  func powerOff() {
    stopProgram()
    for boot in boots {
      try? boot.namespace.run { () throws(LinuxError) in try SockDiag.destroyAll() }
      for pid in ProcFS.processes(inNetworkNamespace: boot.namespace.inode) {
        ThisProcess.kill(pid)
      }
    }
  }

  private func startProgram() throws(LabError) {
    let started = try ActorProcess(
      role, program: settings.program, addresses: addresses, limit: settings.limit,
      in: boots[current].namespace)
    try started.waitUntilReady()
    processes.append(started.process)
    actor = consume started
    try startServer()
  }

  /// Starts the server program that the scenario asks for, or its stand-in.
  private func startServer() throws(LabError) {
    guard role == .server, let server = settings.server else { return }
    let reply = try actor!.perform(server.instruction, step: "start the server program")
    if reply.ending == .error { throw .system(reply.text) }
    processes += reply.processes.map {
      Process(pid: $0, command: ProcFS.command(of: $0) ?? server.wanted.program.rawValue)
    }
    hasServer = server.path != nil
  }

  private func stopProgram() {
    guard actor != nil else { return }
    _ = try? actor!.end(by: Instruction(.powerOff), step: "power off")
    forgetProgram()
  }

  private func forgetProgram() {
    actor = nil
    hasServer = false
    connections = [:]
  }

  /// Runs `body` inside the host's namespace.
  func inside(_ body: () throws(LinuxError) -> Void) throws(LinuxError) {
    try boots[current].namespace.run(body)
  }

  private func write(_ name: Sysctl, _ value: String) throws(LinuxError) {
    try SysctlFS.write(name.rawValue, value, in: boots[current].namespace)
  }

  private func destroy(_ number: Int, _ step: String) throws(LabError) -> Reply {
    guard let flow = connections[number] else {
      throw .impossible(host: role, step: step, "there is no connection \(number)")
    }
    do throws(LinuxError) {
      try boots[current].namespace.run { () throws(LinuxError) in
        var diag = try SockDiag()
        try diag.destroy(
          local: SocketAddress(flow.source), remote: SocketAddress(flow.destination))
      }
    } catch { throw .system(error.description) }
    return Reply(.success)
  }
}
