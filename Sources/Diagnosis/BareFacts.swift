import Facts

extension Evidence {
  /// What the kernel said, where no cause fits it.
  var bareFacts: [Reason] {
    var facts: [Reason] = []
    if let reason = sent?.reason {
      facts.append(
        Reason(
          "kernel-reason", reason,
          Text(en: "The kernel gives the reason \(reason)", zh: "内核给出的原因是 \(reason)")))
    }
    if let site = sent?.mostTellingSite { facts.append(.callSite(site)) }
    if let socket = sent?.socket { facts.append(.state(socket.lastOpenState)) }
    if let trigger { facts.append(.trigger(trigger)) }
    if let closure = sent?.closure { facts.append(.earlierClose(closure, before: time)) }
    if let socket = onlyReceiver { facts.append(.receiverState(socket)) }
    if let wire { facts += wire.facts }
    if let failure { facts += failure.facts }
    if let drops { facts += drops.facts }
    return facts
  }
}

extension WireReset {
  /// What the packet itself says.
  var facts: [Reason] {
    [
      reason(form),
      Reason(
        "hop-limit", "\(hopLimit)",
        Text(
          en: "It was seen with a TTL of \(hopLimit) and a window of \(window)",
          zh: "观测到的 TTL 为 \(hopLimit)，窗口为 \(window)"), source: .wire),
    ]
  }

  private func reason(_ form: Form) -> Reason {
    switch form {
    case .refusal:
      Reason(
        "reset-form", "refusal",
        Text(
          en: "The RST has sequence number 0 and an ACK: it refuses a SYN",
          zh: "RST 的序列号为 0 且带 ACK：它拒绝的是一个 SYN"), source: .wire)
    case .answer:
      Reason(
        "reset-form", "answer",
        Text(
          en: "The RST has no ACK: it answers a segment that fits no connection of its sender",
          zh: "RST 不带 ACK：它是在应答一个与发送方任何连接都不符的报文"), source: .wire)
    case .abort:
      Reason(
        "reset-form", "abort",
        Text(
          en:
            "The RST has an ACK and a sequence number of its own: its sender ended the connection itself",
          zh: "RST 带 ACK 且有自己的序列号：是发送方主动终止了连接"), source: .wire)
    }
  }
}
