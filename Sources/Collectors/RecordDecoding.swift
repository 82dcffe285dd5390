import Facts
import KernelProbes

/// Turns the records of the probes into facts.
struct RecordDecoder {
  /// Nanoseconds to add to the kernel's CLOCK_MONOTONIC for wall-clock time.
  var wallOffset: Int64

  func time(_ nanoseconds: UInt64) -> Timestamp {
    Timestamp(nanoseconds: Int64(bitPattern: nanoseconds) + wallOffset)
  }

  /// A moment that is 0 where it never was.
  func optionalTime(_ nanoseconds: UInt64) -> Timestamp? {
    nanoseconds == 0 ? nil : time(nanoseconds)
  }

  func local(_ tuple: connection_tuple) -> Endpoint {
    Endpoint(Self.address(tuple.local), port: tuple.local_port)
  }

  func outgoing(_ tuple: connection_tuple) -> Flow {
    Flow(from: local(tuple), to: Endpoint(Self.address(tuple.remote), port: tuple.remote_port))
  }

  func process(_ record: task_record) -> Process? {
    guard record.pid != 0 else { return nil }
    return Process(pid: Int32(bitPattern: record.pid), command: Self.text(record.command))
  }

  func exit(_ record: task_record) -> ExitStatus? {
    record.pid == 0 || record.exit_status < 0 ? nil : ExitStatus(waitStatus: record.exit_status)
  }

  func socket(_ record: socket_record, at nanoseconds: UInt64) -> Socket {
    let flags = UInt32(record.flags)
    func has(_ flag: socket_flags) -> Bool { flags & flag.rawValue != 0 }
    func ago(_ milliseconds: UInt32) -> Timestamp? {
      milliseconds == .max ? nil : time(nanoseconds) - .milliseconds(milliseconds)
    }
    let role = Self.role(record.role)
    var socket = Socket(
      identity: record.cookie, state: TCPState(rawValue: record.state) ?? .closed,
      stateBeforeClose: TCPState(rawValue: record.state_before_close), role: role,
      owner: process(record.owner), hasDescriptor: has(SOCKET_HAS_DESCRIPTOR),
      wasAccepted: role == .client ? nil : has(SOCKET_WAS_ACCEPTED),
      openedAt: optionalTime(record.opened_ns), unreadBytes: record.unread_bytes,
      unacknowledgedBytes: record.unacknowledged_bytes, bytesReceived: record.bytes_received,
      bytesAcknowledged: record.bytes_acknowledged, lastReceived: ago(record.received_ago_ms),
      lastSent: ago(record.sent_ago_ms),
      linger: has(SOCKET_LINGERS) ? .milliseconds(record.linger_ms) : nil,
      skipsFINWait2: record.linger2 < 0, probesWhenIdle: has(SOCKET_PROBES_WHEN_IDLE),
      userTimeout: record.user_timeout_ms == 0 ? nil : .milliseconds(record.user_timeout_ms),
      peerClosedAt: optionalTime(record.peer_closed_ns))
    addTraffic(record, to: &socket)
    return socket
  }

  private func addTraffic(_ record: socket_record, to socket: inout Socket) {
    socket.dialogue = dialogue(record.dialogue)
    socket.windowLimited =
      record.window_limited_ms == 0 ? nil : .milliseconds(record.window_limited_ms)
    socket.holders = record.holders == 0 ? nil : Int(record.holders)
  }

  private func dialogue(_ record: dialogue_record) -> Dialogue {
    Dialogue(
      heardMessages: Int(record.heard_messages),
      heard: Array(Self.bytes(of: record.heard).prefix(Int(record.heard_count))),
      said: Array(Self.bytes(of: record.said).prefix(Int(record.said_count))),
      seesSaid: record.sees_said != 0,
      announcesClose: UInt32(record.flags) & DIALOGUE_CLOSES.rawValue != 0)
  }

  func closure(_ record: closure_record) -> Closure {
    let manner: Closure.Manner =
      switch closure_manner(record.manner) {
      case CLOSURE_FIN: .fin
      case CLOSURE_SILENT: .silent
      case CLOSURE_CANCELLED: .cancelled
      default: .error(ErrorNumber(rawValue: record.error))
      }
    return Closure(
      manner: manner, time: time(record.time_ns), by: process(record.by), exit: exit(record.by),
      finSequence: manner == .fin ? record.fin_sequence : nil,
      socket: socket(record.socket, at: record.time_ns))
  }

  func listener(_ record: listener_record) -> Listener {
    Listener(
      owner: process(record.owner), queueLength: record.queue_length,
      queueLimit: record.queue_limit, openedAt: optionalTime(record.opened_ns),
      closedAt: record.sockets > 0 ? nil : optionalTime(record.closed_ns),
      lastOverflow: optionalTime(record.overflow_ns),
      halfOpen: record.queue_limit == 0 ? nil : record.half_open,
      lastCookie: optionalTime(record.cookies_ns))
  }

  func listening(_ record: listening_event) -> ListeningPort? {
    process(record.owner).map {
      ListeningPort(
        netns: UInt64(record.netns), port: UInt16(truncatingIfNeeded: record.port), owner: $0,
        openedAt: optionalTime(record.opened_ns))
    }
  }

  func serverClose(_ record: server_close_event) -> ServerClose {
    ServerClose(
      time: time(record.time_ns), netns: UInt64(record.tuple.netns), server: local(record.tuple),
      idle: .milliseconds(record.idle_ms),
      age: record.age_ms == .max ? nil : .milliseconds(record.age_ms),
      messages: Int(record.messages), isUnanswered: record.unanswered != 0)
  }

  func segment(_ record: segment_record) -> Segment {
    Segment(
      sequence: record.sequence, acknowledgment: record.acknowledgment,
      flags: Segment.Flags(rawValue: record.flags), payloadLength: record.payload_length,
      firstBytes: Array(Self.bytes(of: record.first_bytes).prefix(Int(record.first_bytes_count))))
  }

  private static func role(_ role: UInt8) -> Socket.Role? {
    switch socket_role(UInt32(role)) {
    case SOCKET_ROLE_CLIENT: .client
    case SOCKET_ROLE_SERVER: .server
    default: nil
    }
  }

  private static func address(_ octets: some BitwiseCopyable) -> IPAddress {
    IPAddress(v6: bytes(of: octets).reduce(0) { $0 << 8 | UInt128($1) })
  }

  /// The text of a NUL-padded C character array.
  private static func text(_ characters: some BitwiseCopyable) -> String {
    String(decoding: bytes(of: characters).prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The bytes of a C array, which Swift imports as a tuple.
  static func bytes<Value: BitwiseCopyable>(of value: Value) -> [UInt8] {
    unsafe withUnsafeBytes(of: value) { unsafe Array($0) }
  }
}
