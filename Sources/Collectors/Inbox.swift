import BPF
import Facts
import KernelProbes
import Linux

/// Decodes the ring buffer's records as they come and keeps them until they are asked for.
final class Inbox {
  private var events: [Event] = []
  private let reasons: [UInt32: String]?
  /// The kernel to be as blind as, if not the one that runs.
  private let release: EmulatedKernel?
  private let callSites: CallSites?
  private var decoder = RecordDecoder(wallOffset: KernelClock.wallOffset)

  init(reasons: KernelEnum?, as release: EmulatedKernel?) {
    self.release = release
    self.reasons = reasons?.values(withoutPrefix: "SK_RST_REASON_")
    callSites = try? CallSites()
  }

  var knowsCallSites: Bool { callSites?.areKnown ?? false }

  func take() -> [Event] {
    defer {
      events.removeAll(keepingCapacity: true)
      decoder.wallOffset = KernelClock.wallOffset
    }
    return events
  }

  func receive(_ record: RawSpan) {
    switch event_kind(unsafe record.unsafeLoad(as: UInt32.self)) {
    case EVENT_SENT: note(sent(Self.reset(record)))
    case EVENT_RECEIVED:
      events.append(.received(received(Self.reset(record))))
    case EVENT_SOCKET_ERROR:
      let error = unsafe record.unsafeLoad(as: error_event.self)
      events.append(
        .socketError(
          identity: error.cookie, error: ErrorNumber(rawValue: error.error),
          time: decoder.time(error.time_ns)))
    case EVENT_SERVER_CLOSE:
      events.append(
        .serverClose(decoder.serverClose(unsafe record.unsafeLoad(as: server_close_event.self))))
    case EVENT_FAILURE:
      events.append(.failed(failed(unsafe record.unsafeLoad(as: failure_event.self))))
    case EVENT_LISTENING:
      if let port = decoder.listening(unsafe record.unsafeLoad(as: listening_event.self)) {
        events.append(.listening(port))
      }
    case EVENT_FIREWALL, EVENT_FILTERED:
      events.append(.firewall(firewall(unsafe record.unsafeLoad(as: firewall_event.self))))
    default: break
    }
  }

  private func firewall(_ record: firewall_event) -> FirewallReset {
    event_kind(record.kind) == EVENT_FIREWALL ? decoder.firewall(record) : decoder.filtered(record)
  }

  private func note(_ reset: SentReset) {
    if let told = release.map({ $0.telling(reset) }) ?? reset { events.append(.sent(told)) }
  }

  private func sent(_ record: reset_event) -> SentReset {
    let parts = Parts(record.parts)
    let (sites, inInterrupt) = callSites?.read(Self.words(record.stack)) ?? ([], false)
    let acts = !parts.hasTrigger && !inInterrupt
    var reset = SentReset(
      time: decoder.time(record.time_ns), flow: decoder.outgoing(record.tuple),
      netns: UInt64(record.tuple.netns), reason: reason(record.reason), sites: sites,
      trigger: parts.hasTrigger ? decoder.segment(record.trigger) : nil,
      socket: parts.hasSocket ? decoder.socket(record.socket, at: record.time_ns) : nil,
      fromTimeWait: parts.isFromTimeWait, fromListener: parts.isFromListener,
      listener: parts.hasListener ? decoder.listener(record.listener) : nil,
      closure: earlierClosure(record, parts),
      overflow: decoder.optionalTime(record.overflow_ns),
      overflowHadCookie: parts.overflowHadCookie,
      actor: acts ? decoder.process(record.current) : nil,
      exit: acts ? decoder.exit(record.current) : nil)
    if parts.hasSocket, !parts.hasTrigger { reset.sequence = record.sequence }
    return reset
  }

  private func received(_ record: reset_event) -> ReceivedReset {
    let parts = Parts(record.parts)
    var reset = ReceivedReset(
      time: decoder.time(record.time_ns), flow: decoder.outgoing(record.tuple).reversed,
      netns: UInt64(record.tuple.netns),
      socket: decoder.socket(record.socket, at: record.time_ns),
      listener: parts.hasListener ? decoder.listener(record.listener) : nil,
      closure: earlierClosure(record, parts), packet: decoder.packet(of: record))
    reset.number = record.sequence
    return reset
  }

  /// The memory of an earlier end of the connection; the reset's own end is remembered a moment before it.
  private func earlierClosure(_ record: reset_event, _ parts: Parts) -> Closure? {
    guard parts.hasClosure else { return nil }
    let closure = decoder.closure(record.closure)
    // Ports are used again: what ended before this connection began was another.
    if let opened = decoder.optionalTime(record.socket.opened_ns), opened > closure.time {
      return nil
    }
    // Its own death is remembered a moment before the reset; what its program did is no death.
    let isOwn =
      closure.manner != .fin && closure.manner != .cancelled
      && record.closure.socket.cookie == record.socket.cookie
    let age = decoder.time(record.time_ns) - closure.time
    return isOwn && age <= .milliseconds(5) ? nil : closure
  }

  private func failed(_ record: failure_event) -> FailedConnection {
    FailedConnection(
      time: decoder.time(record.time_ns), flow: decoder.outgoing(record.tuple),
      netns: UInt64(record.tuple.netns),
      socket: decoder.socket(record.socket, at: record.time_ns),
      error: record.error == 0 ? nil : ErrorNumber(rawValue: record.error),
      retransmissions: Int(record.retransmissions), probes: Int(record.probes),
      unanswered: record.unanswered_ms == 0 ? nil : .milliseconds(record.unanswered_ms),
      peerWindow: record.peer_window, actor: decoder.process(record.current),
      listener: Parts(record.parts).hasListener ? decoder.listener(record.listener) : nil)
  }

  /// The kernel's name without its prefix; a number that its type information lacks is shown as such.
  private func reason(_ number: UInt32) -> String? {
    reasons.map { $0[number] ?? "\(number)" }
  }

  /// A record that ends early has nothing more.
  private static func reset(_ record: RawSpan) -> reset_event {
    var event = reset_event()
    unsafe withUnsafeMutableBytes(of: &event) { event in
      unsafe record.withUnsafeBytes { record in
        unsafe event.copyMemory(from: UnsafeRawBufferPointer(rebasing: record.prefix(event.count)))
      }
    }
    return event
  }

  private static func words(_ array: some BitwiseCopyable) -> [UInt64] {
    unsafe withUnsafeBytes(of: array) { unsafe Array($0.bindMemory(to: UInt64.self)) }
  }
}

/// Which parts of a reset event the kernel filled in.
private struct Parts {
  private let bits: UInt32
  init(_ bits: UInt32) { self.bits = bits }

  var hasSocket: Bool { bits & RESET_HAS_SOCKET.rawValue != 0 }
  var hasTrigger: Bool { bits & RESET_HAS_TRIGGER.rawValue != 0 }
  var hasClosure: Bool { bits & RESET_HAS_CLOSURE.rawValue != 0 }
  var hasListener: Bool { bits & RESET_HAS_LISTENER.rawValue != 0 }
  var isFromTimeWait: Bool { bits & RESET_FROM_TIME_WAIT.rawValue != 0 }
  var isFromListener: Bool { bits & RESET_FROM_LISTENER.rawValue != 0 }
  var overflowHadCookie: Bool { bits & RESET_OVERFLOW_HAD_COOKIE.rawValue != 0 }
}
