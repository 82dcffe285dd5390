internal import Diagnosis

extension LineVerdict {
  /// EPIPE: the end of the connection was known before this write.
  mutating func addBrokenPipe(_ reading: LineReading) {
    exclude(
      "port-closed", "port-exhaustion", "accept-queue-overflow",
      because: Text(
        en: """
          a RST without a FIN before it gives ECONNRESET first; this write came after the \
          connection's end was known
          """,
        zh: """
          没有 FIN 的 RST 会先报 ECONNRESET；这次写发生在已知连接结束之后
          """))
    if reading.writer == .server {
      addClientLeft()
      return
    }
    suspects += Self.afterClose
  }

  /// A FIN came where an answer was due.
  mutating func addEndOfFile(_ reading: LineReading) {
    exclude(
      "port-closed", "accept-queue-overflow", "injected-reset", "linger-zero",
      because: Text(
        en: "a FIN came, so no RST ended this connection", zh: "收到的是 FIN，因此不是 RST 结束的连接"))
    exclude(
      "middlebox-idle-expiry",
      because: Text(
        en: """
          a device that forgets a connection answers with a RST or not at all, not with a FIN
          """, zh: "忘记连接的中间设备只会回 RST 或不回应，不会发 FIN"))
    if reading.pattern.symptom == .cutShort { addCutShort() } else { addUnanswered(reading) }
  }

  private mutating func addUnanswered(_ reading: LineReading) {
    if reading.surfacesOnlyOnFreshConnections {
      exclude(
        "keepalive-race", "request-limit-close",
        because: Text(
          en: """
            net/http repeats such a request by itself when a reused connection ends; this one was \
            fresh
            """,
          zh: """
            复用的连接结束时 net/http 会自动重试这类请求；因此这是新建的连接
            """))
    } else {
      suspects += Self.ofReused
    }
    suspects += Self.ofEnd
  }

  /// FIN or RST: what excludes one of the two excludes nothing here.
  mutating func addEnded(_ reading: LineReading) {
    exclude(
      "port-closed", "port-exhaustion",
      because: Text(en: "the connection was established", zh: "连接已经建立"))
    if reading.pattern.phase == .receiving {
      suspects += Self.inAnswer + Self.forged
      return
    }
    suspects += Self.ofReused + Self.ofEnd + Self.forged
  }

  private mutating func addCutShort() {
    exclude(
      "keepalive-race",
      because: Text(
        en: "the answer had begun, so the server had read the request", zh: "响应已经开始，说明服务端已读取请求"))
    suspects += Self.inAnswer
  }

  /// The client's end closed first; the server only notices.
  mutating func addClientLeft() {
    exclude(
      "keepalive-race", "accept-queue-overflow",
      because: Text(en: "it was the client that ended the connection", zh: "是客户端结束了连接"))
    suspects += Self.ofClient
  }

  mutating func addHandshake(_ reading: LineReading) {
    exclude(
      "keepalive-race", "request-limit-close",
      because: Text(
        en: """
          the TLS handshake is the first exchange of a fresh connection
          """, zh: "TLS 握手是新连接的第一次交互"))
    suspect(
      "protocol-mismatch", reading.pattern.symptom == .notTLS ? .likely : .possible,
      Text(
        en: """
          TLS against plain text, a wrong port, the PROXY protocol on one side only, or no common \
          version
          """,
        zh: """
          TLS 与明文不匹配、端口不对、只有一端使用 PROXY 协议，或没有共同的版本
          """))
    if reading.pattern.symptom == .notTLS { return }
    suspects += Self.inHandshake
  }

  private static let forged: [Suspect] = [
    Suspect(
      "unread-data-at-close",
      Text(en: "the peer closed without reading what had come", zh: "对端没有读完收到的数据就关闭")),
    Suspect(
      "middlebox-idle-expiry",
      Text(en: "after a long idle time: a device in between sent a RST", zh: "长时间空闲后，中间设备发出 RST")),
    Suspect("injected-reset", Text(en: "a device on the path sent a RST", zh: "路径上的设备发出 RST")),
  ]

  private static let ofReused: [Suspect] = [
    Suspect(
      "keepalive-race", .likely,
      Text(
        en: """
          if the connection was reused: the server closed it as idle just before the request
          """, zh: "若是复用的连接：服务端刚好在请求到达前因空闲而关闭")),
    Suspect(
      "request-limit-close",
      Text(en: "the server closes after a number of requests or an age", zh: "服务端在若干请求或一定时间后关闭连接")
    ),
  ]

  private static let ofEnd: [Suspect] = [
    Suspect(
      "process-died",
      Text(
        en: """
          the server's process crashed or was killed after it had read the request
          """, zh: "服务进程读取请求后崩溃或被杀")),
    Suspect(
      "graceless-restart", Text(en: "the server was restarted without draining", zh: "服务端重启时没有排空连接")
    ),
    Suspect(
      "application-timeout",
      Text(
        en: """
          a time limit of the server, if the time is the same each time
          """, zh: "服务端时限到期（若每次耗时相同）")),
    Suspect(
      "protocol-mismatch",
      Text(
        en: """
          if it fails every time: TLS against plain, or the PROXY protocol is missing
          """, zh: "若每次都失败：TLS 与明文不匹配，或缺少 PROXY 协议头")),
    Suspect(
      "proxy-backend-absent",
      Text(
        en: """
          if it fails every time: a proxy accepted and has nothing behind it
          """, zh: "若每次都失败：代理接受了连接，但后面没有服务")),
    Suspect(
      "admission-limit",
      Text(en: "a limit of the server turned the connection away", zh: "服务端限制拒绝了该连接")),
  ]

  private static let afterClose: [Suspect] = [
    Suspect(
      "keepalive-race", .likely,
      Text(
        en: """
          if the connection was idle before: the server had closed it, and the program wrote \
          without looking
          """, zh: "若连接此前空闲：服务端已关闭，程序没有检查就写入")),
    Suspect(
      "session-idle-timeout",
      Text(en: "the same of a session: database, queue, SSH", zh: "同上，对数据库、消息队列、SSH 等会话")),
    Suspect(
      "early-response-close",
      Text(
        en: """
          in a large upload: the server answered and closed before the body ended
          """, zh: "大请求上传时：服务端在请求体结束前应答并关闭")),
    Suspect(
      "request-limit-close",
      Text(en: "the server closes after a number of requests", zh: "服务端在若干请求后关闭连接")),
    Suspect("graceless-restart", Text(en: "the server was restarted", zh: "服务端被重启")),
    Suspect(
      "write-after-close",
      Text(en: "the other side had no more interest in what was sent", zh: "对端已不再需要这些数据")),
  ]

  private static let inAnswer: [Suspect] = [
    Suspect(
      "process-died",
      Text(en: "the server's process died in the middle of the answer", zh: "服务进程在应答途中死亡")),
    Suspect(
      "application-timeout",
      Text(en: "a time limit of the server or a proxy ended the answer", zh: "服务端或代理的时限中断了响应")),
    Suspect("slow-reader-limit", Text(en: "this side read too slowly", zh: "本端读取过慢")),
    Suspect("graceless-restart", Text(en: "the server was restarted", zh: "服务端被重启")),
  ]

  private static let ofClient: [Suspect] = [
    Suspect(
      "application-timeout", .likely,
      Text(
        en: """
          the client's own time limit, or that of a proxy before it, was shorter than the answer \
          took
          """, zh: "客户端（或其前面的代理）的时限短于应答耗时")),
    Suspect(
      "unread-data-at-close",
      Text(en: "the client closed before it had read all of the answer", zh: "客户端没有读完响应就关闭")),
    Suspect("process-died", Text(en: "the client's process ended", zh: "客户端进程结束")),
    Suspect(
      "expected-close",
      Text(
        en: """
          a person closed the page, or a health check had seen enough: no harm
          """, zh: "用户关闭了页面，或健康检查已得到结果：无害")),
    Suspect(
      "port-scan",
      Text(
        en: """
          if nothing was ever sent: a scanner or a plain TCP health check
          """, zh: "若从未发送数据：扫描器或纯 TCP 健康检查")),
  ]

  private static let inHandshake: [Suspect] = [
    Suspect(
      "proxy-backend-absent",
      Text(en: "a balancer accepted and found no server behind it", zh: "负载均衡接受了连接，但后面没有服务")),
    Suspect(
      "injected-reset",
      Text(
        en: """
          if only some names fail: a device that reads the name in the ClientHello
          """, zh: "若只有部分域名失败：有设备检查 ClientHello 中的域名")),
    Suspect("admission-limit", Text(en: "a limit of the server", zh: "服务端的限制")),
    Suspect(
      "accept-queue-overflow",
      Text(en: "under load: the server's accept queue was full", zh: "高负载时：服务端全连接队列已满")),
  ]
}
