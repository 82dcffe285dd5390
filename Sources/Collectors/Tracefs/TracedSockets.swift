import Facts

/// What the changes of state have told of sockets so far; bounded, the oldest make room.
struct TracedSockets: Sendable {
  private struct Entry {
    var state: TCPState
    var before: TCPState?
    var role: Socket.Role?
    var owner: Process?
    var openedAt: Timestamp?
    var peerClosedAt: Timestamp?
  }

  private static let limit = 1 << 16

  private var entries: [UInt64: Entry] = [:]
  private var closures: [Flow: Closure] = [:]
  private var listeners: [UInt16: Listener] = [:]
  private var resets: [Flow: UInt64] = [:]

  /// Takes in one change; `actor` is the process in whose call it happened.
  mutating func add(_ change: TraceEvent.StateChange, at time: Timestamp, by actor: Process?) {
    if change.new == .listen || change.old == .listen { listen(change, time, actor) }
    var entry = entries[change.socket] ?? Entry(state: change.old)
    if change.new == .synSent || change.old == .synReceived && change.new == .established {
      entry = Entry(state: change.old)
      entry.role = change.new == .synSent ? .client : .server
      entry.owner = change.new == .synSent ? actor : nil
      entry.openedAt = time
    }
    if change.new == .established { closures[change.flow] = nil }
    if change.new == .closeWait { entry.peerClosedAt = time }
    if change.new == .closed { entry.before = change.old }
    entry.state = change.new
    Self.makeRoom(&entries)
    entries[change.socket] = entry
    if change.new == .finWait1 || change.new == .lastACK { close(change, time, actor) }
  }

  private mutating func listen(
    _ change: TraceEvent.StateChange, _ time: Timestamp, _ actor: Process?
  ) {
    let port = change.flow.source.port
    if change.new == .listen {
      Self.makeRoom(&listeners)
      listeners[port] = Listener(owner: actor, openedAt: time)
    } else {
      listeners[port]?.closedAt = time
    }
  }

  private mutating func close(
    _ change: TraceEvent.StateChange, _ time: Timestamp, _ actor: Process?
  ) {
    Self.makeRoom(&closures)
    closures[change.flow] = Closure(
      manner: .fin, time: time, by: actor, socket: socket(change.socket, in: change.old))
  }

  func state(_ socket: UInt64) -> TCPState? { entries[socket]?.state }

  func socket(_ address: UInt64, in state: TCPState) -> Socket {
    let entry = entries[address]
    return Socket(
      identity: address, state: state,
      stateBeforeClose: state == .closed ? entry?.before : nil, role: entry?.role,
      owner: entry?.owner, openedAt: entry?.openedAt, peerClosedAt: entry?.peerClosedAt)
  }

  /// A listener that began or ended while this was watching.
  func listener(port: UInt16, at time: Timestamp) -> Listener? { listeners[port] }

  /// The orderly close of this host's end; its own FIN can be no answer to the reset itself.
  func closure(of flow: Flow, before time: Timestamp) -> Closure? {
    closures[flow].flatMap { $0.time < time && time - $0.time < .seconds(130) ? $0 : nil }
  }

  mutating func noteReset(_ flow: Flow, of socket: UInt64) {
    Self.makeRoom(&resets)
    resets[flow] = socket
  }

  /// The socket of the connection that a reset was last received for.
  func lastReset(_ flow: Flow) -> UInt64? { resets[flow] }

  /// Everything is forgotten at once where there is too much: a memory that is sometimes empty, never wrong.
  private static func makeRoom<Key, Value>(_ table: inout [Key: Value]) {
    if table.count >= limit { table.removeAll(keepingCapacity: true) }
  }
}
