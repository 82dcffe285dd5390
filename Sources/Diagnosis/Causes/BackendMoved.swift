import Facts

/// A balancer sent an open connection to another backend, which does not know it.
public enum BackendMoved: Cause {
  public static let id = "backend-moved"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger, .closeMemory]

  public static let title = Text(
    en: "A balancer moved the open connection to another backend", zh: "负载均衡把已建立的连接转到了另一台后端")

  public static let explanation = Text(
    en: """
      A layer 4 balancer (NLB, IPVS, Maglev, ECMP with a changed hash) sent the segments of an open \
      connection to a backend other than the one that had accepted it: backends were added or removed, a \
      weight was set to 0, or a health check failed. The new backend never saw a SYN of it and resets it; the \
      old one still holds its end.
      """,
    zh: """
      四层负载均衡（NLB、IPVS、Maglev，或哈希发生变化的 ECMP）把一条已建立连接的报文发到了另一台后端：增减了\
      后端、权重被设为 0，或健康检查失败。新后端没见过它的 SYN，于是复位；旧后端仍保留着这条连接。
      """)

  public static let mechanism = Text(
    en: """
      On the new backend tcp_v4_rcv() finds no connection: NO_SOCKET, or TCP_FLAGS where the service listens \
      there too. The first packet of the flow in a capture on that host is not a SYN.
      """,
    zh: """
      新后端的 tcp_v4_rcv() 找不到连接：原因为 NO_SOCKET；若同一服务也在那里监听，则为 TCP_FLAGS。在那台主机上抓包，\
      该流的第一个报文不是 SYN。
      """)

  public static let fixes = [
    Fix(
      Text(
        en:
          "Have the balancer keep open connections where they are (connection draining, connection tracking).",
        zh: "让负载均衡把已建立的连接固定在原后端（连接排空、连接跟踪）。")),
    Fix(
      Text(
        en:
          "With IPVS: end connections of a removed backend cleanly, and do not reschedule reused ports.",
        zh: "IPVS：后端移除时干净地结束其连接，且不为复用端口重新调度。"),
      command: "sysctl -w net.ipv4.vs.expire_nodest_conn=1 net.ipv4.vs.conn_reuse_mode=1",
      undo: "sysctl -w net.ipv4.vs.expire_nodest_conn=0 net.ipv4.vs.conn_reuse_mode=1"),
    Fix(
      Text(
        en: "Drain a backend before it is removed: stop new connections, wait, then remove it.",
        zh: "移除后端前先排空：停止新连接，等待，再移除。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise the idle time-outs of the backends", zh: "调大后端的空闲超时"),
      why: Text(
        en: "The connection was in use; it went to the wrong host.",
        zh: "连接正在使用，只是到了错误的主机。")),
    WrongFix(
      Text(en: "Have backends drop segments that they do not know", zh: "让后端丢弃不认识的报文"),
      why: Text(
        en: "The client then waits 15 minutes in place of a reset at once.",
        zh: "客户端从立即收到 RST 变成白等约 15 分钟。")),
    WrongFix(
      Text(en: "Add more backends", zh: "增加后端"),
      why: Text(
        en: "Each change of the set moves connections again.", zh: "每次变更都会再次迁移连接。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "stale-connection",
      Text(
        en: "There the same host had the connection, and forgot it in a restart.",
        zh: "那种情况下连接原本就在这台主机，重启后丢失。")),
    LookAlike(
      "middlebox-idle-expiry",
      Text(
        en: "There the device answers by itself, after a pause.", zh: "那种情况下由设备自己应答，且发生在空闲之后。")),
    LookAlike(
      "conntrack-invalid",
      Text(
        en: "There the translating host itself answers, for one segment that came late.",
        zh: "那种情况下由做地址转换的主机自己应答，起因是一个迟到的报文。")),
  ]

  public static let references = [
    "RFC 9293 section 3.5.1 (half-open connections)", "tcp_v4_rcv() in net/ipv4/tcp_ipv4.c",
    "Documentation/networking/ipvs-sysctl.rst: expire_nodest_conn, conn_reuse_mode",
  ]

  static func balanced(to port: UInt16) -> Scenario.Relay {
    Scenario.Relay { $0.backend = Scenario.Relay.Backend(port: 80, to: port) }
  }

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "The balancer sends an open connection to its second backend", zh: "负载均衡把已建立的连接转到第二个后端"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 80, expecting: .success)), .on(.server, .accept),
      ] + .exchange + [
        .relay(.set(balanced(to: 8081))),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .likely, error: .connectionReset),
      path: .relay(balanced(to: 8080)))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let segment = evidence.laterSegment, evidence.metNoConnection,
      let sent = evidence.sent, sent.overflow == nil,
      let owner = evidence.surroundings.otherOwner
    else { return nil }
    return Match(
      .likely, because: [.trigger(segment), .noMemory(), owned(by: owner)],
      alternatives: ["stale-connection"])
  }

  private static func owned(by owner: Endpoint) -> Reason {
    Reason(
      "other-owner", "\(owner)",
      Text(
        en: "\(owner) here has an open connection with the same client and port",
        zh: "本机的 \(owner) 与同一客户端、同一端口之间有已建立的连接"))
  }

  private static func rst(
    ownedBy owner: Endpoint?, _ change: (inout SentReset) -> Void = { _ in }
  ) -> Evidence {
    var evidence = Evidence(
      sent: Sample.sent("NO_SOCKET") {
        $0.trigger = Sample.segment(bytes: 100)
        change(&$0)
      })
    evidence.surroundings.otherOwner = owner
    return evidence
  }

  private static let other = Endpoint(Sample.server.address, port: 9090)

  public static let examples: [Example] = [
    .hit("another backend of this host has the connection", .likely, rst(ownedBy: other)),
    .miss("nobody here has the connection", rst(ownedBy: nil)),
    .miss(
      "it was closed here", rst(ownedBy: other) { $0.closure = Sample.closure(ago: 70) }),
    .miss("a SYN to a closed port", rst(ownedBy: other) { $0.trigger = Sample.syn }),
  ]
}
