import Facts

/// A proxy took the connection, could not reach the server behind it, and closed.
public enum ProxyBackendAbsent: Cause {
  public static let id = "proxy-backend-absent"
  public static let family = Family.mismatch
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .closeMemory, .failedSocket]
  public static let refines = [
    "unread-data-at-close", "write-after-close", "admission-limit", "early-response-close",
    "linger-zero",
  ]

  public static let title = Text(
    en: "A proxy could not reach the server behind it, and closed", zh: "代理无法连接后端，关闭了连接")

  public static let explanation = Text(
    en: """
      What accepted the connection is only a proxy: docker-proxy, a sidecar, HAProxy, kubectl \
      port-forward. Its own connect to the server behind it failed: nothing listens there, or only on \
      127.0.0.1 inside the container. So connect() succeeds and the first read is reset.
      """,
    zh: """
      接受连接的只是一个代理：docker-proxy、sidecar、HAProxy、kubectl port-forward。它自己连接后端失败：后端没有\
      监听该端口，或只监听了容器内的 127.0.0.1。于是 connect() 成功，第一次读取就被重置。
      """)

  public static let mechanism = Text(
    en: """
      The proxy's connect() gets ECONNREFUSED or times out; it closes the client's side, with the \
      request unread (TCP_ABORT_ON_CLOSE), or before the request came (TCP_TIMEWAIT_SOCKET).
      """,
    zh: """
      代理的 connect() 得到 ECONNREFUSED 或超时，随后关闭客户端一侧：请求未读（TCP_ABORT_ON_CLOSE），或请求尚未\
      到达（TCP_TIMEWAIT_SOCKET）。
      """)

  public static let fixes: [Fix] = fixes(for: nil)

  private static func fixes(for backend: Endpoint?) -> [Fix] {
    let port = backend?.port ?? 8080
    return [
      Fix(
        Text(
          en: "Start the server behind it; see if, and on which address, it listens.",
          zh: "启动后端，并确认它是否监听、监听在哪个地址。"),
        command: "ss -ltnp 'sport = :\(port)'"),
      Fix(
        Text(
          en: "In a container, listen on all addresses, not on 127.0.0.1.",
          zh: "在容器里监听所有地址，而不是 127.0.0.1。")),
      Fix(
        Text(
          en: "Let nothing reach the proxy before its server is ready (health check, start order).",
          zh: "后端就绪之前不要让流量进入代理（健康检查、启动顺序）。")),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Open the firewall", zh: "放开防火墙"),
      why: Text(
        en: "The connection had come through; it ended behind the proxy.",
        zh: "连接已经到达，问题在代理的后面。")),
    WrongFix(
      Text(en: "Raise the proxy's time-outs", zh: "调大代理的超时"),
      why: Text(
        en: "The refusal came at once; there was nothing to wait for.",
        zh: "后端是立即拒绝的，没有什么可等。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "admission-limit",
      Text(
        en: "There the closer had tried to reach nobody.", zh: "那种情况下关闭方没有尝试连接任何后端。")),
    LookAlike(
      "port-closed",
      Text(en: "There connect() itself is refused.", zh: "那种情况下 connect() 本身就被拒绝。")),
    LookAlike(
      "protocol-mismatch",
      Text(
        en: "There the closer read the first bytes, and they were not its protocol.",
        zh: "那种情况下关闭方读了首批字节，发现协议不对。")),
  ]

  public static let references = [
    "connect(2): ECONNREFUSED", "Docker: userland-proxy", "RFC 9110 section 15.6.3 (502)",
  ]

  static let get = "GET / HTTP/1.1\r\nHost: lab\r\n\r\n"

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "The proxy's own connect is refused, and it closes", zh: "代理自己的连接被拒绝，随后关闭"),
      steps: [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 0, get, expecting: .success)),
        .on(.server, .accept), .wait(.milliseconds(50)),
        .on(.server, .connectToOwn(port: 9)), .on(.server, .close(connection: 0)),
      ] + .clientIsReset,
      expected: .init(
        sender: .server, atLeast: .certain, error: .connectionReset, besides: ["port-closed"])),
    Scenario(
      id: "proxy-backend-absent/haproxy",
      title: Text(
        en: "HAProxy without the server behind it", zh: "HAProxy 后面没有服务"),
      steps: [
        .on(.client, .connect(port: 8080, expecting: .success)), .wait(.milliseconds(300)),
        .on(.client, .sendText(connection: 0, get, expecting: .success)), .wait(.milliseconds(100)),
        .on(.client, .sendText(connection: 0, get, expecting: .error(.brokenPipe))),
      ],
      expected: .init(
        sender: .server, atLeast: .certain, error: .brokenPipe, besides: ["port-closed"]),
      server: .real(
        Scenario.RealServer(
          .haproxy, port: 8080, ["mode tcp", "retries 0", "server absent 127.0.0.1:9"],
          standIn: Scenario.StandIn(lacksBackend: true)))),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.senderRole == .server, evidence.death == nil,
      let backend = evidence.backendFailure, evidence.trigger?.flags.contains(.syn) != true,
      let sent = evidence.sent, sent.trigger == nil || evidence.lateSegment != nil
    else { return nil }
    let status = evidence.answer?.httpStatus
    guard evidence.answer == nil || (502...504).contains(status ?? 0) else { return nil }
    // Under load the connect that failed may have been for another client.
    let socket = evidence.socket(of: .server)
    let isKnown = (status != nil || socket?.lastSent == nil) && socket?.openedAt != nil
    return Match(
      isKnown && evidence.seenSenderRole == .server ? .certain : .likely,
      because: [failed(backend)] + (evidence.senderProcess.map { [.closer($0)] } ?? []),
      alternatives: isKnown ? [] : ["application-timeout"], fixes: fixes(for: backend.destination))
  }

  private static func failed(_ backend: FailedBackend) -> Reason {
    let error = backend.error?.name ?? "no answer"
    return Reason(
      "backend", "\(backend.destination) \(error)",
      Text(
        en:
          "The same process had failed to connect to \(backend.destination) just before: \(error)",
        zh: "同一进程刚刚连接 \(backend.destination) 失败：\(backend.error?.name ?? "无应答")"),
      source: .process)
  }

  private static func closed(
    _ backend: FailedBackend?, answered: Bool = false, exit: ExitStatus? = nil
  ) -> Evidence {
    var evidence = Evidence(
      sent: Sample.aborted(
        "TCP_ABORT_ON_CLOSE", ["__tcp_close"],
        Sample.socket(.closed, was: .established) {
          $0.openedAt = Sample.ago(0.1)
          $0.unreadBytes = 80
          $0.bytesReceived = 80
          $0.lastReceived = Sample.ago(0.05)
          if answered { $0.exchange(lastReceived: 0.05, lastSent: 0.02) }
          $0.dialogue.said = answered ? Array("HTTP/1.1 200".utf8) : []
        }, exit: exit))
    evidence.failedBackend = backend
    return evidence
  }

  private static let refused = FailedBackend(
    time: Sample.ago(0.001), destination: Endpoint(IPAddress(v4: 0x7f00_0001), port: 9000),
    error: .connectionRefused)

  public static let examples: [Example] = [
    .hit("refused a millisecond before the close", .certain, closed(refused)),
    .miss("no connect failed", closed(nil)),
    .miss(
      "a connect failed before the client came",
      closed(
        FailedBackend(
          time: Sample.ago(0.4), destination: Sample.server, error: .connectionRefused))),
    .miss("the request had been answered", closed(refused, answered: true)),
    .miss("killed", closed(refused, exit: Sample.killed)),
  ]
}
