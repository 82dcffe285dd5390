import Facts

/// Large segments do not fit somewhere on the path, and nothing says so.
public enum PathMTU: Cause {
  public static let id = "path-mtu"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.failedSocket]

  public static let title = Text(
    en: "Large segments are lost on the way, small ones pass", zh: "大报文在途中丢失，小报文能通过")

  public static let explanation = Text(
    en: """
      A link on the path takes only shorter packets than the hosts send (a tunnel, VPN, VXLAN, PPPoE), and \
      the ICMP message that should tell the sender is filtered or never sent. The handshake and small \
      requests work; an upload, a long answer or a TLS certificate hangs, is sent again and again, and ends in \
      ETIMEDOUT, or in the other end's time limit.
      """,
    zh: """
      路径上某段链路只能通过较短的报文（隧道、VPN、VXLAN、PPPoE），而应当通知发送方的 ICMP 报文被过滤或根本\
      没有发出。握手和小请求都正常；上传、大响应或 TLS 证书却卡住，反复重传，最终 ETIMEDOUT，或者触发对端自己的\
      超时。
      """)

  public static let mechanism = Text(
    en: """
      The segments carry DF. Without ICMP "fragmentation needed" (type 3 code 4; ICMPv6 type 2) \
      tcp_v4_mtu_reduced() is never called, and each retransmission is as long as the first. Only with \
      net.ipv4.tcp_mtu_probing does tcp_mtu_probing() shorten them after some time-outs.
      """,
    zh: """
      报文带有 DF 标志。收不到 ICMP “需要分片”（类型 3 代码 4；ICMPv6 类型 2）时，tcp_v4_mtu_reduced() 不会被\
      调用，每次重传都和第一次一样长。只有启用 net.ipv4.tcp_mtu_probing，tcp_mtu_probing() 才会在几次超时后\
      缩短报文。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Find the longest packet that passes, and let ICMP \"fragmentation needed\" through.",
        zh: "测出能通过的最大报文长度，并放行 ICMP“需要分片”消息。"),
      command: "tracepath -n PEER"),
    Fix(
      Text(
        en: "On the router of the narrow link, clamp the MSS to what the path takes.",
        zh: "在该链路的路由器上把 MSS 钳制到路径能承受的值。"),
      command: "nft add rule inet filter forward tcp flags syn tcp option maxseg size set rt mtu",
      undo: "nft -a list chain inet filter forward; nft delete rule inet filter forward handle N"),
    Fix(
      Text(
        en: "Have the sending host find out by itself.", zh: "让发送方主机自行探测。"),
      command: "sysctl -w net.ipv4.tcp_mtu_probing=1", undo: "sysctl -w net.ipv4.tcp_mtu_probing=0"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Block all ICMP for safety", zh: "出于安全屏蔽所有 ICMP"),
      why: Text(
        en: "That is what makes a narrow link a black hole.", zh: "链路变成黑洞正是因为这样做。")),
    WrongFix(
      Text(en: "Raise net.ipv4.tcp_retries2", zh: "调大 net.ipv4.tcp_retries2"),
      why: Text(
        en: "Every retransmission is as long as the one that was lost.",
        zh: "每次重传都和丢失的那个一样长。")),
    WrongFix(
      Text(en: "Use jumbo frames", zh: "启用巨型帧"),
      why: Text(en: "Longer packets fit even less.", zh: "报文更长，更过不去。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "retransmission-timeout",
      Text(
        en: "There nothing of the peer arrives any more, however small.",
        zh: "那种情况下对端的任何报文都收不到，不论大小。")),
    LookAlike(
      "middlebox-idle-expiry",
      Text(
        en: "There the connection had been idle, and small segments are lost as well.",
        zh: "那种情况下连接此前空闲，小报文同样丢失。")),
    LookAlike(
      "slow-reader-limit",
      Text(
        en: "There the peer's window is zero; here it is open, and nothing is acknowledged.",
        zh: "那种情况下对端窗口为 0；这里窗口是开的，却没有确认。")),
  ]

  public static let references = [
    "RFC 1191", "RFC 4821 (probing)", "RFC 2923 section 2.1 (black holes)",
    "tcp_mtu_probing() in net/ipv4/tcp_timer.c", "ip-sysctl: tcp_mtu_probing",
  ]

  private static let steps: [Scenario.Step] =
    .open + .exchange + [
      .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
      .on(.client, .send(connection: 0, bytes: 4000, expecting: .success)),
      .wait(.milliseconds(500)),
      .on(.server, .send(connection: 0, bytes: 10, expecting: .success)),
      .on(.client, .receive(connection: 0, bytes: 10, expecting: .success)),
      .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
    ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "The path takes 1300 bytes, and does not say so", zh: "路径只能通过 1300 字节的报文，且不作通知"),
      steps: steps,
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .likely, error: .timedOut, blind: [.server]),
      path: .relay(Scenario.Relay { $0.mtu = 1300 }))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard let failure = evidence.failure, failure.state == .established, failure.peerWindow > 0,
      failure.error == .timedOut, !evidence.wasNeverAnswered,
      // 536 bytes pass every path (RFC 9293 section 3.7.1).
      failure.socket.unacknowledgedBytes > 536
    else { return nil }
    guard let life = evidence.signOfLife else { return nil }
    let wasIdle = evidence.quietBeforeFailure.map { $0 >= Evidence.idleThreshold } ?? false
    return Match(
      wasIdle ? .possible : .likely, because: [.unanswered(failure), life],
      alternatives: ["retransmission-timeout"] + (wasIdle ? ["middlebox-idle-expiry"] : []),
      next: [probe(evidence)])
  }

  private static func probe(_ evidence: Evidence) -> NextStep {
    let peer = evidence.flow.destination.address
    return NextStep(
      Text(
        en: "See the longest packet that reaches \(peer).", zh: "查看能到达 \(peer) 的最大报文长度。"),
      command: "tracepath -n \(peer)", on: .here)
  }

  private static func stuck(
    bytes: UInt32 = 4000, heard: Double = 1, window: UInt32 = 65535
  ) -> Evidence {
    var failure = Sample.failure(.established, .timedOut) {
      $0.exchange(lastReceived: heard, lastSent: 12)
      $0.unacknowledgedBytes = bytes
      $0.role = .client
    }
    failure.peerWindow = window
    return Evidence(failure: failure)
  }

  public static let examples: [Example] = [
    .hit("4000 bytes are stuck, and the peer is heard", .likely, stuck()),
    .miss("nothing is heard of the peer", stuck(heard: 12.2)),
    .miss("what is stuck is small", stuck(bytes: 100)),
    .miss("the peer's window is zero", stuck(window: 0)),
  ]
}
