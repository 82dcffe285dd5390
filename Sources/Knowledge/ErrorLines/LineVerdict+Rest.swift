internal import Diagnosis

extension LineVerdict {
  mutating func addRefused(_ reading: LineReading) {
    exclude(
      "accept-queue-overflow", "syn-queue-overflow",
      because: Text(
        en: """
          Linux drops the SYN when a queue is full; it does not refuse it
          """, zh: "队列满时 Linux 丢弃 SYN，而不是拒绝"))
    exclude(
      "keepalive-race", "stale-connection", "middlebox-idle-expiry",
      because: Text(en: "there was no connection yet", zh: "连接还没有建立"))
    suspects += Self.ofRefusal
  }

  mutating func addSilence(_ reading: LineReading) {
    exclude(
      "port-closed", "unread-data-at-close", "linger-zero",
      because: Text(
        en: "they answer with a RST at once; here nothing came", zh: "这些会立即回 RST；这里什么都没有收到"))
    switch reading.pattern.symptom {
    case .connectTimeout: addUnansweredConnect()
    case .gaveUp: addGivenUp(reading)
    default: addSilentServer(reading)
    }
  }

  private mutating func addUnansweredConnect() {
    exclude("keepalive-race", because: Text(en: "there was no connection yet", zh: "连接还没有建立"))
    suspects += Self.ofUnansweredConnect
  }

  private mutating func addGivenUp(_ reading: LineReading) {
    suspects += Self.ofGivenUp
    if reading.pattern.phase == .unknown { suspects += Self.ofUnknownConnect }
  }

  private mutating func addSilentServer(_ reading: LineReading) {
    suspects += Self.ofSilentServer
  }

  /// Failures that name their cause, and those that say little.
  mutating func addRest(_ reading: LineReading) {
    guard let (cause, why) = Self.named[reading.pattern.symptom] else {
      if reading.pattern.symptom == .unclear { addUnclear(reading) }
      if reading.pattern.symptom == .queueFull { addQueueFull() }
      return
    }
    suspect(cause, .likely, why)
  }

  private mutating func addQueueFull() {
    exclude(
      "port-closed", "keepalive-race",
      because: Text(en: "the program listens; its queue has no room", zh: "程序在监听，只是队列已满"))
    suspect(
      "accept-queue-overflow", .likely,
      Text(
        en: """
          connections wait for accept() in a queue that is full or too short
          """, zh: "等待 accept 的队列已满或过短"))
    suspect(
      "file-descriptor-exhaustion",
      Text(en: "accept() may fail for want of descriptors", zh: "accept 可能因描述符耗尽而失败"))
  }

  private mutating func addUnclear(_ reading: LineReading) {
    if reading.pattern.phase == .connecting {
      suspect("port-closed", Text(en: "refused: fails at once", zh: "被拒绝：立即失败"))
      suspect(
        "retransmission-timeout", Text(en: "no answer: fails after seconds", zh: "无应答：数秒后才失败"))
      suspect("accept-queue-overflow", Text(en: "under load", zh: "高负载时"))
      return
    }
    suspect("keepalive-race", Text(en: "on a reused connection", zh: "若是复用的连接"))
    suspect("unread-data-at-close", Text(en: "if a RST came", zh: "若收到了 RST"))
    suspect("process-died", Text(en: "if the server's process ended", zh: "若服务进程结束"))
    suspect("port-closed", Text(en: "if the connect failed", zh: "若是连接失败"))
  }

  private static let ofRefusal: [Suspect] = [
    Suspect(
      "port-closed", .likely,
      Text(
        en: """
          nothing listens there: not started, another port, or bound to 127.0.0.1 only
          """, zh: "那里没有监听：服务未启动、端口不对，或只绑定在 127.0.0.1")),
    Suspect(
      "graceless-restart",
      Text(en: "for a moment only: the server was restarting", zh: "若只持续片刻：服务端正在重启")),
    Suspect("firewall-reject", Text(en: "a firewall rule rejects it", zh: "防火墙规则拒绝")),
    Suspect(
      "backend-moved",
      Text(en: "the address belongs to a container or server that is gone", zh: "该地址属于已不存在的容器或服务器")),
  ]

  private static let ofUnansweredConnect: [Suspect] = [
    Suspect(
      "retransmission-timeout", .likely,
      Text(
        en: """
          the SYNs or their answers do not arrive: a firewall that drops, a wrong route, a host \
          that is down
          """, zh: "SYN 或其应答没有到达：防火墙丢弃、路由错误、主机宕机")),
    Suspect(
      "accept-queue-overflow",
      Text(en: "under load: a full accept queue drops SYNs", zh: "高负载时：全连接队列已满，SYN 被丢弃")),
    Suspect(
      "syn-queue-overflow",
      Text(en: "SYN cookies are off and the SYN queue is full", zh: "SYN cookie 关闭且半连接队列已满")),
    Suspect(
      "conntrack-table-full",
      Text(
        en: """
          a host on the way has no room for another tracked connection
          """, zh: "途经主机的连接跟踪表已满")),
    Suspect(
      "asymmetric-path", Text(en: "a stateful device sees one direction only", zh: "有状态设备只看到单向流量")),
    Suspect(
      "tw-recycle-paws",
      Text(
        en: """
          some clients behind one NAT address only, and a server with a kernel before 4.12
          """, zh: "只有同一 NAT 后的部分客户端失败，且服务端内核早于 4.12")),
  ]

  private static let ofUnknownConnect: [Suspect] = [
    Suspect(
      "accept-queue-overflow",
      Text(
        en: "if connect() failed, under load: a full accept queue drops SYNs",
        zh: "若是 connect() 失败且高负载：全连接队列已满，SYN 被丢弃")),
    Suspect(
      "syn-queue-overflow",
      Text(
        en: "if connect() failed, and SYN cookies are off: the SYN queue is full",
        zh: "若是 connect() 失败且 SYN cookie 关闭：半连接队列已满")),
  ]

  private static let ofGivenUp: [Suspect] = [
    Suspect(
      "retransmission-timeout", .likely,
      Text(en: "what was sent was never acknowledged", zh: "发出的数据一直没有被确认")),
    Suspect(
      "keepalive-probe-timeout",
      Text(
        en: """
          the connection was idle and its keep-alive probes were not answered
          """, zh: "连接空闲，保活探测没有得到应答")),
    Suspect(
      "middlebox-idle-expiry",
      Text(
        en: """
          after a long idle time: a device in between forgot the connection and drops its packets
          """, zh: "长时间空闲后：中间设备忘记了连接并丢弃报文")),
    Suspect("path-mtu", Text(en: "if only large transfers stall", zh: "若只有大数据传输卡住")),
  ]

  private static let ofSilentServer: [Suspect] = [
    Suspect(
      "application-timeout", .likely,
      Text(en: "the server takes longer than this side waits", zh: "服务端处理时间超过本端的等待时间")),
    Suspect(
      "accept-queue-overflow",
      Text(
        en: """
          the connection waits in the server's accept queue, or the server does not have it \
          (tcp_abort_on_overflow 0)
          """,
        zh: """
          连接还在服务端的全连接队列中，或服务端其实没有它（tcp_abort_on_overflow 为 0）
          """)),
    Suspect(
      "file-descriptor-exhaustion",
      Text(en: "the server cannot accept: no descriptor is left", zh: "服务端描述符耗尽，无法 accept")),
    Suspect(
      "middlebox-idle-expiry",
      Text(
        en: """
          on a reused connection: a device in between drops its packets
          """, zh: "若是复用的连接：中间设备丢弃其报文")),
    Suspect("path-mtu", Text(en: "if only large requests or answers stall", zh: "若只有大的请求或响应卡住")),
  ]
}
