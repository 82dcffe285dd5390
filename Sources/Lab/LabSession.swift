import Diagnosis
import Facts
import Linux

/// One run of a scenario: two hosts, the cable, and what was seen.
struct LabSession: ~Copyable {
  private let client: LabHost
  private let server: LabHost
  private var network: LabNetwork
  private let subnet: LabSubnet
  private(set) var outcome: LabOutcome

  init(
    _ scenario: Scenario, _ family: AddressFamily, _ settings: LabSettings
  ) throws(LabError) {
    let subnet = try LabError.wrapping { () throws(LinuxError) in try LabSubnet(family) }
    let addresses = LabAddresses(in: subnet, hidesServer: scenario.path.hidesServer)
    let client = try LabHost(
      .client, settings, addresses, reboots: scenario.reboots(of: .client))
    let server = try LabHost(
      .server, settings, addresses, reboots: scenario.reboots(of: .server))
    var network = try LabError.wrapping { () throws(LinuxError) in
      try LabNetwork(addresses, scenario.path, program: settings.program)
    }
    try client.powerOn(&network)
    try server.powerOn(&network)
    let middle = network.middleNamespace.map {
      LabSetup.HostSetup(address: Endpoint(addresses.middle).address, namespaces: [$0])
    }
    outcome = LabOutcome(
      setup: LabSetup(
        client: client.setup, server: server.setup, middle: middle, notes: settings.notes))
    self.client = client
    self.server = server
    self.network = network
    self.subnet = subnet
  }

  mutating func perform(_ step: Scenario.Step) throws(LabError) -> StepReport {
    let start = ContinuousClock.now
    var reply: Reply?
    switch step {
    case .on(let name, let action): reply = try host(name).perform(action)
    case .wait(let duration):
      try LabError.wrapping { () throws(LinuxError) in try Poll.sleep(duration) }
    case .kill(let name, let signal): try host(name).kill(signal: signal)
    case .reboot(let name): try host(name).reboot(&network)
    case .link(let up):
      do throws(LinuxError) { try network.setCable(whole: up) } catch {
        throw .system(error.description)
      }
    case .oneWay(let name, let up):
      let host = host(name)
      try LabError.wrapping { () throws(LinuxError) in try network.setWay(from: host, up: up) }
    case .reject(let name, let port):
      try host(name).filter([.toPort(port), .rejectWithReset])
    case .filter(let name, let rule): try host(name).filter(rule.expressions)
    case .set(let name, let sysctl, let value): try host(name).set(sysctl, to: value)
    case .fillConnectionTable(let name): try host(name).fillConnectionTable()
    default: try performOnPath(step)
    }
    return note(step, reply, duration: ContinuousClock.now - start)
  }

  /// A step of what is between the hosts.
  private mutating func performOnPath(_ step: Scenario.Step) throws(LabError) {
    do throws(LinuxError) {
      switch step {
      case .setRouter(let sysctl, let value): try network.setRouter(sysctl.rawValue, to: value)
      case .addRule(let rule): try network.addRule(rule)
      case .relay(let change): try network.change(change)
      case .impersonate(let name): try network.impersonate(name, before: host(name.other))
      default: break
      }
    } catch { throw .system(error.description) }
  }

  /// Lets late resets arrive, and ends the account.
  mutating func finish(after settle: Duration) throws(LabError) {
    try LabError.wrapping { () throws(LinuxError) in try Poll.sleep(settle) }
    outcome.clientPrograms = client.processes
    outcome.serverPrograms = server.processes
    outcome.finishedAt = Timestamp(nanoseconds: WallClock.nanoseconds())
  }

  /// Leaves all as it is, under names.
  mutating func keep() throws(LabError) {
    let kept = KeptLab(number: ThisProcess.pid)
    try client.keep(as: kept.client)
    try server.keep(as: kept.server)
    try LabError.wrapping { () throws(LinuxError) in try network.keep(as: kept.middle) }
    outcome.kept = kept
  }

  private func host(_ name: Scenario.Host) -> LabHost { name == .client ? client : server }

  private mutating func note(
    _ step: Scenario.Step, _ reply: Reply?, duration: Duration
  ) -> StepReport {
    var report = StepReport(number: outcome.steps.count, step: step, duration: duration)
    if let reply {
      report.outcome = reply.outcome
      report.bytes = reply.bytes
      report.local = reply.local
      report.remote = reply.remote
    }
    if case .on(_, let action) = step, action.connects, let local = report.local,
      let remote = report.remote
    {
      outcome.connections.append(Flow(from: local, to: remote))
    }
    outcome.steps.append(report)
    return report
  }
}

extension Scenario {
  fileprivate func reboots(of host: Host) -> Int {
    steps.count { if case .reboot(host) = $0 { true } else { false } }
  }
}

extension Scenario.Action {
  fileprivate var connects: Bool {
    switch self {
    case .connect, .connectFrom, .beginConnect, .beginConnectFrom, .connectHoldingACK: true
    default: false
    }
  }
}

extension Reply {
  /// What the system call ended in.
  fileprivate var outcome: Scenario.Outcome? {
    switch ending {
    case .success: .success
    case .endOfFile: .endOfFile
    case .error: .error(ErrorNumber(rawValue: number))
    case .timedOut, .impossible: nil
    }
  }
}
