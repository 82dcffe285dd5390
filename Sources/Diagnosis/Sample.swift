import Facts

/// The pieces that examples are built of: one client, one server, and the moment of a reset.
enum Sample {
  static let client = Endpoint(IPAddress(v4: 0x0a00_0001), port: 43526)
  static let server = Endpoint(IPAddress(v4: 0x0a00_0002), port: 8080)
  static let curl = Process(pid: 4321, command: "curl")
  static let nginx = Process(pid: 812, command: "nginx")
  static let killed = ExitStatus(waitStatus: 9)
  static let exitedWith3 = ExitStatus(waitStatus: 0x300)
  static let exitedWith0 = ExitStatus(waitStatus: 0)

  /// The moment of the reset.
  static let now = Timestamp(nanoseconds: 1_795_334_400_000_000_000)

  /// A moment so many seconds before the reset.
  static func ago(_ seconds: Double) -> Timestamp {
    Timestamp(nanoseconds: now.nanoseconds - Int64((seconds * 1e9).rounded()))
  }

  static func process(_ role: Socket.Role) -> Process { role == .server ? nginx : curl }

  static func flow(from role: Socket.Role) -> Flow {
    role == .server ? Flow(from: server, to: client) : Flow(from: client, to: server)
  }

  /// A socket that is held by its program, opened 100 s ago, with nothing waiting.
  static func socket(
    _ state: TCPState, of role: Socket.Role? = .server, was before: TCPState? = nil,
    _ change: (inout Socket) -> Void = { _ in }
  ) -> Socket {
    var socket = Socket(identity: 7, state: state, stateBeforeClose: before, role: role)
    socket.owner = process(role ?? .server)
    socket.hasDescriptor = true
    socket.wasAccepted = role == .server ? true : nil
    socket.openedAt = ago(100)
    socket.dialogue.seesSaid = true
    change(&socket)
    return socket
  }

  /// A RST that answers a segment, or that only `change` gives an actor.
  static func sent(
    _ reason: String?, _ sites: [String] = [], by role: Socket.Role = .server,
    _ change: (inout SentReset) -> Void = { _ in }
  ) -> SentReset {
    var sent = SentReset(time: now, flow: flow(from: role), netns: 1, reason: reason, sites: sites)
    change(&sent)
    return sent
  }

  /// A RST that went within a call of the sender's program.
  static func aborted(
    _ reason: String?, _ sites: [String], by role: Socket.Role = .server, _ socket: Socket,
    exit: ExitStatus? = nil
  ) -> SentReset {
    sent(reason, sites, by: role) {
      $0.socket = socket
      $0.actor = process(role)
      $0.exit = exit
    }
  }

  /// A RST that came to a socket in `state`.
  static func received(
    _ state: TCPState, by role: Socket.Role = .client, error: ErrorNumber? = .connectionReset,
    _ change: (inout Socket) -> Void = { _ in }
  ) -> ReceivedReset {
    ReceivedReset(
      time: now, flow: flow(from: role.opposite), netns: 2,
      socket: socket(state, of: role, change), error: error)
  }

  /// A RST to the client, of Linux's form where it answers for no connection; the server's other packets come
  /// with a TTL of 64 and timestamps.
  static func packet(_ flags: Segment.Flags, hopLimit: UInt8) -> WireReset {
    WireReset(
      time: now, flow: flow(from: .server), netns: 2, interface: 2, direction: .incoming,
      segment: Segment(sequence: 5000, acknowledgment: 0, flags: flags, payloadLength: 0),
      window: 0, hopLimit: hopLimit, identification: 0,
      habit: PacketHabit(hopLimit: 64, usesTimestamps: true, nextSequence: 5000))
  }

  /// A connection that failed with nothing acknowledged since 12 s, in five tries.
  static func failure(
    _ state: TCPState, _ error: ErrorNumber?, by role: Socket.Role = .client,
    retransmissions: Int = 4, _ change: (inout Socket) -> Void = { _ in }
  ) -> FailedConnection {
    FailedConnection(
      time: now, flow: flow(from: role), netns: 2,
      socket: socket(state, of: role, was: state, change), error: error,
      retransmissions: retransmissions,
      unanswered: retransmissions == 0 ? nil : .seconds(12), actor: process(role))
  }

  /// A connect that failed with this error, or that its program gave up.
  static func failedConnect(
    _ error: ErrorNumber?, retransmissions: Int = 4
  ) -> FailedConnection {
    failure(.synSent, error, retransmissions: retransmissions) { $0.openedAt = ago(12) }
  }

  /// Counters of the server's namespace that moved within the last second.
  static func change(_ counts: [Counter: UInt64]) -> CounterChange {
    CounterChange(since: ago(1), time: now, netns: 1, counts: counts)
  }

  /// The same, and that a listener with a backlog of 1 dropped so many of them.
  static func drops(
    _ counts: [Counter: UInt64], drops: UInt64 = 0, _ change: (inout Listener) -> Void = { _ in }
  ) -> ListenerDrops {
    var listener = Listener(owner: nginx, queueLimit: 1)
    change(&listener)
    return ListenerDrops(
      change: Self.change(counts), server: server, listener: listener, drops: drops)
  }

  /// An orderly close, or another end, `seconds` before the reset; its FIN had sequence number 5000.
  static func closure(
    _ manner: Closure.Manner = .fin, ago seconds: Double, by role: Socket.Role = .server,
    exit: ExitStatus? = nil, _ change: (inout Socket) -> Void = { _ in }
  ) -> Closure {
    Closure(
      manner: manner, time: ago(seconds), by: manner == .fin ? process(role) : nil, exit: exit,
      finSequence: 5000, socket: socket(.established, of: role, change))
  }

  /// A segment of a connection; it acknowledges the FIN of `closure` unless `crossing`.
  static func segment(
    bytes: UInt32 = 0, fin: Bool = false, crossing: Bool = false, _ text: String = ""
  ) -> Segment {
    Segment(
      sequence: 9000, acknowledgment: crossing ? 5000 : 5001, flags: fin ? [.ack, .fin] : .ack,
      payloadLength: bytes, firstBytes: Array(text.utf8.prefix(8)))
  }

  /// Earlier closes of the server after these pauses.
  static func idleCloses(_ pauses: Duration...) -> [ServerClose] {
    pauses.map { ServerClose(time: ago(600), netns: 1, server: server, idle: $0) }
  }

  /// A process with descriptors to spare.
  static let room = OpenDescriptors(process: nginx, open: 20, limit: 1024)

  static let syn = Segment(sequence: 1, acknowledgment: 0, flags: .syn, payloadLength: 0)
  static let synACK = Segment(
    sequence: 1, acknowledgment: 9, flags: [.syn, .ack], payloadLength: 0)
}

extension Socket {
  /// Says that payload went both ways; the times are seconds before the reset.
  mutating func exchange(lastReceived: Double, lastSent: Double) {
    bytesReceived = 180
    bytesAcknowledged = 900
    self.lastReceived = Sample.ago(lastReceived)
    self.lastSent = Sample.ago(lastSent)
  }
}

extension Evidence {
  /// Says that the process that should have accepted had descriptors left.
  func withRoom() -> Evidence {
    var evidence = self
    evidence.descriptors = Sample.room
    return evidence
  }
}
