import Facts

/// A handshake was completed while the listener's accept queue was full.
public enum AcceptQueueOverflow: Cause {
  public static let id = "accept-queue-overflow"
  public static let family = Family.admission
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger, .listenerState]

  public static let title = Text(
    en: "The server's accept queue was full", zh: "服务端的全连接队列（accept queue）已满")

  public static let explanation = Text(
    en: """
      The client's handshake was complete, but the program had not called accept() for the connections \
      that already waited, and their number was above min(backlog, net.core.somaxconn). With \
      net.ipv4.tcp_abort_on_overflow 1 the kernel resets at once; with 0 it forgets the connection \
      after its SYN-ACK retries, while the client believes in it, and resets what the client sends then.
      """,
    zh: """
      三次握手已经完成，但程序没有及时 accept，排队的连接数超过了 min(backlog, net.core.somaxconn)。\
      net.ipv4.tcp_abort_on_overflow 为 1 时内核立即发 RST；为 0 时，内核在 SYN-ACK 重传用尽后丢弃该\
      连接，而客户端以为连接已建立，之后发送的数据会收到 RST。
      """)

  public static let mechanism = Text(
    en: """
      tcp_check_req() finds sk_acceptq_is_full(). With abort it sends the RST, under the misleading \
      reason INVALID_SYN; else it drops the ACK, and once the request has expired the listener meets \
      the client's data in tcp_rcv_state_process() with reason TCP_FLAGS.
      """,
    zh: """
      tcp_check_req() 发现 sk_acceptq_is_full()。若开启 abort，立即发 RST，原因是容易误导人的 \
      INVALID_SYN；否则丢弃 ACK，等请求过期后，客户端的数据由监听套接字在 tcp_rcv_state_process() 中\
      以 TCP_FLAGS 为原因复位。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  /// With the listener's own limit, and the parameters as they were.
  static func fixes(for evidence: Evidence?) -> [Fix] {
    let somaxconn = evidence?.sysctls[.somaxconn] ?? 4096
    let listener = evidence?.sent?.listener ?? evidence?.drops?.listener
    let wanted = max(4096, (listener.map { Int($0.queueLimit) } ?? 0) * 2)
    let port = evidence.map(\.servicePort) ?? 0
    return [acceptFaster(), listenLonger(port: port == 0 ? 80 : port, wanted)]
      + (evidence == nil || somaxconn < wanted ? [raiseBound(from: somaxconn, to: wanted)] : [])
      + (evidence?.sysctls[.abortOnOverflow] == 1 ? [stopAborting] : [])
  }

  /// What comes before any longer queue; with a port, the command shows that listener only.
  static func acceptFaster(port: UInt16? = nil) -> Fix {
    Fix(
      Text(
        en:
          "Find what keeps the program from accept(): a blocked loop, no free descriptor or worker.",
        zh: "查明程序为何来不及 accept：事件循环阻塞、描述符耗尽，或工作进程不足。"),
      command: "ss -ltnp" + (port.map { " 'sport = :\($0)'" } ?? ""))
  }

  private static func listenLonger(port: UInt16, _ backlog: Int) -> Fix {
    Fix(
      Text(
        en: "Listen with a larger backlog (nginx shown), and restart: it is read at listen() only.",
        zh: "在 listen() 时使用更大的 backlog（以 nginx 为例）并重启，该值只在 listen() 时生效。"),
      command: "listen \(port) backlog=\(backlog);", undo: "listen \(port);")
  }

  private static func raiseBound(from somaxconn: Int, to wanted: Int) -> Fix {
    Fix(
      Text(
        en: "Raise the kernel's bound of the backlog before that restart.",
        zh: "在重启之前，先调大内核对 backlog 的上限。"),
      command: "sysctl -w net.core.somaxconn=\(wanted)",
      undo: "sysctl -w net.core.somaxconn=\(somaxconn)")
  }

  private static let stopAborting = Fix(
    Text(
      en: "Turn the abort off: a short burst then costs a retransmission, not an error.",
      zh: "关闭 abort：短暂的突发只会多一次重传，而不会报错。"),
    command: "sysctl -w net.ipv4.tcp_abort_on_overflow=0",
    undo: "sysctl -w net.ipv4.tcp_abort_on_overflow=1")

  public static let wrongFixes = [
    WrongFix(
      Text(
        en: "Set net.ipv4.tcp_abort_on_overflow to 1", zh: "把 net.ipv4.tcp_abort_on_overflow 设为 1"),
      why: Text(
        en: "It makes errors sooner, not fewer; it is a switch for diagnosis.",
        zh: "它只会让错误来得更早，而不会更少；这是诊断用的开关。")),
    WrongFix(
      Text(en: "Raise net.ipv4.tcp_max_syn_backlog", zh: "调大 net.ipv4.tcp_max_syn_backlog"),
      why: Text(
        en: "It has no part in the accept queue, and none at all with SYN cookies on.",
        zh: "它与全连接队列无关，开启 SYN cookie 时根本不生效。")),
    WrongFix(
      Text(en: "Raise only net.core.somaxconn", zh: "只调大 net.core.somaxconn"),
      why: Text(
        en: "It is an upper bound; the backlog that the program passes counts as well.",
        zh: "它只是上限，程序传入的 backlog 同样起作用。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "stale-connection",
      Text(
        en: "The same TCP_FLAGS from a listener, but no overflow, and the connection is old.",
        zh: "同样是监听套接字以 TCP_FLAGS 复位，但没有溢出，且连接早已存在。")),
    LookAlike(
      "syn-queue-overflow",
      Text(
        en: "There SYNs are dropped or answered with cookies; nothing was complete.",
        zh: "那种情况丢的是 SYN 或改用 cookie，握手并未完成。")),
    LookAlike(
      "file-descriptor-exhaustion",
      Text(
        en: "There accept() fails with EMFILE, and the full queue follows from it.",
        zh: "那种情况下 accept() 因 EMFILE 失败，队列满只是后果。")),
    LookAlike(
      "listener-closed",
      Text(
        en: "There the waiting connections were reset because the listener closed.",
        zh: "那种情况下排队的连接因监听套接字关闭而被重置。")),
  ]

  public static let references = [
    "tcp_check_req() in net/ipv4/tcp_minisocks.c", "listen(2)",
    "ip-sysctl: tcp_abort_on_overflow, somaxconn", "tcp(7): TCP_DEFER_ACCEPT",
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    evidence.descriptors?.isExhausted == true ? nil : matchQueue(evidence)
  }

  /// Whatever kept the program from accept().
  static func matchQueue(_ evidence: Evidence) -> Match? {
    if let drops = evidence.drops { return matchDrops(evidence, drops) }
    if evidence.sent != nil {
      return evidence.trigger?.flags.contains(.syn) == true
        ? nil : matchAbort(evidence) ?? matchLate(evidence)
    }
    guard let socket = evidence.onlyReceiver, socket.state == .established,
      socket.role != .server, socket.bytesReceived == 0, socket.bytesAcknowledged == 0
    else { return nil }
    return Match(
      .possible, because: [.receiverState(socket)],
      alternatives: [
        "listener-closed", "file-descriptor-exhaustion", "admission-limit", "firewall-reject",
      ])
  }

  /// tcp_abort_on_overflow 1: the RST comes at once.
  private static func matchAbort(_ evidence: Evidence) -> Match? {
    guard let sent = evidence.sent, evidence.reasonAllows("INVALID_SYN"),
      evidence.reason != nil || evidence.passed("tcp_check_req"), sent.trigger != nil,
      let listener = sent.listener
    else { return nil }
    let isNow = listener.isFull || sent.overflow != nil
    let lately = evidence.age(of: listener.lastOverflow, within: Evidence.overflowMemory)
    guard isNow || lately != nil else { return nil }
    return Match(
      isNow ? .certain : .likely,
      because: [.acceptQueue(listener), overflowAge(lately)].compactMap(\.self),
      alternatives: unlookedAt(evidence), fixes: fixes(for: evidence))
  }

  /// tcp_abort_on_overflow 0: the RST answers what the client sent to a connection that never was.
  private static func matchLate(_ evidence: Evidence) -> Match? {
    guard evidence.laterSegment != nil, evidence.metNoConnection, let sent = evidence.sent else {
      return nil
    }
    let listener = sent.listener.map { [Reason.acceptQueue($0)] } ?? []
    if let age = evidence.age(of: sent.overflow, within: Evidence.overflowMemory) {
      // Of a handshake by SYN cookie the kernel keeps nothing; that RST has another cause.
      if sent.overflowHadCookie, sent.listener?.lastCookie != nil { return nil }
      return Match(
        .certain, because: [thisOverflow(age)] + listener,
        alternatives: unlookedAt(evidence), fixes: fixes(for: evidence))
    }
    guard
      let age = evidence.age(of: sent.listener?.lastOverflow, within: Evidence.overflowMemory),
      !evidence.receiverIsOlder(than: Evidence.overflowMemory), !evidence.receiverHasExchanged
    else { return nil }
    return Match(
      sent.listener?.lastCookie == nil ? .likely : .possible,
      because: [overflowAge(age)].compactMap(\.self) + listener,
      alternatives: ["stale-connection", "syn-cookie-rejected"], fixes: fixes(for: evidence))
  }

  /// What is not excluded where the process's descriptors were not looked at.
  static func unlookedAt(_ evidence: Evidence) -> [String] {
    evidence.hasDescriptors ? [] : ["file-descriptor-exhaustion"]
  }

  private static func thisOverflow(_ age: Duration) -> Reason {
    Reason(
      "handshake-overflow", age.text,
      Text(
        en: "This connection's handshake found the accept queue full \(age.text) before",
        zh: "该连接在 \(age.text) 之前完成握手时，全连接队列已满"), source: .history)
  }

  private static func overflowAge(_ age: Duration?) -> Reason? {
    age.map { age in
      Reason(
        "listener-overflow", age.text,
        Text(
          en: "A handshake found this listener's accept queue full \(age.text) before",
          zh: "\(age.text) 之前，有握手遇到该监听套接字的全连接队列已满"), source: .history)
    }
  }
}
