import Facts

/// A stateful device sees only one direction of the connection.
public enum AsymmetricPath: Cause {
  public static let id = "asymmetric-path"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.failedSocket]

  public static let title = Text(
    en: "The two directions take different ways, and a firewall sees only one of them",
    zh: "往返路径不对称，防火墙只看到其中一个方向")

  public static let explanation = Text(
    en: """
      A firewall or NAT that tracks connections sees the client's packets, and the answers take another way \
      (two routers, two interfaces of one host, a balancer that keeps the client's address, a client and \
      server on one node). It never sees the SYN-ACK, so that the client's next segments belong to no \
      connection for it, and it drops them. The client believes it is connected; nothing that it sends is \
      ever acknowledged, and the server waits for the last ACK of the handshake.
      """,
    zh: """
      跟踪连接的防火墙或 NAT 只看到客户端的报文，应答却走了另一条路（两台路由器、同一主机的两块网卡、保留\
      客户端地址的负载均衡，或客户端与服务端在同一节点）。它没见过 SYN-ACK，于是把客户端后续的报文视为不属于\
      任何连接而丢弃。客户端以为已经连上，但发送的任何数据都得不到确认；服务端则一直等待握手的最后一个 ACK。
      """)

  public static let mechanism = Text(
    en: """
      nf_conntrack_tcp_packet() has the connection in SYN_SENT; an ACK of the same direction is "invalid" in \
      tcp_conntracks[], and the rule ct state invalid drop takes it. The server sends its SYN-ACK again \
      (tcp_synack_retries), which the client answers, in vain.
      """,
    zh: """
      nf_conntrack_tcp_packet() 中该连接仍是 SYN_SENT；同方向的 ACK 在 tcp_conntracks[] 中为 invalid，被规则 \
      ct state invalid drop 丢弃。服务端按 tcp_synack_retries 重传 SYN-ACK，客户端每次应答也都徒劳。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Make both directions take the same device: compare the routes, on both hosts.",
        zh: "让两个方向经过同一设备：在两端主机上对比路由。"),
      command: "ip route get PEER"),
    Fix(
      Text(
        en: """
          Behind a balancer that preserves client addresses, turn that off (preserve_client_ip) and pass the \
          address in the PROXY protocol, or have the servers answer through the balancer.
          """,
        zh: """
          若负载均衡保留了客户端地址，关闭该功能（preserve_client_ip），改用 PROXY protocol 传递地址，或让\
          服务端经由负载均衡回包。
          """)),
    Fix(
      Text(
        en: "Where it must stay so, keep these flows out of connection tracking on the device.",
        zh: "路径无法对称时，在该设备上对这些流量关闭连接跟踪。"),
      command: "nft add rule inet filter prerouting ip saddr CLIENT tcp dport PORT notrack",
      undo:
        "nft -a list chain inet filter prerouting; nft delete rule inet filter prerouting handle N"
    ),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Drop ct state invalid in more places", zh: "在更多地方丢弃 ct state invalid"),
      why: Text(
        en: "Everything on this path is invalid for a device that sees half of it.",
        zh: "对只看到一半流量的设备来说，这条路径上的报文全是 invalid。")),
    WrongFix(
      Text(en: "Raise nf_conntrack_max", zh: "调大 nf_conntrack_max"),
      why: Text(
        en: "The table has room; what it lacks is the other direction.",
        zh: "连接表并没有满，缺的是另一个方向的报文。")),
    WrongFix(
      Text(en: "Raise net.ipv4.tcp_syn_retries", zh: "调大 net.ipv4.tcp_syn_retries"),
      why: Text(
        en: "The SYN arrived; it is the ACK that does not.", zh: "SYN 已经到达，到不了的是 ACK。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "accept-queue-overflow",
      Text(
        en: "The client sees the same; ListenOverflows on the server tells them apart.",
        zh: "客户端看到的现象相同；区别在服务端的 ListenOverflows。")),
    LookAlike(
      "retransmission-timeout",
      Text(
        en: "There the connection had worked before, or the SYN was never answered.",
        zh: "那种情况下连接此前可用，或者 SYN 就没有应答。")),
    LookAlike(
      "conntrack-invalid",
      Text(
        en: "There the device sees both directions, and one late segment is invalid.",
        zh: "那种情况下设备能看到两个方向，只是个别迟到的报文为 invalid。")),
  ]

  public static let references = [
    "RFC 2979 section 3 (firewalls and state)",
    "nf_conntrack_tcp_packet() in nf_conntrack_proto_tcp.c",
    "nf_conntrack-sysctl: nf_conntrack_tcp_loose",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "The firewall does not see what the server sends", zh: "防火墙看不到服务端发出的报文"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .possible, error: .timedOut, blind: [.server]),
      path: .router([.untracked(from: .server), .dropInvalid]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let failure = evidence.failure, failure.state == .established,
      failure.error == .timedOut, failure.peerWindow > 0, evidence.wasNeverAnswered,
      failure.socket.unacknowledgedBytes > 0, evidence.drops == nil
    else { return nil }
    return Match(
      .possible, because: [neverAcknowledged, .unanswered(failure)],
      alternatives: ["accept-queue-overflow", "retransmission-timeout"],
      next: [lookAtHandshakes(evidence)])
  }

  private static let neverAcknowledged = Reason(
    "never-acknowledged", "0 bytes",
    Text(
      en: "The handshake was done for this end, and not one byte was acknowledged after it",
      zh: "本端认为握手已完成，但此后发送的数据一个字节都没有被确认"))

  private static func lookAtHandshakes(_ evidence: Evidence) -> NextStep {
    NextStep(
      Text(
        en: """
          See whether the server still waits for the handshake's last ACK. If it does and ListenOverflows \
          stands still, compare the routes of both directions.
          """,
        zh: "查看服务端是否仍在等待握手的最后一个 ACK。若是且 ListenOverflows 没有增长，再对比两个方向的路由。"),
      command:
        "ss -Htn state syn-recv 'sport = :\(evidence.servicePort)'; nstat -az TcpExtListenOverflows",
      on: .server)
  }

  private static func stuck(_ change: (inout Socket) -> Void = { _ in }) -> Evidence {
    Evidence(
      failure: Sample.failure(.established, .timedOut) {
        $0.role = .client
        $0.bytesAcknowledged = 1
        $0.unacknowledgedBytes = 100
        $0.openedAt = Sample.ago(12)
        $0.lastSent = Sample.ago(12)
        change(&$0)
      })
  }

  public static let examples: [Example] = [
    .hit("connected, and not one byte was acknowledged", .possible, stuck()),
    .miss(
      "the connection had worked before", stuck { $0.exchange(lastReceived: 20, lastSent: 12) }),
    .miss("the SYN was never answered", Evidence(failure: Sample.failedConnect(.timedOut))),
    .miss("the server's end of it", stuck { $0.role = .server }),
  ]
}
