import Facts

/// IPVS forgot the connection while it was idle.
public enum IPVSIdleExpiry: Cause {
  public static let id = "ipvs-idle-expiry"
  public static let family = Family.idleAndReuse
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger]

  public static let title = Text(
    en: "IPVS forgot the connection after its idle time-out", zh: "IPVS 在空闲超时后删除了连接")

  public static let explanation = Text(
    en: """
      The virtual address of a service (Docker Swarm, kube-proxy in IPVS mode, keepalived) is balanced by \
      IPVS, which forgets a connection that was idle for 900 s, or 120 s after a FIN. The next segment to the \
      virtual address belongs to no connection then: the balancer's own TCP, which has no socket for it, \
      answers with a RST, or it is dropped. Connections straight to a backend are not affected.
      """,
    zh: """
      服务的虚拟地址（Docker Swarm、IPVS 模式的 kube-proxy、keepalived）由 IPVS 转发。连接空闲 900 秒，或收到 \
      FIN 后 120 秒，IPVS 就会删除它。此后发往虚拟地址的报文不属于任何连接：负载均衡主机自己的 TCP 没有对应套接字，\
      于是回 RST，或者报文被丢弃。直连后端的连接不受影响。
      """)

  public static let mechanism = Text(
    en: """
      ip_vs_conn_expire() removes the entry; ip_vs_in_hook() then schedules no connection for a segment that is \
      no SYN and lets it pass to the local stack, where tcp_v4_rcv() finds no socket: reason NO_SOCKET.
      """,
    zh: """
      ip_vs_conn_expire() 删除表项；之后 ip_vs_in_hook() 不会为非 SYN 报文建立连接，而是交给本机协议栈，\
      tcp_v4_rcv() 找不到套接字，原因为 NO_SOCKET。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Enable SO_KEEPALIVE with an idle time below 900 s on clients of the virtual address.",
        zh: "访问虚拟地址的客户端打开 SO_KEEPALIVE，空闲时间小于 900 秒。"),
      command: "setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &(int){600}, sizeof(int))"),
    Fix(
      Text(
        en: "Or raise the time-outs of IPVS: established, after FIN, UDP.",
        zh: "或调大 IPVS 的超时：已建立、FIN 之后、UDP。"),
      command: "ipvsadm --set 7200 120 300", undo: "ipvsadm --set 900 120 300"),
    Fix(
      Text(
        en: "Or go around it: dnsrr in Docker Swarm, a headless service in Kubernetes.",
        zh: "或绕过它：Docker Swarm 用 dnsrr，Kubernetes 用 headless service。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(
        en: "Enable keepalive with the default of 7200 s", zh: "打开 keepalive 但保留默认的 7200 秒"),
      why: Text(
        en: "The first probe comes after IPVS has forgotten: it only draws the RST.",
        zh: "首次探测时 IPVS 早已删除连接，只会引来 RST。")),
    WrongFix(
      Text(
        en: "Raise nf_conntrack_tcp_timeout_established",
        zh: "调大 nf_conntrack_tcp_timeout_established"),
      why: Text(
        en: "IPVS has a table and time-outs of its own.", zh: "IPVS 有自己的表和超时。")),
    WrongFix(
      Text(en: "Raise the backend's idle time-out", zh: "调大后端的空闲超时"),
      why: Text(en: "The backend did not close.", zh: "后端并没有关闭连接。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "middlebox-idle-expiry",
      Text(
        en: "The same on a device that is no Linux host with IPVS.",
        zh: "现象相同，但设备不是运行 IPVS 的 Linux 主机。")),
    LookAlike(
      "stale-connection",
      Text(
        en: "There this host had the connection itself, before a restart.",
        zh: "那种情况下连接原本就在本机，重启后丢失。")),
    LookAlike(
      "backend-moved",
      Text(
        en: "There the balancer sends the connection to another backend, at any time.",
        zh: "那种情况下负载均衡把连接转到了另一台后端，与空闲无关。")),
  ]

  public static let references = [
    "ipvsadm(8): --set", "ip_vs_conn_expire() in net/netfilter/ipvs/ip_vs_conn.c",
    "ip_vs_in_hook() in net/netfilter/ipvs/ip_vs_core.c",
    "Documentation/networking/ipvs-sysctl.rst",
  ]

  public static let lab = LabRecipe.notReproducible(
    because: Text(
      en: """
        It takes a kernel that is built with IPVS (CONFIG_IP_VS), which many are not, and its time-outs are set \
        in whole seconds through a netlink family of its own; where it is missing nothing else behaves as it.
        """,
      zh: """
        需要内核编译了 IPVS（CONFIG_IP_VS），很多内核没有；其超时通过专门的 netlink 族以秒为单位设置。没有 IPVS \
        时，别的机制无法替代它的行为。
        """))

  /// The time-out of an established connection (`tcp_timeouts[]` in ip_vs_proto_tcp.c).
  static let limit = Duration.seconds(900)

  public static func match(_ evidence: Evidence) -> Match? {
    guard let segment = evidence.laterSegment, evidence.metNoConnection,
      evidence.reason == "NO_SOCKET", evidence.sysctls[.ipvsExpireNodest] != nil
    else { return nil }
    let pause = evidence.receiverSocket.flatMap(Self.pause)
    if evidence.received != nil, pause.map({ $0 < limit }) ?? true { return nil }
    return Match(
      pause == nil ? .possible : .likely,
      because: [isBalancer] + (pause.map { [.idle($0)] } ?? []) + [.trigger(segment), .noMemory()],
      alternatives: ["stale-connection", "backend-moved"],
      next: [
        NextStep(
          Text(
            en: "See the time-outs of IPVS, and whether the address is one of its services.",
            zh: "查看 IPVS 的超时，以及该地址是否为其服务地址。"),
          command: "ipvsadm -l --timeout; ipvsadm -ln", on: .middle)
      ])
  }

  private static func pause(of socket: Socket) -> Duration? {
    socket.state == .established && socket.hasExchanged ? socket.pauseBeforeLastSent : nil
  }

  private static let isBalancer = Reason(
    "ipvs", "present",
    Text(en: "This host has IPVS loaded", zh: "本机加载了 IPVS"), source: .configuration)

  private static func reset(after pause: Double, hasIPVS: Bool = true) -> Evidence {
    Evidence(
      sent: Sample.sent("NO_SOCKET") { $0.trigger = Sample.segment(bytes: 100) },
      received: Sample.received(.established) {
        $0.exchange(lastReceived: pause, lastSent: 0)
        $0.unacknowledgedBytes = 100
      }, sysctls: hasIPVS ? [.ipvsExpireNodest: 0] : [:])
  }

  public static let examples: [Example] = [
    .hit("the balancer answers after 905 s", .likely, reset(after: 905)),
    .miss("after 300 s IPVS still knows it", reset(after: 300)),
    .miss("a host without IPVS", reset(after: 905, hasIPVS: false)),
    .miss(
      "the connection was closed here",
      Evidence(
        sent: Sample.sent("NO_SOCKET") {
          $0.trigger = Sample.segment(bytes: 10)
          $0.closure = Sample.closure(ago: 70)
        }, sysctls: [.ipvsExpireNodest: 0])),
  ]
}
