import Facts

/// A program spoke TCP by itself, and the kernel, which knew nothing of it, answered for it.
public enum NoKernelSocket: Cause {
  public static let id = "no-kernel-socket"
  public static let family = Family.mismatch
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .trigger, .closeMemory]

  public static let title = Text(
    en: "The connection is of a program with its own TCP, and the kernel knows no socket for it",
    zh: "连接由自带 TCP 协议栈的程序发起，内核中没有对应的套接字")

  public static let explanation = Text(
    en: """
      A program sent the SYN through a raw or packet socket, or past the kernel (a scanner, a traffic \
      generator, a user-space stack such as DPDK or gVisor on an address that the kernel has too). The \
      SYN-ACK also reaches the kernel. It has no socket of that port and resets the connection before \
      the program can answer.
      """,
    zh: """
      程序通过原始套接字、packet 套接字或绕过内核（扫描器、压测工具，或与内核共用地址的 DPDK、gVisor \
      等用户态协议栈）发出 SYN。应答的 SYN-ACK 同时也到了内核：内核没有这个端口的套接字，于是抢在程序之前\
      发 RST 复位了连接。
      """)

  public static let mechanism = Text(
    en: """
      raw_sendmsg() or packet_sendmsg() makes no entry in the table of connections. tcp_v4_rcv() finds none \
      for the SYN-ACK and calls tcp_v4_send_reset() with NO_SOCKET; raw_local_deliver() hands the program \
      its copy all the same.
      """,
    zh: """
      raw_sendmsg() 和 packet_sendmsg() 不会在连接表中登记。tcp_v4_rcv() 查不到 SYN-ACK 对应的连接，以 \
      NO_SOCKET 为原因调用 tcp_v4_send_reset()；raw_local_deliver() 仍会把副本交给程序。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Give the program's stack an address of its own, which no interface of the kernel has.",
        zh: "为该程序的协议栈分配独立的地址，不要与内核的任何接口共用。")),
    Fix(
      Text(
        en:
          "Where it must share the address, drop the kernel's RSTs for the program's ports alone.",
        zh: "必须共用地址时，只针对该程序使用的端口丢弃内核发出的 RST。"),
      command:
        "nft add rule inet filter output tcp sport 40000-40999 tcp flags rst / rst counter drop",
      undo: "nft -a list chain inet filter output; nft delete rule inet filter output handle N"),
    Fix(
      Text(
        en: "Keep the kernel from giving these ports to others.",
        zh: "同时避免内核把这些端口分配给其他程序。"),
      command: "sysctl -w net.ipv4.ip_local_reserved_ports=40000-40999",
      undo: "sysctl -w net.ipv4.ip_local_reserved_ports="),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Drop all outgoing RSTs", zh: "丢弃所有发出的 RST"),
      why: Text(
        en: "Peers of dead connections then wait for minutes, on every port of the host.",
        zh: "主机所有端口上，失效连接的对端都要白等几分钟。")),
    WrongFix(
      Text(en: "Open the port in the firewall", zh: "在防火墙上放行该端口"),
      why: Text(
        en: "The SYN-ACK did arrive; the kernel itself refused it.",
        zh: "SYN-ACK 已经到达，拒绝它的是内核自己。")),
    WrongFix(
      Text(en: "Bind a listener to the port", zh: "在该端口上启动监听"),
      why: Text(
        en: "A listener resets a SYN-ACK that it did not ask for as well.",
        zh: "监听套接字收到不属于它的 SYN-ACK，同样会复位。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "connect-cancelled",
      Text(
        en: "There the kernel had a socket that sent the SYN, and its program closed it.",
        zh: "那种情况下 SYN 由内核套接字发出，之后被程序关闭。")),
    LookAlike(
      "conntrack-invalid",
      Text(
        en: "There the SYN-ACK was for a host behind this one, whose translation failed.",
        zh: "那种情况下 SYN-ACK 本该转给后面的主机，是地址转换没有生效。")),
    LookAlike(
      "port-reuse-collision",
      Text(
        en: "There the client has a socket in SYN_SENT that the answer does not fit.",
        zh: "那种情况下客户端有处于 SYN_SENT 的套接字，只是应答与它不符。")),
  ]

  public static let references = [
    "RFC 9293 section 3.10.7.1", "raw(7)", "packet(7)", "tcp_v4_rcv() in net/ipv4/tcp_ipv4.c",
    "raw_local_deliver() in net/ipv4/raw.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "A SYN through a raw socket", zh: "通过原始套接字发送 SYN"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(
          .client,
          .forge(
            Scenario.ForgedSegment(
              from: 40000, to: 8080, sequence: 1000, acknowledgment: 0, flags: .syn))),
        .wait(.milliseconds(200)),
      ],
      expected: .init(
        sender: .client, atLeast: .likely, error: nil, harmless: nil, blind: [.server]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let segment = evidence.trigger, segment.isSYNACK, let sent = evidence.sent,
      sent.socket == nil, sent.closure == nil, !sent.fromTimeWait,
      evidence.reasonAllows("NO_SOCKET", "TCP_FLAGS")
    else { return nil }
    let hasRaw = evidence.surroundings.hasRawSocket
    return Match(
      hasRaw ? .likely : .possible,
      because: [.trigger(segment), .noMemory()] + (hasRaw ? [rawSocket] : []),
      alternatives: ["connect-cancelled", "conntrack-invalid"], harmless: nil)
  }

  private static let rawSocket = Reason(
    "raw-socket", "IPPROTO_TCP",
    Text(
      en: "A program here has a raw socket for TCP open", zh: "本机有程序打开着 TCP 的原始套接字"),
    source: .process)

  private static func rst(_ change: (inout SentReset) -> Void = { _ in }) -> SentReset {
    Sample.sent("NO_SOCKET", ["tcp_v4_rcv"], by: .client) {
      $0.trigger = Sample.synACK
      change(&$0)
    }
  }

  private static var withRawSocket: Evidence {
    var evidence = Evidence(sent: rst())
    evidence.surroundings.hasRawSocket = true
    return evidence
  }

  public static let examples: [Example] = [
    .hit("a raw socket is open", .likely, withRawSocket),
    .miss(
      "the program gave its connect up",
      Evidence(
        sent: rst { $0.closure = Sample.closure(.cancelled, ago: 0.8, by: .client) })),
    .miss(
      "an old connection answers a client that connects",
      Evidence(
        sent: Sample.sent("TCP_INVALID_ACK_SEQUENCE", by: .client) {
          $0.trigger = Sample.segment()
          $0.socket = Sample.socket(.synSent, of: .client)
        })),
    .miss(
      "data for a connection that nobody knows",
      Evidence(sent: Sample.sent("NO_SOCKET") { $0.trigger = Sample.segment(bytes: 100) })),
  ]
}
