import Facts

/// What the causes ask of a captured end.
extension CapturedEnd {
  /// Whether the reset answers a segment that its sender knows nothing of, or no longer (RFC 9293 section 3.10.7.1).
  var isAnswer: Bool { kind == .reset && reset?.form == .answer }

  /// Whether its sender ended the connection by itself.
  var isAct: Bool { kind == .reset && reset?.form == .abort }

  /// Whether both sides had sent payload.
  var hasExchanged: Bool { sender.turns > 0 && receiver.turns > 0 }

  /// Whether a handshake was completed and nothing but it came from the sender.
  var neverServed: Bool {
    handshake == .complete && sender.payload == 0
      && sender.packets <= UInt32(sender.handshakes)
  }

  /// Whether the receiver's payload came after the last that the sender had sent.
  var isUnanswered: Bool {
    guard let asked = receiver.lastPayload else { return false }
    return sender.lastPayload.map { $0 < asked } ?? true
  }

  /// How long the connection had been without payload before the receiver's last turn began; nil where nothing
  /// came before it.
  var pauseBeforeRequest: Duration? {
    guard let asked = receiver.turnBegan, let answered = sender.lastPayload, answered < asked
    else { return nil }
    return asked - answered
  }

  /// How long the connection had been without payload when its sender closed it; nil where it did not.
  var idleAtClose: Duration? {
    guard let fin = sender.fin, let answered = sender.lastPayload, answered <= fin.time
    else { return nil }
    return fin.time - answered
  }

  /// Whether the payload that came after the sender's FIN was sent before its own sender had that FIN.
  var crossedFIN: Bool? {
    guard let fin = sender.fin, let reset, reset.form == .answer else { return nil }
    return Int32(bitPattern: reset.segment.sequence &- fin.sequence) <= 0
  }

  /// Whether payload came after the sender's FIN, or crossed it.
  var isLate: Bool {
    guard let fin = sender.fin, let last = receiver.lastPayload, isAnswer else { return false }
    return last >= fin.time || crossedFIN == true
  }

  /// The pauses at which this server closed, with this one, where they agree within 2 % or 150 ms.
  var agreeingIdleCloses: [Duration]? {
    guard let idle = idleAtClose else { return nil }
    let tolerance = max(idle / 50, .milliseconds(150))
    let closes = idleCloses.filter { max($0 - idle, idle - $0) <= tolerance }
    guard closes.count >= 3, closes.count * 2 > idleCloses.count else { return nil }
    return closes
  }

  /// What an abort may have been besides, as far as the packets can tell.
  var abortDoubts: [String] {
    var doubts = ["linger-zero", "unread-data-at-close", "process-died"]
    if senderRole == .server {
      if neverServed { doubts.append("listener-closed") }
      if time - began < .seconds(1), sender.turns <= 1 {
        doubts += ["admission-limit", "proxy-backend-absent"]
      }
      if receiver.firstPayload == .http2 { doubts.append("http2-ping-limit") }
      doubts.append("graceless-restart")
      if hasExchanged, receiver.firstPayload != .tlsHandshake {
        doubts.append("early-response-close")
      }
      if isUnanswered { doubts.append("application-timeout") }
    }
    return doubts + ["socket-destroyed", "disconnect-call"]
  }

  /// How long the receiver's request had waited for an answer when its sender closed or reset; nil where there was
  /// none.
  var unansweredWait: Duration? {
    guard let asked = receiver.turnBegan else { return nil }
    let closed = sender.fin?.time ?? time
    guard asked < closed, sender.lastPayload.map({ $0 < asked }) ?? true else { return nil }
    return closed - asked
  }

  /// Whether the receiver's packets kept coming, and being answered, as if nothing had happened.
  var wasIgnored: Bool { aftermath.fromReceiver > 0 && aftermath.fromSender > 0 }
}
