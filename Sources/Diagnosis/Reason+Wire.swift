import Facts

/// The facts that packets show.
extension Reason {
  static func onWire(_ fact: String, _ value: String, en: String, zh: String) -> Reason {
    Reason(fact, value, Text(en: en, zh: zh), source: .wire)
  }

  /// Bytes that the other end had sent last, and that got no answer.
  static func unansweredRequest(_ end: CapturedEnd) -> Reason {
    let age = end.receiver.lastPayload.map { end.time - $0 } ?? .zero
    let frame = end.receiver.lastPayloadFrame
    return onWire(
      "unanswered-payload", "frame \(frame), \(age.text)",
      en:
        "The other end's last payload (frame \(frame)) came \(age.text) before the reset and got no answer",
      zh: "对端最后的数据（帧 \(frame)）在 RST 之前 \(age.text) 到达，没有得到应答")
  }

  static func closedBefore(_ end: CapturedEnd) -> Reason? {
    guard let fin = end.sender.fin else { return nil }
    let age = (end.time - fin.time).text
    return onWire(
      "closed-before", "frame \(fin.frame), \(age)",
      en: "The reset's sender had closed with a FIN (frame \(fin.frame)) \(age) before",
      zh: "发送 RST 的一端在 \(age) 之前已用 FIN（帧 \(fin.frame)）关闭连接")
  }

  /// How the late payload and the FIN met.
  static func meeting(_ end: CapturedEnd) -> Reason? {
    switch end.crossedFIN {
    case true?:
      onWire(
        "crossing", "ACK below the FIN",
        en: "The payload and the FIN crossed: its sender had not seen the FIN",
        zh: "数据与 FIN 在途中交错：发送数据的一端当时还没看到 FIN")
    case false?:
      onWire(
        "fin-acknowledged", "ACK above the FIN",
        en: "The payload's sender had acknowledged the FIN before it wrote",
        zh: "发送数据的一端在写入之前已经确认了 FIN")
    case nil: nil
    }
  }

  /// What the program that captured wrote of the host's process.
  static func named(_ process: Process) -> Reason {
    let name = "\(process.command) (PID \(process.pid))"
    return onWire(
      "named-process", name, en: "The capture's comments name the process \(name)",
      zh: "抓包文件的注释中记录的进程是 \(name)")
  }

  /// What a message of ICMP said.
  static func notice(_ notice: PathNotice) -> Reason {
    let (reporter, frame) = (notice.reporter, notice.frame)
    let said =
      switch notice.kind {
      case .tooBig:
        notice.mtu == 0
          ? Text(en: "the packet is too long", zh: "报文过长")
          : Text(
            en: "no packet longer than \(notice.mtu) bytes passes",
            zh: "超过 \(notice.mtu) 字节的报文无法通过")
      case .prohibited: Text(en: "a rule forbids it", zh: "被规则禁止")
      case .portUnreachable: Text(en: "port unreachable", zh: "端口不可达")
      case .unreachable: Text(en: "no way to the host", zh: "主机不可达")
      case .timeExceeded: Text(en: "the packet's TTL was used up", zh: "报文的 TTL 已耗尽")
      }
    return onWire(
      "icmp", "\(reporter), frame \(frame)",
      en: "\(reporter) said by ICMP (frame \(frame)): \(said.en)",
      zh: "\(reporter) 通过 ICMP 报告（帧 \(frame)）：\(said.zh)")
  }

  static func handshakeOnly(_ end: CapturedEnd) -> Reason {
    onWire(
      "no-answer-but-handshake", "\(end.sender.handshakes) SYN-ACK",
      en: "The server had sent nothing but \(end.sender.handshakes) SYN-ACK when it reset",
      zh: "服务端在发出 RST 之前只发过 \(end.sender.handshakes) 个 SYN-ACK")
  }

  static func pause(_ pause: Duration) -> Reason {
    onWire(
      "idle", pause.text, en: "The connection had been idle for \(pause.text)",
      zh: "连接此前已空闲 \(pause.text)")
  }
}

extension CapturedEnd {
  /// What the packets show, where no cause fits them.
  var bareFacts: [Reason] {
    var facts = reset.map(\.facts) ?? []
    if let closed = Reason.closedBefore(self) { facts.append(closed) }
    if isUnanswered, kind == .reset { facts.append(.unansweredRequest(self)) }
    if let notice { facts.append(.notice(notice)) }
    return facts
  }

  /// What came of the reset.
  var effects: [Reason] {
    var effects: [Reason] = []
    if aftermath.resets > 1 {
      effects.append(
        .onWire(
          "repeated", "\(aftermath.resets) resets",
          en: "\(aftermath.resets) RSTs came from the same end: one event",
          zh: "同一端共发出 \(aftermath.resets) 个 RST，属于同一事件"))
    }
    if wasIgnored {
      effects.append(
        .onWire(
          "no-effect", "\(aftermath.fromReceiver) packets",
          en: "It had no effect: payload went on in both directions after it",
          zh: "该 RST 没有生效：之后双方仍在继续传输数据"))
    }
    return effects
  }
}
