import Linux

extension ActorConnections {
  /// The reply to an instruction that concerns sockets alone.
  mutating func perform(_ instruction: Instruction) throws(Stop) -> Reply {
    let numbers = instruction.numbers
    guard numbers.count >= instruction.verb.arity else {
      throw .impossible("\(instruction.verb.rawValue) lacks an argument")
    }
    switch instruction.verb {
    case .listen:
      return try listen(
        port: UInt16(numbers[0]), backlog: Int32(numbers[1]), deferAcceptSeconds: Int32(numbers[2]))
    case .closeListener: return try closeListener()
    case .accept: return try accept()
    case .listenMultipath: return try listenMultipath(port: UInt16(numbers[0]))
    case .connect, .beginConnect:
      return try connect(
        port: UInt16(numbers[0]), from: UInt16(numbers.count > 1 ? numbers[1] : 0),
        waits: instruction.verb == .connect)
    case .connectHoldingACK: return try connectHoldingACK(port: UInt16(numbers[0]))
    case .acceptInVain, .limitDescriptors, .connectToOwn: return try exhaust(instruction)
    case .forge: return try forge(numbers)
    case .injectReset: return try injectReset(numbers[0], hopLimit: Int32(numbers[1]))
    case .close: return try close(numbers[0])
    default: return try exchange(instruction)
    }
  }

  private mutating func connectHoldingACK(port: UInt16) throws(Stop) -> Reply {
    try connect(port: port, from: 0, .deferAccept(seconds: 1), waits: true)
  }

  private func exhaust(_ instruction: Instruction) throws(Stop) -> Reply {
    switch instruction.verb {
    case .acceptInVain: return try acceptInVain()
    case .limitDescriptors: return try limitDescriptors(spare: Int32(instruction.numbers[0]))
    default: return try connectToOwn(port: UInt16(instruction.numbers[0]))
    }
  }

  private func exchange(_ instruction: Instruction) throws(Stop) -> Reply {
    let connection = instruction.numbers[0]
    switch instruction.verb {
    case .send:
      return try send(connection, [UInt8](repeating: 0x61, count: instruction.numbers[1]))
    case .sendStray: return try sendStray(connection, offset: instruction.numbers[1])
    case .sendText: return try send(connection, Array(instruction.text.utf8))
    case .sendUntilFull: return try sendUntilFull(connection)
    case .receive:
      return try receive(connection) { instruction.numbers[1] - $0.count }
    case .receiveResponse: return try receive(connection) { HTTPMessage.missing(from: $0) }
    case .shutdownWrite: return try shutdown(connection, .write)
    case .shutdownBoth: return try shutdown(connection, .both)
    case .disconnect: return try disconnect(connection)
    case .shutdownInChild: return try shutdownInChild(connection)
    default: return try setOption(instruction)
    }
  }

  private func setOption(_ instruction: Instruction) throws(Stop) -> Reply {
    let values = instruction.numbers.dropFirst().map { Int32(truncatingIfNeeded: $0) }
    let connection = instruction.numbers[0]
    switch instruction.verb {
    case .linger: return try set(connection, .linger(seconds: values[0]))
    case .linger2: return try set(connection, .linger2(seconds: values[0]))
    case .userTimeout: return try set(connection, .userTimeout(milliseconds: values[0]))
    case .keepalive:
      return try set(
        connection,
        .keepalive(idleSeconds: values[0], intervalSeconds: values[1], probes: values[2]))
    default: throw .impossible("\(instruction.verb.rawValue) is not about a connection")
    }
  }
}

extension Instruction.Verb {
  /// How many numbers the verb takes.
  fileprivate var arity: Int {
    switch self {
    case .listen: 3
    case .forge: 5
    case .keepalive: 4
    case .injectReset, .sendStray, .send, .receive, .linger, .linger2, .userTimeout: 2
    case .standIn: 8
    case .closeListener, .accept, .acceptInVain, .powerOff, .stay: 0
    default: 1
    }
  }
}
