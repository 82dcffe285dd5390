import Facts

/// One record of the tracepoints, decoded.
struct TraceEvent: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case sent(Sent)
    case received(Received)
    case state(StateChange)
    case error(SocketError)
    /// The kernel stack of the record before it on the same processor.
    case stack([UInt64])
  }

  /// Nanoseconds of CLOCK_MONOTONIC.
  var time: UInt64
  /// The thread that ran, whether or not it has to do with the socket.
  var thread: Int32
  /// Whether an interrupt had taken the thread's place.
  var inInterrupt: Bool
  var kind: Kind

  /// `tcp:tcp_send_reset`.
  struct Sent: Hashable, Sendable {
    /// Nil where the record has no addresses.
    var flow: Flow?
    var hasSocket: Bool
    var socket: UInt64
    var answers: Bool
    /// Nil where the reset had no socket.
    var state: TCPState?
    /// Nil before Linux 6.10.
    var reason: String?
  }

  /// `tcp:tcp_receive_reset`.
  struct Received: Hashable, Sendable {
    /// From this host to the peer.
    var flow: Flow
    var socket: UInt64
  }

  /// `sock:inet_sock_set_state`, TCP only.
  struct StateChange: Hashable, Sendable {
    var flow: Flow
    var socket: UInt64
    var old: TCPState
    var new: TCPState
  }

  /// `sock:inet_sk_error_report`, TCP only.
  struct SocketError: Hashable, Sendable {
    var flow: Flow
    var error: ErrorNumber
  }
}

/// The layouts of the records that are read, from one kernel.
struct TraceFormats: Sendable {
  var sent: EventFormat
  var received: EventFormat?
  var state: EventFormat?
  var error: EventFormat?
  var stack: EventFormat?
}

extension TraceFormats {
  /// Nil where the record is of no kind that is read, or too short for its kind.
  func decode(_ record: RawSpan, at time: UInt64) -> TraceEvent? {
    guard let type = record.integer(sent.fields["common_type"]),
      let thread = record.integer(sent.fields["common_pid"]),
      let flags = record.integer(sent.fields["common_flags"]), let kind = kind(type, record)
    else { return nil }
    // TRACE_FLAG_HARDIRQ, TRACE_FLAG_SOFTIRQ, TRACE_FLAG_NMI (include/linux/trace_events.h).
    return TraceEvent(
      time: time, thread: Int32(truncatingIfNeeded: thread), inInterrupt: flags & 0x58 != 0,
      kind: kind)
  }

  private func kind(_ type: Int64, _ record: RawSpan) -> TraceEvent.Kind? {
    switch UInt16(truncatingIfNeeded: type) {
    case sent.id: sentReset(record).map { .sent($0) }
    case received?.id: receivedReset(record).map { .received($0) }
    case state?.id: stateChange(record).map { .state($0) }
    case error?.id: socketError(record).map { .error($0) }
    case stack?.id: callers(record).map { .stack($0) }
    default: nil
    }
  }

  private func sentReset(_ record: RawSpan) -> TraceEvent.Sent? {
    guard let socket = record.word(sent.fields["skaddr"]),
      let trigger = record.word(sent.fields["skbaddr"]),
      let state = record.integer(sent.fields["state"])
    else { return nil }
    let reason = record.integer(sent.fields["reason"]).map { number in
      sent.symbols["reason"]?[number] ?? "\(number)"
    }
    return TraceEvent.Sent(
      flow: flow(record, sent), hasSocket: socket != 0, socket: socket, answers: trigger != 0,
      state: Self.tcpState(state), reason: reason)
  }

  private func receivedReset(_ record: RawSpan) -> TraceEvent.Received? {
    guard let received, let flow = flow(record, received),
      let socket = record.word(received.fields["skaddr"])
    else { return nil }
    return TraceEvent.Received(flow: flow, socket: socket)
  }

  private func stateChange(_ record: RawSpan) -> TraceEvent.StateChange? {
    guard let state, record.integer(state.fields["protocol"]) == 6,
      let flow = flow(record, state), let socket = record.word(state.fields["skaddr"]),
      let old = Self.tcpState(record.integer(state.fields["oldstate"])),
      let new = Self.tcpState(record.integer(state.fields["newstate"]))
    else { return nil }
    return TraceEvent.StateChange(flow: flow, socket: socket, old: old, new: new)
  }

  private func socketError(_ record: RawSpan) -> TraceEvent.SocketError? {
    guard let error, record.integer(error.fields["protocol"]) == 6,
      let number = record.integer(error.fields["error"]), number != 0,
      let flow = flow(record, error)
    else { return nil }
    return TraceEvent.SocketError(
      flow: flow, error: ErrorNumber(rawValue: Int32(truncatingIfNeeded: number)))
  }

  /// `size` entries from `caller` on; the record is as long as they need.
  private func callers(_ record: RawSpan) -> [UInt64]? {
    guard let stack, let first = stack.fields["caller"],
      let count = record.integer(stack.fields["size"]), (0...1024).contains(count)
    else { return nil }
    let size = MemoryLayout<UInt>.size
    var callers: [UInt64] = []
    for index in 0..<Int(count) {
      guard let caller = record.word(at: first.offset + index * size, size: size) else { break }
      callers.append(caller)
    }
    return callers
  }

  /// Both layouts: addresses and ports by themselves, or two socket addresses (`tcp_send_reset`, Linux 6.10).
  private func flow(_ record: RawSpan, _ format: EventFormat) -> Flow? {
    let fields = format.fields
    if let source = record.address(fields["saddr_v6"]),
      let destination = record.address(fields["daddr_v6"]),
      let sourcePort = record.integer(fields["sport"]),
      let destinationPort = record.integer(fields["dport"])
    {
      return Flow(
        from: Endpoint(source, port: UInt16(truncatingIfNeeded: sourcePort)),
        to: Endpoint(destination, port: UInt16(truncatingIfNeeded: destinationPort)))
    }
    guard let source = record.socketAddress(fields["saddr"]),
      let destination = record.socketAddress(fields["daddr"])
    else { return nil }
    return Flow(from: source, to: destination)
  }

  private static func tcpState(_ number: Int64?) -> TCPState? {
    number.flatMap { UInt8(exactly: $0) }.flatMap { TCPState(rawValue: $0) }
  }
}
