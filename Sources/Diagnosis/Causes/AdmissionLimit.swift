import Facts

/// The server took the connection and closed it at once: it has a limit, and that was reached.
public enum AdmissionLimit: Cause {
  public static let id = "admission-limit"
  public static let family = Family.admission
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .closeMemory]
  public static let refines = ["unread-data-at-close", "write-after-close", "early-response-close"]

  public static let title = Text(
    en: "The server takes no more connections: a limit of its own", zh: "服务端达到自身的连接数上限")

  public static let explanation = Text(
    en: """
      The program accepted the connection and closed it before it had read anything: a limit on \
      clients in all, for each address, or not yet logged in (sshd MaxStartups, Redis maxclients, MySQL \
      max_connections, xinetd, fail2ban). Some say so in one line before they close.
      """,
    zh: """
      程序接受连接后，什么都没读就关闭：达到了客户端总数、单个地址或未登录连接的上限（sshd MaxStartups、Redis \
      maxclients、MySQL max_connections、xinetd、fail2ban）。有的程序在关闭前会发一行说明。
      """)

  public static let mechanism = Text(
    en: """
      accept(), perhaps one write(), close(). What the client had sent is unread (TCP_ABORT_ON_CLOSE); \
      what it sends later meets FIN_WAIT2 or TIME_WAIT.
      """,
    zh: """
      accept()，可能 write() 一次，然后 close()。客户端已发送的数据没有被读取（TCP_ABORT_ON_CLOSE），之后发送的\
      数据遇到 FIN_WAIT2 或 TIME_WAIT。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Find who holds the connections that fill the limit, and close what is not used.",
        zh: "查明是谁占满了连接数，关闭不再使用的连接。"),
      command: "ss -Htn state established | awk '{print $4}' | sort | uniq -c | sort -rn | head"),
    Fix(
      Text(en: "Raise the limit (Redis shown).", zh: "调大上限（以 Redis 为例）。"),
      command: "redis-cli CONFIG SET maxclients 20000",
      undo: "redis-cli CONFIG SET maxclients 10000"),
    Fix(
      Text(
        en: "Raise it in sshd: start, per cent dropped, full.", zh: "sshd 的上限：起始值、丢弃百分比、最大值。"),
      command: "MaxStartups 50:30:200", undo: "MaxStartups 10:30:100"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Retry at once, in a loop", zh: "立即循环重试"),
      why: Text(
        en: "Each try takes a place again, and keeps the limit reached.",
        zh: "每次重试又占一个名额，使上限一直处于触发状态。")),
    WrongFix(
      Text(en: "Raise net.core.somaxconn", zh: "调大 net.core.somaxconn"),
      why: Text(
        en: "The kernel's queue was not full: the program itself refused.",
        zh: "内核队列并没有满，是程序自己拒绝的。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "accept-queue-overflow",
      Text(
        en: "There the program never saw the connection.", zh: "那种情况下程序根本没看到该连接。")),
    LookAlike(
      "proxy-backend-absent",
      Text(
        en: "There the closer had just failed to reach its own server.",
        zh: "那种情况下关闭方刚刚连接自己的后端失败。")),
    LookAlike(
      "protocol-mismatch",
      Text(
        en: "There the server read the first bytes, and they were not its protocol.",
        zh: "那种情况下服务端读了首批字节，发现协议不对。")),
  ]

  public static let references = [
    "sshd_config(5): MaxStartups", "Redis: maxclients", "MySQL error 1040 (max_connections)",
    "RFC 9110 section 15.6.4 (503)",
  ]

  static let refusal = "-ERR max number of clients reached\r\n"
  static let ping = "PING\r\n"

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "A refusal in one line, and close with the request unread", zh: "回一行拒绝后关闭，请求未读"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 0, ping, expecting: .success)),
        .wait(.milliseconds(100)), .on(.server, .accept),
        .on(.server, .sendText(connection: 0, refusal, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: refusal.utf8.count, expecting: .success)),
        .on(.server, .close(connection: 0)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
    Scenario(
      id: "admission-limit/redis",
      title: Text(
        en: "Redis with maxclients 1, and a second client", zh: "Redis maxclients 为 1，来了第二个客户端"),
      steps: [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 0, ping, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 7, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .success)), .wait(.milliseconds(200)),
        .on(.client, .sendText(connection: 1, ping, expecting: .success)),
        .wait(.milliseconds(100)),
        .on(.client, .sendText(connection: 1, ping, expecting: .error(.brokenPipe))),
      ],
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe),
      server: .real(
        Scenario.RealServer(
          .redis, port: 8080, ["maxclients 1"],
          standIn: Scenario.StandIn(.redis, connectionLimit: 1)))),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.senderRole == .server, evidence.death == nil, evidence.backendFailure == nil
    else {
      return nil
    }
    if let socket = evidence.onlyReceiver { return matchReceiver(evidence, socket) }
    if let socket = evidence.socketClosedUnread {
      return matchClose(evidence, socket, evidence.time, unread: socket.unreadBytes)
    }
    guard let segment = evidence.lateSegment, segment.payloadLength > 0,
      let closure = evidence.orderlyClose, closure.exit == nil
    else { return nil }
    return matchClose(evidence, closure.socket, closure.time, unread: 0)
  }

  /// The program had read nothing, and had the connection for less than a second.
  private static func matchClose(
    _ evidence: Evidence, _ socket: Socket, _ closed: Timestamp, unread: UInt32
  ) -> Match? {
    guard socket.bytesReceived == UInt64(unread), socket.wasAccepted != false,
      let opened = socket.openedAt, closed - opened < Evidence.idleThreshold
    else { return nil }
    let isRefusal = evidence.answer?.isRefusal == true
    guard isRefusal || socket.lastSent == nil else { return nil }
    let reasons = (isRefusal ? [refused] : []) + [readNothing(closed - opened)]
    let isSure = isRefusal && evidence.seenSenderRole == .server
    return Match(
      isSure ? .certain : .likely,
      because: reasons + (evidence.senderProcess.map { [.closer($0)] } ?? []),
      alternatives: isRefusal ? [] : ["proxy-backend-absent", "protocol-mismatch"])
  }

  private static func matchReceiver(_ evidence: Evidence, _ socket: Socket) -> Match? {
    guard evidence.answer?.isRefusal == true, socket.dialogue.heardMessages <= 1 else { return nil }
    return Match(.likely, because: [refused, .receiverState(socket)])
  }

  private static let refused = Reason(
    "refused-by-program", "refusal",
    Text(
      en: "The server's program said that it takes no more connections",
      zh: "服务端程序表示不再接受连接"), source: .wire)

  private static func readNothing(_ age: Duration) -> Reason {
    Reason(
      "closed-unread", age.text,
      Text(
        en: "The program closed \(age.text) after the handshake and had read nothing",
        zh: "握手后 \(age.text) 程序就关闭了连接，什么都没有读"))
  }

  private static func closed(
    _ said: String, age: Double = 0.1, read: UInt64 = 0, exit: ExitStatus? = nil
  ) -> SentReset {
    Sample.aborted(
      "TCP_ABORT_ON_CLOSE", ["__tcp_close"],
      Sample.socket(.closed, was: .established) {
        $0.openedAt = Sample.ago(age)
        $0.unreadBytes = 6
        $0.bytesReceived = 6 + read
        $0.lastReceived = Sample.ago(0.05)
        $0.lastSent = said.isEmpty ? nil : Sample.ago(0.01)
        $0.dialogue = Dialogue(
          heardMessages: 1, heard: Array(ping.utf8), said: Array(said.utf8.prefix(20)),
          seesSaid: true)
      }, exit: exit)
  }

  public static let examples: [Example] = [
    .hit("Redis says that it has too many clients", .certain, Evidence(sent: closed(refusal))),
    .hit("closed at once without a word", .likely, Evidence(sent: closed(""))),
    .hit(
      "sshd drops a connection before the client says anything", .certain,
      Evidence(
        sent: Sample.sent("TCP_TIMEWAIT_SOCKET") {
          $0.fromTimeWait = true
          $0.trigger = Sample.segment(bytes: 21, "SSH-2.0-")
          $0.closure = Sample.closure(ago: 0.1) {
            $0.openedAt = Sample.ago(0.2)
            $0.lastSent = Sample.ago(0.1)
            $0.dialogue = Dialogue(said: Array("Exceeded MaxStartups".utf8), seesSaid: true)
          }
        })),
    .hit(
      "only the client's half, which got the refusal", .likely,
      Evidence(
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.lastReceived = Sample.ago(0.1)
          $0.lastSent = Sample.ago(0.001)
          $0.bytesReceived = 36
          $0.dialogue = Dialogue(heardMessages: 1, heard: Array(refusal.utf8.prefix(20)))
        })),
    .miss("the request had been read in part", Evidence(sent: closed("", read: 100))),
    .miss("closed after a minute", Evidence(sent: closed("", age: 60))),
    .miss("killed", Evidence(sent: closed("", exit: Sample.killed))),
  ]
}
