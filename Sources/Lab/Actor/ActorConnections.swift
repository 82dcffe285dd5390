import Facts
import Linux

/// The sockets of an actor, and what it does with them.
struct ActorConnections {
  /// One connection's socket.
  final class Connection {
    let socket: StreamSocket
    init(_ socket: consuming StreamSocket) { self.socket = socket }
  }

  /// Ends a piece of work early.
  enum Stop: Error {
    case failed(LinuxError)
    case timedOut
    case impossible(String)
    /// The runner is gone.
    case abandoned
  }

  let own: SocketAddress
  let peer: SocketAddress
  let limit: Duration
  /// The descriptor of the channel to the runner: work ends when that closes.
  private let runner: Int32
  private(set) var listener: Connection?
  /// What forged segments go out by; like a real program's, it stays open.
  var forger: Forger?
  private var opened: [Int: Connection] = [:]
  private var count = 0

  init(own: SocketAddress, peer: SocketAddress, limit: Duration, runner: Int32) {
    self.own = own
    self.peer = peer
    self.limit = limit
    self.runner = runner
  }

  mutating func listen(
    port: UInt16, backlog: Int32, deferAcceptSeconds: Int32
  ) throws(Stop) -> Reply {
    try failing { () throws(LinuxError) in
      let socket = try StreamSocket(own.family)
      try socket.set(.reuseAddress)
      try socket.bind(to: .any(own.family, port: port))
      if deferAcceptSeconds > 0 { try socket.set(.deferAccept(seconds: deferAcceptSeconds)) }
      try socket.listen(backlog: backlog)
      listener = Connection(socket)
    }
    return Reply(.success)
  }

  mutating func listenMultipath(port: UInt16) throws(Stop) -> Reply {
    try failing { () throws(LinuxError) in
      let socket = try StreamSocket(own.family, .multipath)
      try socket.bind(to: .any(own.family, port: port))
      try socket.listen(backlog: 16)
      listener = Connection(socket)
    }
    return Reply(.success)
  }

  mutating func closeListener() throws(Stop) -> Reply {
    guard listener != nil else { throw .impossible("there is no listener") }
    listener = nil
    return Reply(.success)
  }

  mutating func accept() throws(Stop) -> Reply {
    guard let listener else { throw .impossible("there is no listener") }
    let socket = try waiting(for: .readable, listener) { () throws(LinuxError) in
      try Connection(listener.socket.accept())
    }
    return try adopt(socket)
  }

  /// Connects a socket, with an option where one is given, from the port `local` unless that is 0; with
  /// `waits` false it does not wait for the outcome.
  mutating func connect(
    port: UInt16, from local: UInt16, _ option: SocketOption? = nil, waits: Bool
  ) throws(Stop) -> Reply {
    let connection = try failing { () throws(LinuxError) in
      let connection = try Connection(StreamSocket(own.family))
      if let option { try connection.socket.set(option) }
      if local != 0 { try connection.socket.bind(to: .any(own.family, port: local)) }
      try connection.socket.beginConnect(
        to: SocketAddress(peer.family, bits: peer.bits, port: port))
      return connection
    }
    var reply = try adopt(connection)
    reply.remote = Endpoint(SocketAddress(peer.family, bits: peer.bits, port: port))
    guard waits else { return reply }
    try wait(for: .writable, connection)
    reply.number = try failing { () throws(LinuxError) in try connection.socket.takeError() }
    if reply.number != 0 { reply.ending = .error }
    return reply
  }

  func send(_ connection: Int, _ bytes: [UInt8]) throws(Stop) -> Reply {
    let connection = try find(connection)
    var reply = Reply(.success)
    do throws(Stop) {
      while reply.bytes < bytes.count {
        reply.bytes += try waiting(for: .writable, connection) { () throws(LinuxError) in
          try connection.socket.send(bytes[reply.bytes...])
        }
      }
    } catch { try reply.end(with: error) }
    return reply
  }

  /// Reads until `isComplete` says so of all bytes so far, or the connection ends.
  func receive(
    _ connection: Int, atMost count: (_ soFar: [UInt8]) -> Int
  ) throws(Stop) -> Reply {
    let connection = try find(connection)
    var reply = Reply(.success)
    var received: [UInt8] = []
    do throws(Stop) {
      while true {
        let missing = count(received)
        if missing == 0 { break }
        let bytes = try waiting(for: .readable, connection) { () throws(LinuxError) in
          try connection.socket.receive(upTo: missing)
        }
        if bytes.isEmpty { reply.ending = .endOfFile; break }
        received += bytes
        reply.bytes = received.count
      }
    } catch { try reply.end(with: error) }
    return reply
  }

  func set(_ connection: Int, _ option: SocketOption) throws(Stop) -> Reply {
    let connection = try find(connection)
    try failing { () throws(LinuxError) in try connection.socket.set(option) }
    return Reply(.success)
  }

  func shutdown(
    _ connection: Int, _ direction: StreamSocket.Direction
  ) throws(Stop) -> Reply {
    let connection = try find(connection)
    try failing { () throws(LinuxError) in try connection.socket.shutdown(direction) }
    return Reply(.success)
  }

  func disconnect(_ connection: Int) throws(Stop) -> Reply {
    let connection = try find(connection)
    try failing { () throws(LinuxError) in try connection.socket.disconnect() }
    return Reply(.success)
  }

  mutating func close(_ connection: Int) throws(Stop) -> Reply {
    _ = try find(connection)
    opened[connection] = nil
    return Reply(.success)
  }

  /// Has no socket say anything to its peer when it is closed.
  mutating func silence() {
    if let listener {
      while let waiting = try? Connection(listener.socket.accept()) {
        try? waiting.socket.set(.repair)
      }
    }
    for connection in opened.values { try? connection.socket.set(.repair) }
  }

  func find(_ number: Int) throws(Stop) -> Connection {
    guard let connection = opened[number] else {
      throw .impossible("there is no connection \(number)")
    }
    return connection
  }

  mutating func adopt(_ connection: Connection) throws(Stop) -> Reply {
    var reply = Reply(.success)
    reply.connection = count
    opened[count] = connection
    count += 1
    reply.local = (try? connection.socket.localAddress()).map(Endpoint.init)
    reply.remote = (try? connection.socket.remoteAddress()).map(Endpoint.init)
    return reply
  }

  /// The result of `call`, waiting as often as it would have to.
  private func waiting<Result>(
    for event: Poll.Event, _ connection: Connection,
    _ call: () throws(LinuxError) -> Result
  ) throws(Stop) -> Result {
    while true {
      do throws(LinuxError) { return try call() } catch {
        guard error.wouldWait else { throw .failed(error) }
      }
      try wait(for: event, connection)
    }
  }

  func wait(for event: Poll.Event, _ connection: Connection) throws(Stop) {
    let result = try failing { () throws(LinuxError) in
      try Poll.wait(
        for: event, on: connection.socket.descriptor, limit: limit, unlessClosed: runner)
    }
    switch result {
    case .ready: return
    case .timedOut: throw .timedOut
    case .abandoned: throw .abandoned
    }
  }

  func failing<Result>(
    _ call: () throws(LinuxError) -> Result
  ) throws(Stop) -> Result {
    do throws(LinuxError) { return try call() } catch { throw .failed(error) }
  }
}

extension Reply {
  /// Notes how the work ended; throws on what no reply can tell.
  mutating func end(with stop: ActorConnections.Stop) throws(ActorConnections.Stop) {
    switch stop {
    case .failed(let error):
      ending = .error
      number = error.errno
      text = error.description
    case .timedOut: ending = .timedOut
    case .impossible(let why):
      ending = .impossible
      text = why
    case .abandoned: throw stop
    }
  }
}
