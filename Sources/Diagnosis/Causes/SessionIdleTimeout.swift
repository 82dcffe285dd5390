import Facts

/// A server of a session protocol closed a session that had been idle, and the client used it after that.
public enum SessionIdleTimeout: Cause {
  public static let id = "session-idle-timeout"
  public static let family = Family.idleAndReuse
  public static let precedence = Precedence.idle
  public static let needs: [Need] = [.senderKernel, .trigger, .closeMemory]
  public static let refines = ["unread-data-at-close", "write-after-close"]

  public static let title = Text(
    en: "The server ended an idle session before the client used it again",
    zh: "服务端结束了空闲会话，之后客户端又使用了它")

  public static let explanation = Text(
    en: """
      A database or broker closes sessions that have been quiet for long (MySQL wait_timeout, Redis \
      timeout, PostgreSQL idle_session_timeout, Kafka connections.max.idle.ms). A pool that keeps its \
      connections for longer hands out one that is closed already, and the first command on it fails.
      """,
    zh: """
      数据库或消息中间件会关闭长时间没有活动的会话（MySQL wait_timeout、Redis timeout、PostgreSQL \
      idle_session_timeout、Kafka connections.max.idle.ms）。连接池保留连接的时间更长，取出的连接其实已被关闭，\
      第一条命令就会失败。
      """)

  public static let mechanism = Text(
    en: """
      The server's timer runs out and close() sends a FIN, which the pool does not look at. The next \
      command meets FIN_WAIT2 or TIME_WAIT (TCP_ABORT_ON_DATA, TCP_TIMEWAIT_SOCKET).
      """,
    zh: """
      服务端计时器到期，close() 发送 FIN，而连接池没有检查。下一条命令遇到 FIN_WAIT2 或 TIME_WAIT\
      （TCP_ABORT_ON_DATA、TCP_TIMEWAIT_SOCKET）。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  private static func fixes(for evidence: Evidence?) -> [Fix] {
    let idle = evidence?.idleAtClose?.roundedSeconds
    let limit = idle.map { $0 > 10 ? $0 - 5 : max($0 / 2, 1) }
    let name = evidence?.serverCommand
    return [
      Fix(
        Text(
          en: """
            Have the pool drop idle connections first, after \
            \(limit.map { "\($0) s" } ?? "less than the server's limit") \
            (Go: SetConnMaxIdleTime; HikariCP: maxLifetime, keepaliveTime).
            """,
          zh: """
            让连接池先丢弃空闲连接，空闲上限设为\
            \(limit.map { " \($0) 秒" } ?? "小于服务端的值")\
            （Go：SetConnMaxIdleTime；HikariCP：maxLifetime、keepaliveTime）。
            """)),
      Fix(
        Text(
          en: "Or have it test a connection before handing it out.", zh: "或者让连接池在取出连接时先做检测。")),
    ] + (name == "redis-server" ? [redis(idle)] : [])
  }

  private static func redis(_ seconds: Int?) -> Fix {
    let now = seconds ?? 300
    return Fix(
      Text(
        en: "Or have Redis keep idle clients for longer (0: for ever).",
        zh: "或者让 Redis 保留空闲客户端更久（0 为永久）。"),
      command: "redis-cli CONFIG SET timeout \(now * 2 + 10)",
      undo: "redis-cli CONFIG SET timeout \(now)")
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Turn TCP keepalive on", zh: "开启 TCP keepalive"),
      why: Text(
        en: "The server counts commands of its protocol; probes of TCP are none.",
        zh: "服务端只看自己协议的命令，TCP 探测不算活动。")),
    WrongFix(
      Text(en: "Raise the server's time-out to a day", zh: "把服务端超时调到一天"),
      why: Text(
        en: "Leaked sessions then stay for a day, up to the limit of connections.",
        zh: "那样泄漏的会话也会保留一天，直到占满连接数。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "keepalive-race",
      Text(en: "The same with HTTP, where requests may be retried.", zh: "HTTP 中的同类问题，请求可以重试。")),
    LookAlike(
      "middlebox-idle-expiry",
      Text(
        en: "There no FIN came: a device forgot the connection.",
        zh: "那种情况下没有 FIN：是中间设备丢了会话。")),
    LookAlike(
      "process-died",
      Text(
        en: "There the server ended, and all sessions at the same moment.",
        zh: "那种情况下服务端进程退出，所有会话同时关闭。")),
  ]

  public static let references = [
    "Redis: timeout", "MySQL: wait_timeout, interactive_timeout",
    "PostgreSQL: idle_session_timeout",
  ]

  static let ping = "PING\r\n"

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "A command 0.2 s after the FIN", zh: "FIN 之后 0.2 秒才发命令"),
      steps: .open + [
        .on(.client, .sendText(connection: 0, ping, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 6, expecting: .success)),
        .on(.server, .sendText(connection: 0, "+PONG\r\n", expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 7, expecting: .success)),
        .wait(.milliseconds(1200)), .on(.server, .close(connection: 0)), .wait(.milliseconds(200)),
      ] + late,
      expected: .init(sender: .server, atLeast: .likely, error: .brokenPipe)),
    Scenario(
      id: "session-idle-timeout/redis",
      title: Text(
        en: "Redis ends a session after 1 s; its pool keeps it longer",
        zh: "Redis 空闲 1 秒就结束会话，连接池却保留得更久"),
      steps: [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 0, ping, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 7, expecting: .success)),
        .wait(.milliseconds(3200)),
      ] + late,
      expected: .init(sender: .server, atLeast: .likely, error: .brokenPipe),
      server: .real(
        Scenario.RealServer(
          .redis, port: 8080, ["timeout 1"],
          standIn: Scenario.StandIn(.redis, idleTimeout: .seconds(1))))),
  ])

  static let late: [Scenario.Step] = [
    .on(.client, .sendText(connection: 0, ping, expecting: .success)), .wait(.milliseconds(100)),
    .on(.client, .sendText(connection: 0, ping, expecting: .error(.brokenPipe))),
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    guard var match = KeepaliveRace.matchIdle(evidence), let name = evidence.sessionProtocol else {
      return nil
    }
    match.alternatives.removeAll { $0 == id }
    match.reasons.append(
      Reason(
        "session-protocol", name,
        Text(en: "The connection speaks \(name)", zh: "连接使用的协议是 \(name)"), source: .wire))
    match.fixes = fixes(for: evidence)
    return match
  }

  private static func closed(_ text: String, idle: Double = 65) -> SentReset {
    Sample.sent("TCP_TIMEWAIT_SOCKET") {
      $0.fromTimeWait = true
      $0.trigger = Sample.segment(bytes: 80, text)
      $0.closure = Sample.closure(ago: 20) {
        $0.exchange(lastReceived: idle + 20, lastSent: idle + 20)
        $0.dialogue = Dialogue(heardMessages: 5, heard: Array(text.utf8))
      }
    }
  }

  public static let examples: [Example] = [
    .hit("a Redis command 20 s after the FIN", .likely, Evidence(sent: closed(ping))),
    .hit(
      "the same, and earlier closes agree", .certain,
      Evidence(sent: closed(ping), serverCloses: Sample.idleCloses(.seconds(65), .seconds(65)))),
    .hit(
      "only the client's half, which saw the FIN", .likely,
      Evidence(
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.exchange(lastReceived: 65, lastSent: 0.01)
          $0.peerClosedAt = Sample.ago(0.02)
          $0.dialogue = Dialogue(heardMessages: 5, heard: Array("+PONG\r\n".utf8))
        })),
    .miss("HTTP", Evidence(sent: closed("GET / HTTP/1.1"))),
    .miss("an unknown protocol", Evidence(sent: closed("aaaaaaaa"))),
    .miss("closed while busy", Evidence(sent: closed(ping, idle: 0.2))),
  ]
}
