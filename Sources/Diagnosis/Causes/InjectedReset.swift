import Facts

/// Somebody who is neither end made a RST in the name of one of them.
public enum InjectedReset: Cause {
  public static let id = "injected-reset"
  public static let family = Family.network
  public static let precedence = Precedence.forged
  public static let needs: [Need] = [.packet, .receiverKernel]

  public static let title = Text(
    en: "A device or program between the two ends forged the reset", zh: "RST 由两端之外的设备或程序伪造")

  public static let explanation = Text(
    en: """
      The RST has the peer's address and the right sequence number, but is not like the peer's packets: a \
      firewall, load balancer, intrusion prevention system or censor on the path made it, often because an \
      idle time ran out, a name or a keyword came by, or after a failover; or a tool such as tcpkill. The \
      peer knows nothing of it, or got a RST of the same origin.
      """,
    zh: """
      RST 带有对端地址和正确的序列号，却与对端的其他报文不一致：它由路径上的防火墙、负载均衡、入侵防御系统或审查\
      设备发出，常见起因是空闲超时、匹配到域名或关键字、主备切换；也可能来自 tcpkill 之类的工具。对端并不知情，\
      或者也收到了同一来源的 RST。
      """)

  public static let mechanism = Text(
    en: """
      tcp_validate_incoming() takes any RST whose sequence number is RCV.NXT (RFC 5961); who sent it, it \
      cannot know. TTL, IP ID, window and the timestamp option are those of whoever made the packet.
      """,
    zh: """
      tcp_validate_incoming() 接受序列号等于 RCV.NXT 的任何 RST（RFC 5961），无法得知由谁发出；TTL、IP ID、\
      窗口和时间戳选项则取决于实际构造报文的一方。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Capture at both ends at once: a RST that only one end sees was made in between.",
        zh: "在两端同时抓包：只有一端看到的 RST 就是中间产生的。"),
      command: "tcpdump -ni any -v 'tcp[tcpflags] & tcp-rst != 0 or (ip6 and ip6[53] & 4 != 0)'"),
    Fix(
      Text(
        en: "Have the owner of the device allow the connection, or raise its idle time.",
        zh: "请设备的管理方放行该连接，或调大其空闲超时。")),
    Fix(
      Text(
        en: "Take another path or port, or encrypt the hop, so that the device sees no reason.",
        zh: "改走其他路径或端口，或对这一段加密，使设备不再触发。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Tune the server's time-outs or its kernel", zh: "调整服务端的超时或内核参数"),
      why: Text(
        en: "The server did not send the reset.", zh: "RST 不是服务端发出的。")),
    WrongFix(
      Text(en: "Drop every RST by a local rule", zh: "用本地规则丢弃所有 RST"),
      why: Text(
        en: "The honest ones are lost too: dead connections then hang until a time-out.",
        zh: "正常的 RST 也会丢失，已失效的连接会一直挂到超时。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "firewall-reject",
      Text(
        en: "Netfilter's has window 0, IP ID 0 and no options; on this host its rule is named.",
        zh: "netfilter 的 RST 窗口和 IP ID 为 0、没有选项；若在本机，会给出具体规则。")),
    LookAlike(
      "backend-moved",
      Text(
        en: "There another host behind the same address answers, with a TTL of its own.",
        zh: "那种情况是同一地址后面的另一台主机应答，它的 TTL 也不同。")),
    LookAlike(
      "stale-connection",
      Text(
        en: "There the peer itself forgot the connection; the TTL is the usual one.",
        zh: "那种情况是对端自己忘了该连接，TTL 与平时一致。")),
  ]

  public static let references = [
    "RFC 5961 section 3", "RFC 3360", "tcp_validate_incoming() in net/ipv4/tcp_input.c",
    "tcp_send_active_reset() in net/ipv4/tcp_output.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "A forged RST with the right number and another TTL", zh: "序列号正确但 TTL 不同的伪造 RST"),
      steps: .open + .exchange + [
        .on(.server, .injectReset(connection: 0, hopLimit: 37))
      ] + .clientIsReset,
      expected: .init(
        sender: .middlebox, atLeast: .certain, error: .connectionReset, blind: [.server])),
    Scenario(
      id: "\(id)/peer-goes-on",
      title: Text(
        en: "A forged RST, and the other end goes on to write", zh: "伪造 RST 之后，另一端仍继续发送数据"),
      steps: .open + .exchange + [
        .on(.server, .injectReset(connection: 0, hopLimit: 37))
      ] + .clientIsReset + [
        .wait(.milliseconds(100)),
        .on(.server, .send(connection: 0, bytes: 100, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 1, expecting: .error(.connectionReset))),
      ],
      expected: .init(sender: .middlebox, atLeast: .certain, error: .connectionReset)),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.sent == nil, evidence.firewall == nil, evidence.received != nil else {
      return nil
    }
    let marks = evidence.wire?.marks ?? []
    // A device that has forgotten the connection answers in the same way.
    if evidence.pauseBeforeForeignAnswer != nil {
      return Match(
        .possible, because: marks + (evidence.livingSender.map { [.livingSender($0)] } ?? []),
        alternatives: ["middlebox-idle-expiry"], sender: .middlebox)
    }
    guard let packet = evidence.wire else { return evidence.livingSender.map(withoutPacket) }
    if let state = evidence.livingSender {
      return Match(
        packet.resemblesReject ? .possible : .certain, because: [.livingSender(state)] + marks,
        sender: .middlebox)
    }
    // One mark that other systems have by nature says nothing: BSDs and Windows have RSTs of their own.
    guard packet.hopDifference != nil || marks.count > 1 else { return nil }
    return Match(
      packet.resemblesReject ? .possible : .likely, because: marks,
      alternatives: ["firewall-reject", "backend-moved", "stale-connection"], sender: .middlebox)
  }

  /// Who made the RST is open, but not that the peer's TCP did not.
  private static func withoutPacket(_ state: TCPState) -> Match {
    Match(
      .likely, because: [.livingSender(state)], alternatives: ["firewall-reject"],
      sender: .middlebox)
  }
}
