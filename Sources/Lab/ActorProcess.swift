import Diagnosis
import Facts
import Linux

/// The runner's end of an actor: its process and the channel to it.
struct ActorProcess: ~Copyable {
  private var child: ChildProcess
  private let channel: MessageChannel
  private let host: Scenario.Host
  private let limit: Duration

  /// How much longer than the work an answer may take on a busy machine.
  private static let grace = Duration.seconds(10)

  init(
    _ host: Scenario.Host, program: String, addresses: LabAddresses, limit: Duration,
    in namespace: borrowing NetworkNamespace
  ) throws(LabError) {
    let own = Endpoint(addresses.of(host)).address
    let peer = Endpoint(addresses.peer(of: host)).address
    let arguments = [
      program, "lab-actor", "lab-\(host.rawValue)", "\(own)", "\(peer)",
      "\(Int(limit / .milliseconds(1)))",
    ]
    let pair = try LabError.wrapping { () throws(LinuxError) in try MessageChannel.Pair() }
    let descriptors = [
      LabActor.Inherited.channel: pair.far.descriptor.number,
      LabActor.Inherited.namespace: namespace.descriptor.number,
    ]
    let child = try LabError.wrapping { () throws(LinuxError) in
      try ChildProcess(arguments, descriptors: descriptors)
    }
    self.child = child
    channel = pair.keepNear()
    self.host = host
    self.limit = limit
  }

  /// Waits until the program is in its namespace and ready for instructions.
  func waitUntilReady() throws(LabError) { _ = try answer(step: "start") }

  var process: Process { Process(pid: child.pid, command: "lab-\(host.rawValue)") }

  /// Has the actor do something and gives its answer.
  func perform(_ instruction: Instruction, step: String) throws(LabError) -> Reply {
    try tell(instruction, step: step)
    let reply = try answer(step: step)
    switch reply.ending {
    case .timedOut: throw .timedOut(host: host, step: step, after: limit)
    case .impossible: throw .impossible(host: host, step: step, reply.text)
    case .success, .endOfFile, .error: return reply
    }
  }

  /// Has the actor end itself, which it does not answer.
  mutating func end(
    by instruction: Instruction, step: String
  ) throws(LabError) -> ChildProcess.Ending {
    try tell(instruction, step: step)
    return try waitForEnd(step: step)
  }

  /// Has the actor go on when the runner is gone.
  mutating func leave() throws(LabError) {
    _ = try perform(Instruction(.stay), step: "stay")
    child.leave()
  }

  mutating func end(
    bySignal number: Int32, step: String
  ) throws(LabError) -> ChildProcess.Ending {
    do throws(LinuxError) { try child.signal(number) } catch {
      throw .system(error.description)
    }
    return try waitForEnd(step: step)
  }

  private mutating func waitForEnd(step: String) throws(LabError) -> ChildProcess.Ending {
    let ending: ChildProcess.Ending?
    do throws(LinuxError) { ending = try child.wait(limit: limit) } catch {
      throw .system(error.description)
    }
    guard let ending else { throw .timedOut(host: host, step: step, after: limit) }
    return ending
  }

  private func tell(_ instruction: Instruction, step: String) throws(LabError) {
    do throws(LinuxError) { try channel.send(instruction.message) } catch {
      throw .programEnded(host: host, step: step)
    }
  }

  private func answer(step: String) throws(LabError) -> Reply {
    let result = try LabError.wrapping { () throws(LinuxError) in
      try Poll.wait(for: .readable, on: channel.descriptor, limit: limit + Self.grace)
    }
    guard result == .ready else {
      throw .timedOut(host: host, step: step, after: limit + Self.grace)
    }
    let message = try LabError.wrapping { () throws(LinuxError) in try channel.receive() }
    guard let message, let reply = Reply(message: message) else {
      throw .programEnded(host: host, step: step)
    }
    return reply
  }
}
