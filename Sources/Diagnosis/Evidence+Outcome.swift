import Facts

/// What the reset did to the programs at both ends.
extension Evidence {
  /// The errno that the RST's receiver gets from its next call; nil where there is none or no telling.
  ///
  /// `tcp_reset()`: ECONNREFUSED in SYN_SENT, EPIPE in CLOSE_WAIT, else ECONNRESET.
  var receiverError: ErrorNumber? {
    if let failure { return failure.socket.hasDescriptor == false ? nil : failure.error }
    // A subflow's socket belongs to the kernel: the program has the connection above it.
    if isOfMultipath { return nil }
    if let received { return received.error }
    if firewall?.refusesConnect == true { return .connectionRefused }
    guard let sent else { return wire?.form == .refusal ? .connectionRefused : nil }
    // A SYN was refused, or a connection reset: the segment that would tell was not seen.
    if sent.hasUnseenTrigger, sent.socket == nil { return nil }
    if trigger?.isSYN == true { return .connectionRefused }
    // A client's kernel resets what answers its SYN wrongly; TIME_WAIT or nobody may be behind it.
    let connects = sent.socket?.lastOpenState == .synSent
    if trigger?.isSYNACK == true || connects || receiverFINWasSeen { return nil }
    guard senderHadSentFIN else { return .connectionReset }
    return receiverHadFIN ? .brokenPipe : nil
  }

  /// Whether Multipath TCP gave the reason.
  var isOfMultipath: Bool { sent?.reason?.hasPrefix("MPTCP_RST_") == true }

  /// Whether a call of the sender's own program fails as well.
  var senderFails: Bool {
    if senderError != nil { return true }
    // tcp_abort() and the keepalive timer set sk_err before they reset.
    let isAborted = passed("tcp_abort") || reason == "TCP_KEEPALIVE_TIMEOUT"
    if isAborted, sent?.socket?.hasDescriptor != false { return true }
    if case .error = sent?.closure?.manner { return true }
    return false
  }

  private var senderHadSentFIN: Bool {
    orderlyClose != nil || lateSegment != nil
      || sent?.socket?.lastOpenState.hasSentFIN == true
  }

  /// Whether the FIN was acknowledged; while it was not, it may have been lost.
  private var receiverHadFIN: Bool {
    if sent?.fromTimeWait == true || sent?.socket?.lastOpenState == .finWait2 { return true }
    guard let closure = orderlyClose, let segment = laterSegment else { return false }
    return closure.isAcknowledged(by: segment) == true
  }

  /// The owner of the socket at the sender's end, else the process that closed it, else, for a
  /// server, the one that listens.
  var senderProcess: Process? {
    if let failure { return failure.socket.owner }
    guard let sent else { return drops?.listener?.owner }
    if let owner = sent.socket?.owner { return owner }
    if let closure = sent.closure, let closer = closure.by ?? closure.socket.owner { return closer }
    if sent.isFromListener { return sent.listener?.owner ?? actingCloser }
    return actingCloser ?? listening(sent.listener, for: senderRole)
  }

  var receiverProcess: Process? {
    if failure != nil { return drops?.listener?.owner }
    guard let received else { return nil }
    if let owner = received.socket.owner { return owner }
    if let closure = received.closure, let closer = closure.by ?? closure.socket.owner {
      return closer
    }
    return listening(received.listener, for: senderRole?.opposite)
  }

  /// Of a connection that a server took and that nobody was seen to hold, its listener's owner.
  private func listening(_ listener: Listener?, for role: Socket.Role?) -> Process? {
    role == .server && listener?.closedAt == nil ? listener?.owner : nil
  }

  /// The command name of the server's process, if it was seen.
  var serverCommand: String? {
    (senderRole == .server ? senderProcess : receiverProcess)?.command
  }

  /// The process in whose call the RST went: the closer, unless it destroys other programs' sockets.
  private var actingCloser: Process? {
    sentByProcess && !passed("tcp_abort") ? sent?.actor : nil
  }

  /// The kernel's own words.
  var kernel: Finding.Kernel {
    Finding.Kernel(
      reason: sent?.reason, state: kernelState?.name, site: sent?.mostTellingSite)
  }

  private var kernelState: TCPState? {
    if let failure { return failure.state }
    guard let sent else { return received?.socket.state ?? (drops == nil ? nil : .listen) }
    if let socket = sent.socket { return socket.state }
    if sent.fromTimeWait { return .timeWait }
    return sent.isFromListener ? .listen : nil
  }
}

extension SentReset {
  /// Functions that name the cause, before those that many causes pass through.
  private static let tellingSites = [
    "tcp_check_req", "inet_csk_listen_stop", "tcp_abort", "tcp_out_of_resources",
    "tcp_keepalive_timer", "tcp_write_timer", "__inet_stream_connect", "inet_stream_connect",
    "tcp_disconnect", "__tcp_close", "tcp_rcv_state_process",
  ]

  var mostTellingSite: String? { Self.tellingSites.first(where: sites.contains) ?? sites.first }

  /// Whether a listening socket sent it, rather than one that only listens on the same port.
  var isFromListener: Bool {
    if fromListener || sites.contains("tcp_check_req") || sites.contains("inet_csk_listen_stop") {
      return true
    }
    guard socket == nil, !fromTimeWait, listener != nil else { return false }
    return reason == "TCP_FLAGS" || reason == "INVALID_SYN"
  }
}
