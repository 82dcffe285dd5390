import Facts

/// A listener that answers with SYN cookies got a segment that carries none, of a connection it does not know.
public enum SynCookieRejected: Cause {
  public static let id = "syn-cookie-rejected"
  public static let family = Family.admission
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger, .listenerState]

  public static let title = Text(
    en: "The connection existed only in a SYN cookie, and was lost", zh: "连接只存在于 SYN cookie 中，随后丢失")

  public static let explanation = Text(
    en: """
      The listener answered SYNs with cookies, and so kept nothing of the handshake until the client's ACK \
      came. That ACK was lost, or found the accept queue full and was dropped: tcp_abort_on_overflow has no \
      say in this. The client believes in the connection. Its first segment of data still carries the cookie, \
      and is taken if there is room by then; any later one is answered with a RST.
      """,
    zh: """
      监听套接字用 SYN cookie 应答，在客户端的 ACK 到达之前不保存握手的任何信息。这个 ACK 丢失了，或者到达时\
      全连接队列已满而被丢弃（此时 tcp_abort_on_overflow 不起作用），客户端却以为连接已建立。它发送的第一段数据\
      仍带有 cookie，若队列已有空位就能补建连接；之后的任何一段都会收到 RST。
      """)

  public static let mechanism = Text(
    en: """
      cookie_v4_check() or cookie_v6_check() runs for two minutes after the last cookie. For the first \
      segments tcp_get_cookie_sock() returns no socket, as the queue is full, and they are dropped silently. A \
      segment whose numbers make no cookie counts SyncookiesFailed, goes on to tcp_rcv_state_process() in \
      LISTEN, and is reset there with reason TCP_FLAGS.
      """,
    zh: """
      发出最后一个 cookie 之后的两分钟内，cookie_v4_check() 或 cookie_v6_check() 会检查每个 ACK。队列满时 \
      tcp_get_cookie_sock() 得不到套接字，前面的报文被静默丢弃；序号不构成 cookie 的报文使 SyncookiesFailed \
      增加，继续进入 LISTEN 状态的 tcp_rcv_state_process()，以 TCP_FLAGS 为原因复位。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  private static func fixes(for evidence: Evidence?) -> [Fix] {
    let port = evidence.map(\.servicePort) ?? 80
    let wanted = max(4096, (evidence?.sent?.listener.map { Int($0.queueLimit) } ?? 0) * 2)
    let always = evidence?.sysctls[.synCookies] == 2
    return [
      Fix(
        Text(
          en:
            "Make both queues longer: a larger backlog (nginx shown), net.core.somaxconn, and a restart.",
          zh: "加长两个队列：调大 backlog（以 nginx 为例）和 net.core.somaxconn，然后重启。"),
        command: "listen \(port) backlog=\(wanted);", undo: "listen \(port);"),
      AcceptQueueOverflow.acceptFaster(),
    ] + (always || evidence == nil ? [cookiesOnDemand] : [])
  }

  private static let cookiesOnDemand = Fix(
    Text(
      en: "Send cookies only when the queue is full (1), not always (2).",
      zh: "只在队列满时使用 cookie（1），而不是始终使用（2）。"),
    command: "sysctl -w net.ipv4.tcp_syncookies=1", undo: "sysctl -w net.ipv4.tcp_syncookies=2")

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Set net.ipv4.tcp_abort_on_overflow", zh: "设置 net.ipv4.tcp_abort_on_overflow"),
      why: Text(
        en: "It is not looked at where the handshake had a cookie.", zh: "使用 cookie 的握手根本不看这个参数。")),
    WrongFix(
      Text(en: "Turn SYN cookies off", zh: "关闭 SYN cookie"),
      why: Text(
        en: "SYNs are then dropped instead: clients wait, and time out.",
        zh: "那样 SYN 会被直接丢弃，客户端只会等待、超时。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "accept-queue-overflow",
      Text(
        en: "The same without cookies: the request is kept, and its SYN-ACK is sent again.",
        zh: "不用 cookie 时的同一问题：请求会保留，并重传 SYN-ACK。")),
    LookAlike(
      "stale-connection",
      Text(
        en: "The same RST for a connection that had been in use before the server restarted.",
        zh: "RST 相同，但那是服务端重启前就在使用的连接。")),
    LookAlike(
      "syn-queue-overflow",
      Text(
        en: "That is why cookies are sent at all; by itself it fails nobody.",
        zh: "那是开始使用 cookie 的原因，本身不会导致失败。")),
  ]

  public static let references = [
    "cookie_v4_check() in net/ipv4/syncookies.c",
    "tcp_synq_no_recent_overflow() in include/net/tcp.h",
    "RFC 4987 section 3.6", "ip-sysctl: tcp_syncookies",
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    guard let segment = evidence.laterSegment, evidence.metNoConnection, let sent = evidence.sent,
      sent.fromListener, let listener = sent.listener, let cookie = listener.lastCookie,
      !evidence.receiverHasExchanged, !evidence.receiverIsOlder(than: Evidence.overflowMemory)
    else { return nil }
    let lost = evidence.age(of: sent.overflow, within: Evidence.overflowMemory)
    if lost != nil, !sent.overflowHadCookie { return nil }
    let reasons = [cookies(sent.time - cookie), .trigger(segment)]
    if let lost {
      return Match(
        .certain, because: [met(lost)] + reasons,
        alternatives: AcceptQueueOverflow.unlookedAt(evidence),
        fixes: fixes(for: evidence))
    }
    return Match(
      isYoung(listener, sent) ? .possible : .likely, because: reasons,
      alternatives: ["stale-connection", "accept-queue-overflow", "sequence-mismatch"],
      fixes: fixes(for: evidence))
  }

  /// A listener that has just begun is met by the connections of the one before it.
  private static func isYoung(_ listener: Listener, _ sent: SentReset) -> Bool {
    listener.openedAt.map { sent.time - $0 < Evidence.overflowMemory } ?? false
  }

  private static func cookies(_ age: Duration) -> Reason {
    Reason(
      "syn-cookies", age.text,
      Text(
        en:
          "The listener had answered a SYN with a cookie \(age.text) before, and this segment carried none",
        zh: "该监听套接字在 \(age.text) 之前用 cookie 应答过 SYN，而这个报文不带有效的 cookie"))
  }

  private static func met(_ age: Duration) -> Reason {
    Reason(
      "cookie-overflow", age.text,
      Text(
        en:
          "This connection's cookie was right, but found the accept queue full \(age.text) before",
        zh: "该连接的 cookie 有效，但在 \(age.text) 之前到达时全连接队列已满"), source: .history)
  }
}
