import Diagnosis
import Facts
public import Linux

/// The process that is one host's program: it does what the runner tells it, one thing at a time, inside
/// the network namespace that it was given, and ends when the runner does.
public struct LabActor: ~Copyable {
  /// The descriptors that the runner starts an actor with.
  enum Inherited {
    static let channel: Int32 = 3
    static let namespace: Int32 = 4
  }

  private let channel: MessageChannel
  private var connections: ActorConnections
  private var standIn: StandInServer?
  private var external: ExternalProgram?
  private var isStaying = false
  private let own: Endpoint
  private let limit: Duration

  /// Takes over the inherited descriptors.
  private init(own: Endpoint, peer: Endpoint, limit: Duration) throws(LinuxError) {
    let namespace = try NetworkNamespace(FileDescriptor(owning: Inherited.namespace))
    try namespace.enter()
    channel = MessageChannel(FileDescriptor(owning: Inherited.channel))
    connections = ActorConnections(
      own: SocketAddress(own), peer: SocketAddress(peer), limit: limit,
      runner: Inherited.channel)
    self.own = own
    self.limit = limit
  }

  /// Serves the runner until it is gone. `command` becomes the process's name; the addresses are those
  /// of this host and of the other.
  public static func run(
    command: String, own: String, peer: String, limit: Duration
  ) throws(LinuxError) -> Never {
    ThisProcess.forgetStarter(from: Inherited.namespace + 1)
    ThisProcess.setCommand(command)
    if command == child { shutDownInherited() }
    guard let own = IPAddress(own), let peer = IPAddress(peer) else { ThisProcess.exit(code: 2) }
    var actor = try LabActor(
      own: Endpoint(own, port: 0), peer: Endpoint(peer, port: 0), limit: limit)
    try actor.channel.send(Reply(.success).message)
    try actor.serve()
  }

  /// The command name of a process that only shuts down the connection that it has inherited.
  static let child = "lab-child"

  private static func shutDownInherited() -> Never {
    try? StreamSocket(FileDescriptor(owning: Inherited.channel)).shutdown(.both)
    ThisProcess.exit(code: 0)
  }

  private mutating func serve() throws(LinuxError) -> Never {
    while true {
      let watched = [Inherited.channel] + (standIn?.descriptors ?? [])
      let ready = try Poll.readable(watched, limit: standIn?.timeLeft ?? .seconds(3600))
      standIn?.serve()
      guard ready[0] else { continue }
      guard let message = try channel.receive() else { vanish(destroyingSockets: true) }
      let reply = Instruction(message: message).map { perform($0) } ?? Reply(.impossible)
      try channel.send(reply.message)
      if isStaying { stay() }
    }
  }

  /// Keeps every socket open, and serves, until it is killed.
  private func stay() -> Never {
    // Whoever reads what the runner prints waits until nobody can print there any more.
    try? ThisProcess.dropOutput()
    while true {
      _ = try? Poll.readable(standIn?.descriptors ?? [], limit: standIn?.timeLeft ?? .seconds(3600))
      standIn?.serve()
    }
  }

  private mutating func perform(_ instruction: Instruction) -> Reply {
    do throws(ActorConnections.Stop) {
      switch instruction.verb {
      case .exit: ThisProcess.exit(code: Int32(truncatingIfNeeded: instruction.numbers[0]))
      case .powerOff: vanish(destroyingSockets: false)
      case .stay:
        isStaying = true
        return Reply(.success)
      case .serve: return try startServer(instruction)
      case .standIn: return try startStandIn(instruction.numbers)
      case .signalServer: return try signalServer(Int32(instruction.numbers[0]))
      default: return try connections.perform(instruction)
      }
    } catch {
      var reply = Reply(.success)
      do throws(ActorConnections.Stop) { try reply.end(with: error) } catch {
        vanish(destroyingSockets: true)
      }
      return reply
    }
  }

  private mutating func startServer(
    _ instruction: Instruction
  ) throws(ActorConnections.Stop) -> Reply {
    let lines = instruction.text.split(separator: "\n").map(String.init)
    guard lines.count >= 2, let kind = Scenario.RealServer.Program(rawValue: lines[0]) else {
      throw .impossible("there is no such server program")
    }
    let endpoint = Endpoint(own.address, port: UInt16(instruction.numbers[0]))
    var reply = Reply(.success)
    do throws(LinuxError) {
      var program = try ExternalProgram(
        kind, at: lines[1], listeningOn: endpoint, Array(lines.dropFirst(2)))
      try program.waitUntilListening(limit: limit)
      reply.processes = program.processes
      external = consume program
    } catch { throw .failed(error) }
    return reply
  }

  private mutating func startStandIn(_ numbers: [Int]) throws(ActorConnections.Stop) -> Reply {
    do throws(LinuxError) {
      standIn = try StandInServer(
        SocketAddress(Endpoint(own.address, port: UInt16(numbers[0]))),
        Scenario.StandIn(numbers: numbers.dropFirst()))
    } catch { throw .failed(error) }
    return Reply(.success)
  }

  private mutating func signalServer(_ number: Int32) throws(ActorConnections.Stop) -> Reply {
    guard external != nil else { throw .impossible("there is no server program") }
    let hasEnded: Bool
    do throws(LinuxError) { hasEnded = try external!.end(bySignal: number, limit: limit) } catch {
      throw .failed(error)
    }
    guard hasEnded else { throw .timedOut }
    external = nil
    return Reply(.success)
  }

  /// Ends, with its server program, and says nothing to any peer. Sockets without a descriptor would
  /// keep the namespace alive for minutes; they are destroyed where no runner is left to do it.
  private mutating func vanish(destroyingSockets: Bool) -> Never {
    connections.silence()
    external = nil
    if destroyingSockets { try? SockDiag.destroyAll() }
    ThisProcess.exit(code: 0)
  }
}
