import Facts

/// The facts that several causes show.
extension Reason {
  static func callSite(_ function: String) -> Reason {
    Reason(
      "call-site", function,
      Text(en: "The kernel sent the RST from \(function)()", zh: "内核在 \(function)() 中发出 RST"))
  }

  static func state(_ state: TCPState) -> Reason {
    Reason(
      "state", state.name,
      Text(
        en: "The sender's socket was in \(state.name)", zh: "发送方的套接字处于 \(state.name) 状态"))
  }

  static func receiverState(_ socket: Socket) -> Reason {
    Reason(
      "receiver-state", socket.state.name,
      Text(
        en: "The connection was in \(socket.state.name) here when the RST came",
        zh: "RST 到达时，本机的连接处于 \(socket.state.name) 状态"))
  }

  static func trigger(_ segment: Segment) -> Reason {
    let kind = segment.kind
    return Reason(
      "trigger", kind.en,
      Text(en: "The RST answers \(kind.en)", zh: "RST 应答的是\(kind.zh)"), source: .wire)
  }

  static func translated(_ ends: Finding.Ends) -> Reason {
    Reason(
      "translated", "\(ends.client) to \(ends.server)",
      Text(
        en: "Behind NAT the same connection is \(ends.client) to \(ends.server)",
        zh: "经过 NAT 之后，同一连接是 \(ends.client) → \(ends.server)"), source: .configuration)
  }

  static func unread(_ bytes: UInt32) -> Reason {
    Reason(
      "unread-bytes", "\(bytes) bytes",
      Text(
        en: "\(bytes) bytes had arrived and were never read",
        zh: "接收缓冲区里有 \(bytes) 字节一直没有被读取"))
  }

  static func closer(_ process: Process) -> Reason {
    Reason(
      "closed-by", "\(process.command)[\(process.pid)]",
      Text(
        en: "\(process.named.en) closed the connection",
        zh: "关闭连接的进程是 \(process.named.zh)"), source: .process)
  }

  static func earlierClose(_ closure: Closure, before time: Timestamp) -> Reason {
    let age = (time - closure.time).text
    let by = closure.by?.named ?? Text(en: "The sender's program", zh: "发送方的程序")
    let (fact, text) =
      switch closure.manner {
      case .fin: ("closed-before", closed(age, by))
      case .cancelled: ("cancelled-before", cancelled(age, by))
      case .error(let error): ("given-up-before", givenUp(age, error))
      case .silent: ("forgotten-before", forgotten(age))
      }
    return Reason(fact, age, text, source: .history)
  }

  private static func closed(_ age: String, _ by: Text) -> Text {
    Text(
      en: "\(by.en) had closed this connection \(age) before",
      zh: "\(by.zh)在 \(age) 之前已经关闭该连接")
  }

  private static func cancelled(_ age: String, _ by: Text) -> Text {
    Text(
      en: "\(by.en) had given up this connect \(age) before",
      zh: "\(by.zh)在 \(age) 之前已放弃这次连接")
  }

  private static func givenUp(_ age: String, _ error: ErrorNumber) -> Text {
    Text(
      en: "The sender's kernel had given the connection up with \(error.name) \(age) before",
      zh: "发送方的内核在 \(age) 之前已因 \(error.name) 放弃该连接")
  }

  private static func forgotten(_ age: String) -> Text {
    Text(
      en: "The sender's socket had been removed without a word \(age) before",
      zh: "发送方的套接字在 \(age) 之前被移除，且没有通知对端")
  }

  static func resetBefore(_ age: Duration) -> Reason {
    Reason(
      "reset-before", age.text,
      Text(
        en:
          "The connection had been reset \(age.text) before; this answers what was still on its way",
        zh: "该连接在 \(age.text) 之前已被重置，这个 RST 只是对在途报文的应答"), source: .history)
  }

  static func idle(_ pause: Duration) -> Reason {
    Reason(
      "idle", pause.text,
      Text(
        en: "The connection had been idle for \(pause.text)", zh: "连接此前已空闲 \(pause.text)"),
      source: .history)
  }

  static func noMemory() -> Reason {
    Reason(
      "no-memory", "none",
      Text(
        en: "This host has no memory of the connection: it did not see it open or close",
        zh: "本机没有该连接的任何记录：既没看到它建立，也没看到它关闭"), source: .history)
  }

  static func peerFIN() -> Reason {
    Reason(
      "receiver-had-closed", "FIN",
      Text(en: "The RST's receiver had already closed", zh: "RST 的接收方此前已经关闭连接"))
  }
}

extension Process {
  /// The process as texts name it.
  var named: Text {
    Text(en: "\(command) (pid \(pid))", zh: "\(command)（pid \(pid)）")
  }
}

extension Segment {
  /// What the segment is, in words.
  fileprivate var kind: Text {
    if isSYN { return Text(en: "a SYN", zh: "一个 SYN") }
    if isSYNACK { return Text(en: "a SYN-ACK", zh: "一个 SYN-ACK") }
    if payloadLength > 0 {
      return Text(en: "\(payloadLength) bytes of data", zh: "一段 \(payloadLength) 字节的数据")
    }
    if flags.contains(.fin) { return Text(en: "a FIN", zh: "一个 FIN") }
    return Text(en: "an ACK without data", zh: "一个不带数据的 ACK")
  }
}
