import Facts

/// SO_KEEPALIVE probes got no answer; the kernel gave the connection up.
public enum KeepaliveProbeTimeout: Cause {
  public static let id = "keepalive-probe-timeout"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .closeMemory]

  public static let title = Text(
    en: "TCP keepalive probes went unanswered", zh: "TCP keepalive 探测一直没有应答")

  public static let explanation = Text(
    en: """
      The connection was idle and SO_KEEPALIVE was on. The peer answered none of the probes: it was \
      gone, the path was cut, or a device in between had forgotten the flow. The kernel gave up: its \
      program gets ETIMEDOUT; the peer, if it lives, a RST now or when it next sends.
      """,
    zh: """
      连接空闲且打开了 SO_KEEPALIVE，但对端对探测一概没有应答：对端已消失、网络中断，或中间设备丢了会话。\
      内核于是放弃：本端程序得到 ETIMEDOUT；对端如果还在，会立刻或在下次发送时收到 RST。
      """)

  public static let mechanism = Text(
    en: """
      tcp_keepalive_timer() counts icsk_probes_out against TCP_KEEPCNT (or the time against \
      TCP_USER_TIMEOUT), sends a RST with reason TCP_KEEPALIVE_TIMEOUT and calls tcp_write_err().
      """,
    zh: """
      tcp_keepalive_timer() 发现 icsk_probes_out 达到 TCP_KEEPCNT（或超过 TCP_USER_TIMEOUT），以 \
      TCP_KEEPALIVE_TIMEOUT 为原因发送 RST，并调用 tcp_write_err()。
      """)

  public static let fixes: [Fix] = fixes(probes: nil)

  private static func fixes(probes: Int?) -> [Fix] {
    [
      Fix(
        Text(
          en:
            "If the path drops idle flows, probe before it forgets: TCP_KEEPIDLE 60 on the socket.",
          zh: "如果链路会清理空闲会话，就在它遗忘之前探测：在套接字上设 TCP_KEEPIDLE 为 60。")),
      Fix(
        Text(
          en:
            "If the peer is briefly cut off at times, allow more probes (unless TCP_KEEPCNT is set).",
          zh: "如果对端会短暂不可达，就允许更多次探测（程序未设置 TCP_KEEPCNT 时有效）。"),
        command: "sysctl -w net.ipv4.tcp_keepalive_probes=\((probes ?? 9) * 2)",
        undo: "sysctl -w net.ipv4.tcp_keepalive_probes=\(probes ?? 9)"),
      Fix(
        Text(
          en: "If the peer was gone, this is right: reconnect on ETIMEDOUT.",
          zh: "如果对端确实已消失，这就是正常行为：收到 ETIMEDOUT 后重连即可。")),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Turn SO_KEEPALIVE off", zh: "关闭 SO_KEEPALIVE"),
      why: Text(
        en: "The dead connection then stays open for ever, or until the next write.",
        zh: "失效的连接会一直挂着，直到下次写入才发现。")),
    WrongFix(
      Text(en: "Raise the HTTP keep-alive time-out", zh: "调大 HTTP keep-alive 超时"),
      why: Text(
        en: "It is another timer; TCP probes do not look at it.",
        zh: "那是另一个计时器，与 TCP 探测无关。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "keepalive-race",
      Text(
        en: "That is HTTP's idle timer: the server closed with a FIN, and nobody was silent.",
        zh: "那是 HTTP 的空闲计时器：服务端用 FIN 关闭，双方网络都正常。")),
    LookAlike(
      "retransmission-timeout",
      Text(
        en: "There data was unacknowledged; no RST goes when the kernel gives up.",
        zh: "那种情况下有未确认的数据，内核放弃时并不发 RST。")),
    LookAlike(
      "middlebox-idle-expiry",
      Text(
        en: "It can be what swallowed the probes; this host cannot see it.",
        zh: "它可能就是探测丢失的原因，但本机看不到。")),
  ]

  public static let references = [
    "tcp(7): TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT", "RFC 1122 section 4.2.3.6",
    "tcp_keepalive_timer() in net/ipv4/tcp_timer.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "The cable is cut while the server probes", zh: "服务端探测期间链路中断"),
      steps: .open + .exchange + [
        .on(
          .server,
          .setOption(connection: 0, .keepalive(idleSeconds: 1, intervalSeconds: 1, probes: 2))),
        .link(up: false), .wait(.seconds(5)), .link(up: true),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let sent = evidence.sent else { return nil }
    if let socket = sent.socket, sent.trigger == nil, gaveUp(evidence, socket) {
      return Match(
        .certain, because: [timer] + socket.quietSince(sent.time),
        fixes: fixes(probes: evidence.sysctls[.keepaliveProbes]))
    }
    guard let closure = sent.closure, closure.manner == .error(.timedOut),
      let segment = evidence.laterSegment, closure.socket.probesWhenIdle
    else { return nil }
    // With data unacknowledged the retransmission timer runs, and no probe is sent.
    guard closure.socket.unacknowledgedBytes == 0 else { return nil }
    return Match(
      .certain, because: [.earlierClose(closure, before: sent.time), probes, .trigger(segment)],
      fixes: fixes(probes: evidence.sysctls[.keepaliveProbes]))
  }

  private static func gaveUp(_ evidence: Evidence, _ socket: Socket) -> Bool {
    if let reason = evidence.reason { return reason == "TCP_KEEPALIVE_TIMEOUT" }
    // The same timer ends a FIN_WAIT2 that no program holds.
    return evidence.passed("tcp_keepalive_timer") && socket.probesWhenIdle
      && socket.lastOpenState != .finWait2
  }

  private static let timer = Reason(
    "keepalive-timer", "TCP_KEEPALIVE_TIMEOUT",
    Text(
      en: "The kernel's keepalive timer gave up: no probe was answered",
      zh: "内核 keepalive 计时器放弃了该连接：探测均无应答"))

  private static let probes = Reason(
    "keepalive", "SO_KEEPALIVE",
    Text(
      en: "SO_KEEPALIVE was on and no data was outstanding, so probes had failed",
      zh: "SO_KEEPALIVE 已打开且没有未确认的数据，说明是探测失败"))

  private static let closure = Sample.closure(.error(.timedOut), ago: 30) {
    $0.exchange(lastReceived: 200, lastSent: 200)
    $0.probesWhenIdle = true
  }

  private static func later(_ closure: Closure) -> SentReset {
    Sample.sent("TCP_FLAGS") {
      $0.trigger = Sample.segment(bytes: 100)
      $0.listener = Listener(queueLimit: 128)
      $0.closure = closure
    }
  }

  public static let examples: [Example] = [
    .hit(
      "the timer gives up", .certain,
      Evidence(
        sent: Sample.sent("TCP_KEEPALIVE_TIMEOUT", ["tcp_keepalive_timer"]) {
          $0.socket = Sample.socket(.established) {
            $0.probesWhenIdle = true
            $0.exchange(lastReceived: 200, lastSent: 200)
          }
        }, senderError: .timedOut)),
    .hit(
      "a kernel without reasons", .certain,
      Evidence(
        sent: Sample.sent(nil, ["tcp_keepalive_timer"]) {
          $0.socket = Sample.socket(.established) { $0.probesWhenIdle = true }
        })),
    .hit(
      "the peer's data comes after that", .certain,
      Evidence(
        sent: later(closure),
        received: Sample.received(.established) { $0.exchange(lastReceived: 200, lastSent: 0) })),
    .miss(
      "retransmissions ran out",
      Evidence(
        sent: later(
          Sample.closure(.error(.timedOut), ago: 30) {
            $0.probesWhenIdle = true
            $0.unacknowledgedBytes = 500
          }))),
    .miss(
      "the same timer ends an abandoned FIN_WAIT2",
      Evidence(
        sent: Sample.sent("TCP_STATE", ["tcp_keepalive_timer"]) {
          $0.socket = Sample.socket(.finWait2) {
            $0.probesWhenIdle = true
            $0.hasDescriptor = false
          }
        })),
    .miss(
      "an idle connection that the server closed", Evidence(sent: later(Sample.closure(ago: 30)))),
  ]
}
