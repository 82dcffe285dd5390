import Facts

/// Another program ended the connection from outside, over sock_diag or from BPF.
public enum SocketDestroyed: Cause {
  public static let id = "socket-destroyed"
  public static let family = Family.closing
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel]

  public static let title = Text(
    en: "Somebody destroyed the socket from outside", zh: "套接字被外部程序强行销毁")

  public static let explanation = Text(
    en: """
      A privileged program told the kernel to end this connection: `ss -K`, a network agent such as \
      Cilium or Android's netd when a backend or an address goes away, or a BPF program. The owner of \
      the socket gets ECONNABORTED, the peer a RST.
      """,
    zh: """
      有特权的程序要求内核终止该连接：`ss -K`、在后端或地址消失时清理连接的网络代理（如 Cilium、\
      Android netd），或 BPF 程序。套接字所属程序得到 ECONNABORTED，对端收到 RST。
      """)

  public static let mechanism = Text(
    en: """
      tcp_abort(), reached from sock_diag's SOCK_DESTROY or bpf_sock_destroy(), sets ECONNABORTED and \
      sends a RST with reason TCP_STATE while the socket still has its real state.
      """,
    zh: """
      sock_diag 的 SOCK_DESTROY 或 bpf_sock_destroy() 调用 tcp_abort()：设置 ECONNABORTED，并以 \
      TCP_STATE 为原因发送 RST，此时套接字仍是真实状态（如 ESTABLISHED）。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Find the program that is named here, and the rule by which it picked this connection.",
        zh: "找到这里列出的程序，弄清它依据什么规则选中了该连接。")),
    Fix(
      Text(
        en: "If it runs on a backend's removal, drain the backend before it is removed.",
        zh: "如果它在摘除后端时执行，就先排空再摘除。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Enable TCP keepalive", zh: "打开 TCP keepalive"),
      why: Text(
        en: "The connection was alive and busy; it was not lost.",
        zh: "连接当时是好的，并不是丢失或失效。")),
    WrongFix(
      Text(en: "Search the application for a faulty close()", zh: "在应用里查找错误的 close()"),
      why: Text(
        en: "The application did not close: it got ECONNABORTED.",
        zh: "应用没有关闭连接，它自己也得到了 ECONNABORTED。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "linger-zero",
      Text(
        en: "The same reason, but the socket shows CLOSE by then.",
        zh: "原因相同，但那时套接字已是 CLOSE 状态。")),
    LookAlike(
      "injected-reset",
      Text(
        en: "A forged RST has no event on the host that it names.",
        zh: "伪造的 RST 在它声称的主机上没有任何事件。")),
  ]

  public static let references = [
    "tcp_abort() in net/ipv4/tcp.c", "sock_diag(7): SOCK_DESTROY", "ss(8): -K",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "SOCK_DESTROY on the server's socket", zh: "对服务端套接字执行 SOCK_DESTROY"),
      steps: .open + [.on(.server, .destroy(connection: 0))] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let sent = evidence.sent, let socket = sent.socket, sent.trigger == nil else {
      return nil
    }
    // CLOSE is what tcp_disconnect() leaves, FIN_WAIT2 what its timer ends; both share the reason.
    let byState =
      evidence.reason == "TCP_STATE" && sent.sites.isEmpty
      && socket.state != .closed && socket.state != .finWait2
    let byCallSite = evidence.passed("tcp_abort")
    guard byCallSite || byState else { return nil }
    var reasons = [Reason.state(socket.state)]
    if byCallSite { reasons.insert(.callSite("tcp_abort"), at: 0) }
    if let actor = sent.actor {
      reasons.append(
        Reason(
          "destroyed-by", "\(actor.command)[\(actor.pid)]",
          Text(
            en: "\(actor.named.en) had the socket destroyed",
            zh: "要求销毁套接字的是 \(actor.named.zh)"), source: .process))
    }
    return Match(byCallSite ? .certain : .likely, because: reasons)
  }

  private static let ss = Process(pid: 900, command: "ss")

  private static func sent(
    _ state: TCPState, _ sites: [String], _ reason: String? = "TCP_STATE"
  ) -> SentReset {
    Sample.sent(reason, sites) {
      $0.socket = Sample.socket(state)
      $0.actor = ss
    }
  }

  public static let examples: [Example] = [
    .hit(
      "ss -K on an established connection", .certain,
      Evidence(
        sent: sent(.established, ["tcp_abort"]), received: Sample.received(.established),
        senderError: .connectionAborted)),
    .hit(
      "a kernel without reasons", .certain,
      Evidence(sent: sent(.closeWait, ["tcp_abort"], nil))),
    .hit(
      "a reset whose call site was not recorded", .likely,
      Evidence(sent: sent(.established, []))),
    .miss(
      "SO_LINGER 0: the socket is in CLOSE by then",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "__tcp_close"],
          Sample.socket(.closed, was: .established) { $0.linger = .zero }))),
    .miss(
      "the timer of an abandoned FIN_WAIT2",
      Evidence(
        sent: Sample.sent("TCP_STATE", ["tcp_keepalive_timer"]) {
          $0.socket = Sample.socket(.finWait2) { $0.hasDescriptor = false }
        })),
  ]
}
