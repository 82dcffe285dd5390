import Facts

/// The answer for one reset or failure, from the catalogue.
public func diagnose(_ evidence: Evidence) -> Finding { diagnose(evidence, among: catalog) }

func diagnose(_ evidence: Evidence, among causes: [any Cause.Type]) -> Finding {
  if let finding = foreignEnd(before: evidence, among: causes) { return finding }
  guard let first = evidence.firstReset else { return judge(evidence, among: causes) }
  // What was on its way to a connection that had been reset has that reset's cause.
  var finding = judge(first, among: causes)
  finding.time = evidence.time
  finding.kernel = evidence.kernel
  finding.evidence.append(.resetBefore(evidence.time - first.time))
  return finding
}

/// The finding where somebody else than the two ends had ended the connection at the sender's: the RST answers
/// an end that knew nothing of it.
private func foreignEnd(before evidence: Evidence, among causes: [any Cause.Type]) -> Finding? {
  guard let end = evidence.endedBefore else { return nil }
  var first = Evidence(received: end.received, firewall: end.firewall)
  first.livingSender = evidence.received?.socket.lastOpenState
  guard Verdict(first, amongAll: causes)?.cause.precedence == .forged else { return nil }
  var finding = judge(first, among: causes)
  finding.time = evidence.time
  finding.seen = .sent
  finding.kernel = evidence.kernel
  finding.error = evidence.receiverError
  let (own, other) = (evidence.senderProcess, evidence.receiverProcess)
  let ownIsClient = finding.client == evidence.flow.source
  finding.clientProcess = (ownIsClient ? own : other) ?? finding.clientProcess
  finding.serverProcess = (ownIsClient ? other : own) ?? finding.serverProcess
  finding.evidence.append(.resetBefore(evidence.time - first.time))
  return finding
}

private func judge(_ evidence: Evidence, among causes: [any Cause.Type]) -> Finding {
  var finding = evidence.outline
  if let verdict = Verdict(evidence, amongAll: causes) {
    finding.take(verdict)
    finding.harmless = evidence.harmlessness(of: verdict.match)
  } else {
    finding.evidence = evidence.bareFacts
    let known = Set(causes.map { $0.id })
    finding.alternatives = evidence.unseenCauses.filter(known.contains).map { .init($0, .possible) }
    finding.harmless = evidence.harmlessness(of: nil)
  }
  if let ends = finding.translated { finding.evidence.append(.translated(ends)) }
  if finding.confidence != .certain {
    finding.next += evidence.nextSteps(decided: finding.cause != nil)
  }
  return finding
}

extension Endpoint {
  /// Nil for what a listener has in the place of its peer.
  fileprivate var known: Endpoint? { address.isUnspecified && port == 0 ? nil : self }
}

extension Evidence {
  /// All of a finding that does not depend on its cause.
  fileprivate var outline: Finding {
    // Where nothing tells the roles, the sender is put down as the server, and `roles` says so.
    let sender = senderRole ?? .server
    let (source, destination) = (flow.source.known, flow.destination.known)
    var finding = Finding(
      time: time,
      client: sender == .client ? source : destination,
      server: sender == .client ? destination : source,
      roles: seenSenderRole != nil ? .seen : senderRole != nil ? .inferred : .unknown,
      netns: netns,
      seen: seen,
      sender: isFailure ? .unknown : sender == .client ? .client : .server)
    if isFailure { finding.kind = .failure }
    finding.translated = translated.map {
      sender == .client
        ? .init(client: $0.source, server: $0.destination)
        : .init(client: $0.destination, server: $0.source)
    }
    finding.error = receiverError
    finding.kernel = kernel
    finding.clientProcess = sender == .client ? senderProcess : receiverProcess
    finding.serverProcess = sender == .client ? receiverProcess : senderProcess
    return finding
  }

  private var seen: Finding.Seen {
    if isFailure { return .state }
    if sent != nil || firewall != nil { return .sent }
    return received != nil ? .received : .wire
  }

  /// The evidence of the reset that had ended this very connection before; nil where there was none.
  fileprivate var firstReset: Evidence? {
    guard let origin, let sent else { return nil }
    // Ports are used again: whatever is known of a later connection is not about that one.
    let later = [sent.closure?.time, sent.overflow, received?.socket.openedAt]
    guard later.allSatisfy({ $0.map { $0 <= origin.time } ?? true }) else { return nil }
    var first = self
    first.sent = origin
    first.origin = nil
    return first
  }

  /// A cause that is not harmless by itself is harm only if some program gets the error.
  fileprivate func harmlessness(of match: Match?) -> Bool? {
    if let match, match.harmless != false { return match.harmless }
    return receiverError != nil || senderFails ? false : nil
  }
}
