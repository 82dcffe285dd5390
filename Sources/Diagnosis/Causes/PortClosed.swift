import Facts

/// A SYN came to a port where nothing listens.
public enum PortClosed: Cause {
  public static let id = "port-closed"
  public static let family = Family.admission
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger]

  public static let title = Text(
    en: "Nothing listened on the port", zh: "目标端口没有进程在监听")

  public static let explanation = Text(
    en: """
      The client asked for a connection to an address and port at which no program listens in this \
      network namespace, so the kernel refused it. The program is not running, is not ready yet, \
      listens on another port, or is bound to another address such as 127.0.0.1.
      """,
    zh: """
      客户端请求连接的地址和端口在该网络命名空间里没有程序监听，内核因此直接拒绝。常见情况：\
      服务没有启动、尚未就绪、监听在别的端口，或者只绑定了 127.0.0.1 之类的其他地址。
      """)

  public static let mechanism = Text(
    en: """
      tcp_v4_rcv() finds neither a connection nor a listener for the SYN and calls \
      tcp_v4_send_reset() with reason NO_SOCKET; the client's tcp_reset() in SYN_SENT sets \
      ECONNREFUSED.
      """,
    zh: """
      tcp_v4_rcv() 既找不到连接也找不到监听套接字，于是调用 tcp_v4_send_reset()，原因为 NO_SOCKET；\
      客户端在 SYN_SENT 状态执行 tcp_reset()，得到 ECONNREFUSED。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "See what listens on the server, on which address and port; start it or bind it there.",
        zh: "在服务端查看实际监听的地址和端口，启动服务，或把它绑定到客户端访问的地址。"),
      command: "ss -ltnp"),
    Fix(
      Text(
        en:
          "Let clients wait until the server is ready: a readiness probe, or retries with a delay.",
        zh: "让客户端等服务就绪后再连接：使用就绪探针，或带退避的重试。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise somaxconn or the backlog", zh: "调大 somaxconn 或 backlog"),
      why: Text(
        en: "A full queue drops SYNs; it never refuses them.", zh: "队列满只会丢弃 SYN，不会拒绝连接。")),
    WrongFix(
      Text(en: "Open the port in the firewall", zh: "在防火墙上放行端口"),
      why: Text(
        en: "The SYN did arrive: the kernel behind the firewall answered it.",
        zh: "SYN 已经到达：应答它的是防火墙后面的内核。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "firewall-reject",
      Text(
        en: "A firewall's RST fires no tcp_send_reset event and leaves OutRsts as it was.",
        zh: "防火墙发出的 RST 不会触发 tcp_send_reset 事件，OutRsts 也不增加。")),
    LookAlike(
      "stale-connection",
      Text(
        en: "There the RST answers a segment in mid-stream, and the error is ECONNRESET.",
        zh: "那种情况下 RST 应答的是连接中途的报文，错误为 ECONNRESET。")),
  ]

  public static let references = [
    "RFC 9293 section 3.10.7.1", "tcp_v4_rcv() in net/ipv4/tcp_ipv4.c", "connect(2): ECONNREFUSED",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "Connect to a port where nothing listens", zh: "连接一个无人监听的端口"),
      steps: [.on(.client, .connect(port: 8080, expecting: .error(.connectionRefused)))],
      expected: .init(sender: .server, atLeast: .certain, error: .connectionRefused)),
    Scenario(
      id: "port-closed/nat",
      title: Text(en: "The same, through address translation", zh: "同上，中间经过地址转换"),
      steps: [.on(.client, .connect(port: 8080, expecting: .error(.connectionRefused)))],
      expected: .init(sender: .server, atLeast: .certain, error: .connectionRefused), path: .nat),
  ])

  /// Whether the RST refused a connection because no socket stood behind the port, as far as is seen.
  static func refuses(_ evidence: Evidence) -> Bool {
    guard let sent = evidence.sent else { return evidence.onlyReceiver?.state == .synSent }
    return evidence.trigger?.isSYN == true && evidence.reasonAllows("NO_SOCKET")
      && !evidence.passed("tcp_check_req") && sent.socket == nil && !sent.fromTimeWait
      && !sent.fromListener
  }

  public static func match(_ evidence: Evidence) -> Match? {
    guard refuses(evidence) else { return nil }
    if evidence.sent != nil {
      // So many ports from one address are no longer about the service behind one of them.
      if evidence.refusedPorts >= PortScan.certain { return nil }
      return Match(
        evidence.refusedPorts >= PortScan.suspicious ? .likely : .certain,
        because: reasons(evidence))
    }
    guard let socket = evidence.onlyReceiver else { return nil }
    return Match(
      .likely, because: [.receiverState(socket)],
      alternatives: ["firewall-reject", "admission-limit"])
  }

  private static func reasons(_ evidence: Evidence) -> [Reason] {
    let address = evidence.flow.source
    let nobody = Reason(
      "no-listener", "port \(address.port)",
      Text(
        en: "A SYN came for \(address), and no socket listens there",
        zh: "收到发往 \(address) 的 SYN，但该地址端口没有监听套接字"))
    let other = evidence.sent?.listener.map { listener in
      listener.closedAt.map { closedBefore(evidence.time - $0) }
        ?? elsewhere(listener, port: address.port)
    }
    return [nobody] + [other].compactMap(\.self)
  }

  private static func closedBefore(_ age: Duration) -> Reason {
    Reason(
      "listener-closed-before", age.text,
      Text(
        en: "The listener of this port was closed \(age.text) before",
        zh: "该端口的监听套接字在 \(age.text) 之前已关闭"), source: .history)
  }

  private static func elsewhere(_ listener: Listener, port: UInt16) -> Reason {
    let owner = listener.owner?.named
    return Reason(
      "listener-elsewhere", "port \(port)",
      Text(
        en: "\(owner?.en ?? "A program") listens on this port, but not on this address",
        zh: "\(owner?.zh ?? "有程序")监听了该端口，但不是这个地址"))
  }

  public static let examples: [Example] = [
    .hit(
      "a SYN meets no socket; the client gets ECONNREFUSED", .certain,
      Evidence(
        sent: Sample.sent("NO_SOCKET", ["tcp_v4_rcv"]) { $0.trigger = Sample.syn },
        received: Sample.received(.synSent, error: .connectionRefused))),
    .hit(
      "the listener was closed five seconds ago", .certain,
      Evidence(
        sent: Sample.sent("NO_SOCKET", ["tcp_v6_rcv"]) {
          $0.trigger = Sample.syn
          $0.listener = Listener(owner: Sample.nginx, closedAt: Sample.ago(5))
        })),
    .hit(
      "only the client's half: a firewall could have said it", .likely,
      Evidence(received: Sample.received(.synSent, error: .connectionRefused))),
    .miss(
      "a segment in mid-stream meets no socket",
      Evidence(sent: Sample.sent("NO_SOCKET") { $0.trigger = Sample.segment(bytes: 100) })),
    .miss(
      "a SYN-ACK meets no socket: the connect was given up",
      Evidence(sent: Sample.sent("NO_SOCKET", by: .client) { $0.trigger = Sample.synACK })),
    .miss(
      "a SYN meets a connection that was closed a moment ago",
      Evidence(
        sent: Sample.sent("TCP_TIMEWAIT_SOCKET") {
          $0.trigger = Sample.syn
          $0.fromTimeWait = true
        })),
  ]
}
