import Facts

/// The cause that the kernel's own words point to, for sources that see no more than these: the reason, the
/// call site and the state, or one packet.
///
/// It names mechanisms, never surely: what would refine them was not looked at.
struct Mechanism {
  let cause: String
  let confidence: Confidence
  let reasons: [Reason]
  let alternatives: [String]
  /// Who sent the RST, where that was neither end.
  let sender: Finding.Sender?

  private init(
    _ cause: String, _ confidence: Confidence = .likely, because reasons: [Reason],
    or alternatives: [String] = [], sender: Finding.Sender? = nil
  ) {
    self.cause = cause
    self.confidence = confidence
    self.reasons = reasons
    self.alternatives = alternatives
    self.sender = sender
  }

  /// Nil where they point to none.
  init?(_ evidence: Evidence) {
    let mechanism =
      if let sent = evidence.sent {
        sent.isAnswer ? Self.answer(sent, evidence) : Self.act(sent, evidence)
      } else if let received = evidence.received {
        Self.received(received)
      } else {
        evidence.wire.flatMap(Self.packet)
      }
    guard let mechanism else { return nil }
    self = mechanism
  }

  /// A RST that its sender's program, or its timer, sent by itself.
  private static func act(_ sent: SentReset, _ evidence: Evidence) -> Mechanism? {
    let facts = evidence.bareFacts + (sent.actor.map { [.closer($0)] } ?? [])
    if evidence.passed("tcp_abort") {
      return Mechanism("socket-destroyed", because: evidence.bareFacts)
    }
    if evidence.passed("inet_csk_listen_stop") {
      return Mechanism(
        "listener-closed", because: facts, or: ["graceless-restart", "process-died"])
    }
    if evidence.passed("__inet_stream_connect", "inet_stream_connect") {
      return Mechanism("disconnect-call", because: facts)
    }
    // Of the calls under close(), only SO_LINGER with a time of 0 leads there (tcp.c, __tcp_close()).
    if evidence.passed("tcp_disconnect"), evidence.passed("__tcp_close") {
      return Mechanism(
        "linger-zero", because: facts, or: ["expected-close", "process-died", "slow-reader-limit"])
    }
    return act(by: evidence.reason ?? reason(of: sent, evidence), sent, facts)
  }

  private static func act(
    by reason: String?, _ sent: SentReset, _ facts: [Reason]
  ) -> Mechanism? {
    switch reason {
    case "TCP_ABORT_ON_CLOSE":
      return Mechanism(
        "unread-data-at-close", because: facts,
        or: ["process-died", "keepalive-race", "early-response-close", "expected-close"]
          + refinements)
    case "TCP_ABORT_ON_LINGER": return Mechanism("linger2-negative", because: facts)
    case "TCP_KEEPALIVE_TIMEOUT":
      return Mechanism("keepalive-probe-timeout", because: facts)
    case "TCP_STATE" where sent.sites.isEmpty:
      return Mechanism(
        "linger-zero", .possible, because: facts,
        or: ["disconnect-call", "listener-closed", "socket-destroyed"])
    default: return nil
    }
  }

  /// What Linux from 6.12 on would have said, by the call site and the state before it (`__tcp_close()`).
  private static func reason(of sent: SentReset, _ evidence: Evidence) -> String? {
    let before = sent.socket?.stateBeforeClose
    if evidence.passed("tcp_keepalive_timer"), sent.socket?.lastOpenState != .finWait2 {
      return "TCP_KEEPALIVE_TIMEOUT"
    }
    guard evidence.passed("__tcp_close") else { return nil }
    switch before {
    case .established, .closeWait: return "TCP_ABORT_ON_CLOSE"
    case .finWait2: return "TCP_ABORT_ON_LINGER"
    default: return nil
    }
  }

  /// What messages, other processes and other connections would tell, of which nothing was seen.
  private static let refinements =
    Evidence.toldByMessages
    + ["graceless-restart", "proxy-backend-absent", "shared-socket"]

  /// What ends a connection that has been still for a while.
  private static let idle = ["keepalive-race", "session-idle-timeout", "application-timeout"]

  /// A RST that answers a segment, which was not seen.
  private static func answer(_ sent: SentReset, _ evidence: Evidence) -> Mechanism? {
    let facts = evidence.bareFacts
    if evidence.passed("tcp_check_req") || evidence.reason == "INVALID_SYN" {
      return Mechanism("accept-queue-overflow", because: facts, or: ["file-descriptor-exhaustion"])
    }
    if evidence.received?.socket.state == .synSent {
      return Mechanism("port-closed", because: facts, or: ["admission-limit"])
    }
    let told = evidence.reason == "TCP_ABORT_ON_DATA" || evidence.reason == "TCP_TIMEWAIT_SOCKET"
    let hadClosed = sent.fromTimeWait || sent.socket?.lastOpenState.hasSentFIN == true
    if told || hadClosed || evidence.orderlyClose != nil {
      return Mechanism(
        "write-after-close", because: facts,
        or: idle + ["process-died", "early-response-close", "linger2-negative"]
          + refinements)
    }
    if sent.fromListener {
      return Mechanism(
        "accept-queue-overflow", .possible, because: facts,
        or: ["stale-connection", "syn-cookie-rejected"])
    }
    return evidence.reason == "NO_SOCKET" ? withoutSocket(facts) : nil
  }

  private static func withoutSocket(_ facts: [Reason]) -> Mechanism {
    Mechanism(
      "port-closed", .possible, because: facts,
      or: [
        "stale-connection", "backend-moved", "process-died", "connect-cancelled", "injected-reset",
        "no-kernel-socket", "conntrack-invalid", "asymmetric-path", "duplicate-address",
      ])
  }

  /// A RST that came, of whose socket only the state is known.
  private static func received(_ reset: ReceivedReset) -> Mechanism? {
    let fact = Reason.receiverState(reset.socket)
    switch reset.socket.state {
    case .synSent:
      return Mechanism("port-closed", because: [fact], or: ["firewall-reject", "admission-limit"])
    case .closeWait:
      return Mechanism(
        "write-after-close", .possible, because: [fact],
        or: idle + ["process-died", "unread-data-at-close", "linger2-negative"]
          + refinements)
    default: return nil
    }
  }

  /// A RST of which nothing but the packet is known.
  private static func packet(_ reset: WireReset) -> Mechanism? {
    if let forged = forged(reset) { return forged }
    guard reset.form == .refusal else { return nil }
    return Mechanism(
      "port-closed", because: reset.facts,
      or: ["firewall-reject", "injected-reset", "admission-limit", "mptcp-reset"])
  }

  /// A RST that is unlike what its connection began with.
  private static func forged(_ reset: WireReset) -> Mechanism? {
    let marks = reset.marks
    guard reset.direction != .outgoing, reset.hopDifference != nil || marks.count > 1 else {
      return nil
    }
    let isNearer = reset.hopDifference.map { $0 > 0 } ?? false
    let others = ["stale-connection", "backend-moved", "middlebox-idle-expiry"]
    if reset.resemblesReject, isNearer {
      return Mechanism(
        "firewall-reject", because: marks + reset.facts, or: ["injected-reset"] + others,
        sender: .firewall)
    }
    return Mechanism(
      "injected-reset", reset.resemblesReject ? .possible : .likely, because: marks + reset.facts,
      or: ["firewall-reject"] + others, sender: .middlebox)
  }
}
