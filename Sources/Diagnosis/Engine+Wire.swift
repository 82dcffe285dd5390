public import Facts

/// The answer for one reset or failure in a capture, from the catalogue.
public func diagnose(_ end: CapturedEnd) -> Finding { diagnose(end, among: catalog) }

func diagnose(_ end: CapturedEnd, among causes: [any Cause.Type]) -> Finding {
  var finding = end.outline
  if let verdict = Verdict(end, among: causes) {
    finding.take(verdict)
    finding.harmless =
      verdict.match.harmless != false
      ? verdict.match.harmless : end.receiverError == nil ? nil : false
  } else {
    finding.evidence = end.bareFacts
    finding.harmless = end.receiverError == nil ? nil : false
  }
  finding.evidence += end.effects
  if let process = end.process { finding.evidence.append(.named(process)) }
  if finding.confidence != .certain { finding.next += end.nextSteps }
  return finding
}

extension CapturedEnd {
  /// All of a finding that does not depend on its cause.
  fileprivate var outline: Finding {
    let role = senderRole ?? .server
    var finding = Finding(
      time: time, client: role == .client ? sender.endpoint : receiver.endpoint,
      server: role == .client ? receiver.endpoint : sender.endpoint,
      roles: senderRole == nil ? .unknown : roleIsSeen ? .seen : .inferred, netns: 0, seen: .wire,
      sender: kind != .reset ? .unknown : role == .client ? .client : .server)
    if kind != .reset { finding.kind = .failure }
    finding.frame = frame
    if processEnd == finding.client { finding.clientProcess = process }
    if processEnd == finding.server { finding.serverProcess = process }
    finding.error = receiverError
    return finding
  }

  /// The errno that the other end's program gets; nil where there is none or no telling.
  ///
  /// `tcp_reset()`: ECONNREFUSED in SYN_SENT, EPIPE in CLOSE_WAIT, else ECONNRESET.
  var receiverError: ErrorNumber? {
    switch kind {
    case .unansweredSYN: return .timedOut
    // icmp_err_convert[] and tcpv6's icmpv6_err_convert().
    case .turnedAway: return notice?.kind == .portUnreachable ? .connectionRefused : nil
    case .unansweredData: return sender.fin == nil ? .timedOut : nil
    case .ignoredHandshake, .lateAnswer: return nil
    case .reset: break
    }
    // Whoever goes on sending has not believed the reset.
    if aftermath.fromReceiver > 0 || receiver.fin != nil { return nil }
    if reset?.form == .refusal, !sender.wasSeen { return .connectionRefused }
    // A server's SYN_RECV belongs to no program yet.
    if senderRole == .client, handshake != .complete, receiver.payload == 0 { return nil }
    return sender.fin?.isAcknowledged == true ? .brokenPipe : .connectionReset
  }

  /// What to run, and where, to learn what no packet says.
  fileprivate var nextSteps: [NextStep] {
    let port = (server ?? (sender.endpoint.port < receiver.endpoint.port ? sender : receiver))
      .endpoint.port
    let place: NextStep.Place = senderRole == .client ? .client : .server
    let address = sender.endpoint.address
    let text =
      kind == .reset
      ? Text(
        en: """
          Watch on \(address), where the reset comes from: its kernel knows why. If nothing is seen \
          there, a device in between sent it.
          """,
        zh: """
          在 RST 的来源主机 \(address) 上运行 watch：只有它的内核知道原因；如果那里什么都没看到，\
          RST 就是中间设备发出的。
          """)
      : Text(
        en:
          "Watch on \(receiver.endpoint.address), which did not answer: what became of the packets there?",
        zh: "在没有应答的主机 \(receiver.endpoint.address) 上运行 watch，看报文到达后的去向。")
    let isServer = kind == .reset ? place == .server : senderRole == .client
    return [
      NextStep(
        text, command: "sudo whyreset watch --port \(port)", on: isServer ? .server : .client)
    ]
  }
}
