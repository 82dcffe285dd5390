import Facts

/// The facts of failures that no RST tells of.
extension Reason {
  /// How long a connect or data went unanswered, and how often it was sent.
  static func unanswered(_ failure: FailedConnection) -> Reason {
    let sent = failure.retransmissions + 1
    let span = failure.unanswered?.text
    let value = (span.map { "\($0), " } ?? "") + "\(sent) times"
    let within = span.map { Text(en: " in \($0)", zh: "在 \($0) 内") } ?? Text("")
    if failure.state == .synSent {
      return Reason(
        "unanswered-syn", value,
        Text(
          en: "The SYN was sent \(sent) times\(within.en), and nothing answered it",
          zh: "SYN \(within.zh)共发送 \(sent) 次，没有任何应答"))
    }
    let bytes = failure.socket.unacknowledgedBytes
    return Reason(
      "unanswered-data", "\(bytes) bytes, " + value,
      Text(
        en: "\(bytes) bytes were not acknowledged; the first were sent \(sent) times\(within.en)",
        zh: "有 \(bytes) 字节未被确认，其中最早的报文\(within.zh)共发送 \(sent) 次"))
  }

  static func userTimeout(_ limit: Duration) -> Reason {
    Reason(
      "user-timeout", limit.text,
      Text(
        en: "TCP_USER_TIMEOUT is \(limit.text) on this socket: the kernel gives up after that",
        zh: "该套接字设置了 TCP_USER_TIMEOUT \(limit.text)，内核到时即放弃"))
  }

  /// That the program did not wait for the kernel to give up.
  static func gaveUp(_ process: Process?) -> Reason {
    let name = process?.named
    return Reason(
      "connect-given-up", process.map { "\($0.command)[\($0.pid)]" } ?? "closed",
      Text(
        en: "\(name?.en ?? "The program") closed the socket while connect() was still waiting",
        zh: "\(name?.zh ?? "程序")在 connect() 仍未返回时关闭了套接字"), source: .process)
  }

  static func noPort() -> Reason {
    Reason(
      "no-local-port", "EADDRNOTAVAIL",
      Text(
        en: "connect() found no free local port for this destination; no packet was sent",
        zh: "connect() 没有找到可用于该目的地的本地端口，没有发出任何报文"))
  }

  /// A counter of the namespace that moved between two looks at it.
  static func counter(_ counter: Counter, _ change: CounterChange, _ meaning: Text) -> Reason {
    let value = "\(counter.rawValue) +\(change[counter])"
    let span = (change.time - change.since).text
    return Reason(
      "counter", value,
      Text(
        en: "\(meaning.en) (\(value) within \(span))", zh: "\(meaning.zh)（\(span) 内 \(value)）"))
  }

  /// What a listener counts itself.
  static func listenerDrops(_ drops: ListenerDrops) -> [Reason] {
    guard drops.drops > 0, let server = drops.server else { return [] }
    let owner = drops.listener?.owner?.named
    let (count, by) = (drops.drops, owner.map { ", \($0.en)," } ?? "")
    return [
      Reason(
        "listener-drops", "\(count)",
        Text(
          en: "The listener on \(server)\(by) counted \(count) drops in that time",
          zh: "监听 \(server) 的\(owner.map { " \($0.zh)" } ?? "套接字")在此期间记录了 \(count) 次丢弃"))
    ]
  }

  /// The connections that wait for accept(), beside the most that may.
  static func acceptQueue(_ listener: Listener) -> Reason {
    let (length, limit) = (listener.queueLength, listener.queueLimit)
    return Reason(
      "listener-queue", "\(length) of \(limit)",
      Text(
        en: length > limit
          ? "\(length) connections waited for accept(), above the limit of \(limit)"
          : "\(length) connections waited for accept(); the limit is \(limit)",
        zh: "等待 accept 的连接有 \(length) 个，上限为 \(limit)"))
  }

  /// The handshakes that wait for their last ACK, beside the most that may.
  static func requestQueue(_ listener: Listener) -> [Reason] {
    guard let count = listener.halfOpen else { return [] }
    let limit = listener.queueLimit
    return [
      Reason(
        "half-open", "\(count) of \(limit)",
        Text(
          en: "\(count) handshakes waited for their last ACK; the listener's backlog is \(limit)",
          zh: "有 \(count) 个握手在等待最后的 ACK，监听的 backlog 为 \(limit)"))
    ]
  }
}

extension FailedConnection {
  /// What is known of it, where no cause fits.
  var facts: [Reason] {
    let state = Reason(
      "state", state.name,
      Text(
        en: "The connection failed in \(state.name)\(error.map { " with \($0.name)" } ?? "")",
        zh: "连接在 \(state.name) 状态失败\(error.map { "，错误为 \($0.name)" } ?? "")"))
    return [state] + (retransmissions > 0 ? [.unanswered(self)] : [])
  }
}

extension ListenerDrops {
  /// What is known of it, where no cause fits.
  var facts: [Reason] {
    let count = Reason.counter(
      .listenDrops, change, Text(en: "Listeners dropped handshakes", zh: "监听套接字丢弃了握手"))
    return [count] + Reason.listenerDrops(self) + (listener.map { [.acceptQueue($0)] } ?? [])
  }
}
