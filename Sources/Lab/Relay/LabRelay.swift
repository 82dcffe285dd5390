import Diagnosis
import Facts
public import Linux

/// The process between the hosts that relays their packets as it is told, and ends when the runner does.
public struct LabRelay: ~Copyable {
  private let channel: MessageChannel
  private var client: PacketPort
  private var server: PacketPort
  private var engine: RelayEngine
  private let start = ContinuousClock.now

  /// Takes over the descriptors that an actor is started with, too.
  private init(middle: IPAddress) throws(LinuxError) {
    let namespace = try NetworkNamespace(FileDescriptor(owning: LabActor.Inherited.namespace))
    try namespace.enter()
    let client = try PacketPort(link: Scenario.Host.client.rawValue)
    let server = try PacketPort(link: Scenario.Host.server.rawValue)
    channel = MessageChannel(FileDescriptor(owning: LabActor.Inherited.channel))
    self.client = client
    self.server = server
    engine = RelayEngine(Scenario.Relay(), middle: middle.bits)
  }

  /// Relays until the runner is gone; the address is the relay's own.
  public static func run(middle: String) throws(LinuxError) -> Never {
    ThisProcess.setCommand("lab-relay")
    guard let middle = IPAddress(middle) else { ThisProcess.exit(code: 2) }
    var relay = try LabRelay(middle: middle)
    try relay.channel.send(Self.done)
    try relay.serve()
  }

  /// Does nothing until the runner is gone: like a real router, the namespace then has a program in it, by which
  /// others can look into it.
  public static func standBy() throws(LinuxError) -> Never {
    ThisProcess.setCommand("lab-router")
    let namespace = try NetworkNamespace(FileDescriptor(owning: LabActor.Inherited.namespace))
    try namespace.enter()
    let channel = MessageChannel(FileDescriptor(owning: LabActor.Inherited.channel))
    try channel.send(done)
    while try channel.receive() != nil { continue }
    ThisProcess.exit(code: 0)
  }

  /// The answer to every instruction.
  private static let done: [UInt8] = [1]

  private mutating func serve() throws(LinuxError) -> Never {
    let watched = [channel.descriptor.number, client.descriptor, server.descriptor]
    while true {
      let limit = engine.nextDue.map { Duration.nanoseconds(max(0, $0 - now)) }
      let ready = try Poll.readable(watched, limit: limit ?? .seconds(3600))
      if ready[0] {
        guard let message = try channel.receive() else { ThisProcess.exit(code: 0) }
        perform(message)
        try channel.send(Self.done)
      }
      relayAll()
    }
  }

  /// Nanoseconds since the relay began.
  private var now: Int64 { (ContinuousClock.now - start).nanoseconds }

  private mutating func perform(_ message: [UInt8]) {
    switch RelayInstruction(message: message) {
    case .cut(let isCut): engine.isCut = isCut
    case .change(let change): engine.perform(change, at: now)
    case nil: break
    }
  }

  /// Until no frame waits, or for some time: instructions want to be heard.
  private mutating func relayAll() {
    for _ in 0..<64 {
      let now = self.now
      let count =
        client.relay(to: server) { engine.pass(&$0, from: .client, at: now) == .passes }
        + server.relay(to: client) { engine.pass(&$0, from: .server, at: now) == .passes }
      sendDue()
      if count == 0 { return }
    }
  }

  private mutating func sendDue() {
    while engine.nextDue != nil, let packet = engine.take(until: now) {
      if packet.toward == .client { client.send(packet.bytes) } else { server.send(packet.bytes) }
    }
  }
}
