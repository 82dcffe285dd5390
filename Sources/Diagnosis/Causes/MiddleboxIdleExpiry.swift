import Facts

/// A device between the hosts forgot the connection while it was idle.
public enum MiddleboxIdleExpiry: Cause {
  public static let id = "middlebox-idle-expiry"
  public static let family = Family.idleAndReuse
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.receiverKernel, .failedSocket]

  public static let title = Text(
    en: "A NAT, firewall or balancer forgot the idle connection",
    zh: "NAT、防火墙或负载均衡在连接空闲时删除了会话")

  public static let explanation = Text(
    en: """
      A device on the path keeps a table of connections, and drops what has been idle for longer than its \
      limit, mostly between 4 minutes and an hour. Neither end hears of it: both are ESTABLISHED. The next \
      segment is answered with a RST by the device (AWS NLB and NAT gateway after 350 s), or lost without a \
      word, until the sender gives up with ETIMEDOUT after about 15 minutes.
      """,
    zh: """
      路径上的某个设备维护连接表，连接空闲超过其时限（通常 4 分钟到 1 小时）就删除表项。两端都不知情，仍处于 \
      ESTABLISHED。之后的第一个报文要么被设备以 RST 应答（AWS NLB 和 NAT 网关为 350 秒），要么被静默丢弃，\
      发送方直到约 15 分钟后才以 ETIMEDOUT 放弃。
      """)

  public static let mechanism = Text(
    en: """
      The device, not a TCP of either end, sends the RST: tcp_send_reset fires on no host, and the server's \
      socket stays ESTABLISHED. In the silent form tcp_retransmit_timer() runs into tcp_write_timeout(). A \
      Linux router does the same after nf_conntrack_tcp_timeout_established, where it drops ct state invalid.
      """,
    zh: """
      RST 由设备发出，而不是任何一端的 TCP：两端主机都不会触发 tcp_send_reset，服务端套接字仍为 ESTABLISHED。\
      静默丢弃时，tcp_retransmit_timer() 最终走到 tcp_write_timeout()。Linux 路由器在 \
      nf_conntrack_tcp_timeout_established 之后、且丢弃 ct state invalid 时，行为相同。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Enable SO_KEEPALIVE on the sockets, with an idle time below the device's limit.",
        zh: "在套接字上打开 SO_KEEPALIVE，空闲时间设为小于设备的时限。"),
      command: "setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &(int){60}, sizeof(int))"),
    Fix(
      Text(
        en:
          "Or have clients drop connections that were idle for longer than that (pool idle time).",
        zh: "或者让客户端连接池丢弃空闲超过该时限的连接。")),
    Fix(
      Text(
        en:
          "Where the device can tell both ends with a RST (Azure: TCP reset on idle), turn that on.",
        zh: "如果设备支持在超时时向两端发送 RST（如 Azure 的 TCP reset on idle），请开启。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise the server's keep-alive time-out", zh: "调大服务端的 keep-alive 超时"),
      why: Text(
        en: "The server did not close; the connection is idle for longer then.",
        zh: "关闭连接的不是服务端，这样只会空闲更久。")),
    WrongFix(
      Text(en: "Lower net.ipv4.tcp_keepalive_time alone", zh: "只调小 net.ipv4.tcp_keepalive_time"),
      why: Text(
        en: "It does nothing for sockets without SO_KEEPALIVE.",
        zh: "没有设置 SO_KEEPALIVE 的套接字不受影响。")),
    WrongFix(
      Text(en: "Lower net.ipv4.tcp_retries2", zh: "调小 net.ipv4.tcp_retries2"),
      why: Text(
        en: "The failure comes sooner, and to every connection that loses packets.",
        zh: "只是更早失败，而且所有丢包的连接都会受影响。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "stale-connection",
      Text(
        en: "There the server itself sends the RST, as it has no socket any more.",
        zh: "那种情况下 RST 由服务端发出，因为它已没有该套接字。")),
    LookAlike(
      "backend-moved",
      Text(
        en: "There another backend sends it, at any time, not only after a pause.",
        zh: "那种情况下 RST 来自另一台后端，且与空闲无关。")),
    LookAlike(
      "keepalive-race",
      Text(
        en: "There the server had closed: a FIN, which may have been lost.",
        zh: "那种情况下服务端已关闭连接，发过 FIN（可能丢失）。")),
    LookAlike(
      "retransmission-timeout",
      Text(
        en: "There the server or the path is gone for other connections, too.",
        zh: "那种情况下其他连接也不通：服务端或链路已中断。")),
  ]

  public static let references = [
    "RFC 5382 section 5 (NAT: 2 h 4 min at least)", "RFC 9293 section 3.8.4 (keep-alives)",
    "nf_conntrack-sysctl: nf_conntrack_tcp_timeout_established", "tcp(7): TCP_KEEPIDLE",
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    if let failure = evidence.failure { return matchSilence(evidence, failure) }
    if let pause = evidence.pauseBeforeForeignAnswer { return matchAnswer(evidence, pause) }
    guard let socket = evidence.onlyReceiver, socket.state == .established, socket.hasExchanged,
      socket.unacknowledgedBytes > 0, socket.role != .server,
      let pause = socket.pauseBeforeLastSent, pause >= longPause, let sent = socket.lastSent,
      evidence.time - sent < Evidence.idleThreshold
    else { return nil }
    let isLongest = pause >= IPVSIdleExpiry.limit
    return Match(
      .possible, because: [.idle(pause), .receiverState(socket)],
      alternatives: ["stale-connection", "backend-moved", "keepalive-race"]
        + (isLongest ? [IPVSIdleExpiry.id] : []),
      next: [tryForItself(evidence)])
  }

  /// A RST that neither end sent, in answer to the first segment after a pause.
  private static func matchAnswer(_ evidence: Evidence, _ pause: Duration) -> Match {
    let packet = evidence.wire
    return Match(
      .likely,
      because: [.idle(pause)] + (evidence.livingSender.map { [.livingSender($0)] } ?? [])
        + (packet?.marks ?? []),
      alternatives: ["injected-reset", "firewall-reject"], next: [tryForItself(evidence)],
      sender: .middlebox)
  }

  /// No device that is known forgets sooner.
  static let longPause = Duration.seconds(30)

  /// Data after a pause that nothing acknowledged, while the server answers others.
  private static func matchSilence(_ evidence: Evidence, _ failure: FailedConnection) -> Match? {
    guard failure.state == .established, failure.error == .timedOut, failure.peerWindow > 0,
      failure.socket.hasExchanged, failure.socket.unacknowledgedBytes > 0,
      let quiet = evidence.quietBeforeFailure, quiet >= Evidence.idleThreshold
    else { return nil }
    let heard = failure.socket.lastReceived.map { failure.time - $0 } ?? quiet
    guard heard > (failure.unanswered ?? .zero) else { return nil }
    let life = evidence.signOfLife
    guard life != nil || quiet >= longPause else { return nil }
    let isLarge = failure.socket.unacknowledgedBytes > 536
    return Match(
      life != nil ? .likely : .possible,
      because: [.idle(quiet), .unanswered(failure)] + (life.map { [$0] } ?? []),
      alternatives: ["retransmission-timeout", "backend-moved"] + (isLarge ? ["path-mtu"] : []),
      next: [tryForItself(evidence)])
  }

  private static func tryForItself(_ evidence: Evidence) -> NextStep {
    let peer = evidence.flow.destination.address
    return NextStep(
      Text(
        en: """
          See what the device knows: on a Linux router, whether it still tracks the connection; on a cloud \
          balancer or NAT, its idle time-out.
          """,
        zh: "检查设备上的会话：Linux 路由器上看是否仍跟踪该连接；云负载均衡或 NAT 网关看其空闲超时配置。"),
      command: "conntrack -L -p tcp --orig-dst \(peer)", on: .middle)
  }
}
