import Facts

/// The two ends spoke different protocols.
public enum ProtocolMismatch: Cause {
  public static let id = "protocol-mismatch"
  public static let family = Family.mismatch
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .receiverKernel]
  public static let refines = [
    "unread-data-at-close", "early-response-close", "write-after-close", "linger-zero",
    "admission-limit", "expected-close",
  ]

  public static let title = Text(
    en: "Client and server spoke different protocols", zh: "客户端与服务端使用的协议不一致")

  public static let explanation = Text(
    en: """
      The client's first bytes were of another protocol than the server's: plain HTTP to a port that \
      speaks TLS, TLS to a plain one, a PROXY header that the server does not expect. One of them gave \
      up. It fails each time, within milliseconds of the connect.
      """,
    zh: """
      客户端的首批字节与服务端的协议不同：向 TLS 端口发明文 HTTP、向明文端口发 TLS、或发送了服务端不认识的 \
      PROXY 头。其中一方随即放弃。每次都在连接建立后的几毫秒内失败。
      """)

  public static let mechanism = Text(
    en: """
      A TLS library reads five bytes of record header, finds no record and closes with the rest unread \
      (TCP_ABORT_ON_CLOSE); a plain server answers an error, and the client's library closes on that.
      """,
    zh: """
      TLS 库读取 5 字节的记录头，发现不是 TLS 记录就关闭，其余字节未读（TCP_ABORT_ON_CLOSE）；明文服务端则返回\
      错误，客户端的 TLS 库读到后关闭。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Use the scheme and port that belong together; ask the port what it speaks.",
        zh: "让协议与端口对应；先确认该端口使用什么协议。"),
      command: "openssl s_client -connect HOST:PORT </dev/null"),
    Fix(
      Text(
        en:
          "Behind a balancer, set the upstream's protocol, and PROXY protocol on both sides or none.",
        zh: "在负载均衡后面，正确设置上游协议；PROXY 协议要么两端都开，要么都关。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Retry", zh: "重试"),
      why: Text(en: "Every try speaks the same wrong protocol.", zh: "每次重试用的都是同样错误的协议。")),
    WrongFix(
      Text(en: "Turn certificate verification off", zh: "关闭证书校验"),
      why: Text(
        en: "No certificate was ever sent; and a real error would then go unseen.",
        zh: "根本没走到发送证书这一步；而且以后真正的错误也会被掩盖。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "injected-reset",
      Text(
        en: "There a device resets after the ClientHello; the server never sent that.",
        zh: "那种情况下中间设备在 ClientHello 之后发 RST，服务端并没有发过。")),
    LookAlike(
      "admission-limit",
      Text(
        en: "There the server closes before it has read anything, and only at times.",
        zh: "那种情况下服务端什么都没读就关闭，而且只是偶尔发生。")),
    LookAlike(
      "proxy-backend-absent",
      Text(
        en: "There the closer failed to reach its own server just before.",
        zh: "那种情况下关闭方刚刚连接自己的后端失败。")),
  ]

  public static let references = [
    "RFC 8446 section 5.1 (record header), section 6 (alerts)", "RFC 9112 section 3",
    "The PROXY protocol, versions 1 & 2 (HAProxy)",
  ]

  static let get = "GET / HTTP/1.1\r\nHost: lab\r\n\r\n"
  /// The first bytes of a ClientHello and of a fatal alert, unexpected_message.
  static let clientHello = "\u{16}\u{3}\u{1}\u{0}\u{40}\u{1}\u{0}\u{0}\u{3c}\u{3}\u{3}"
  static let alert = "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{a}"

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id, title: Text(en: "Plain HTTP to a TLS port", zh: "向 TLS 端口发送明文 HTTP"),
      steps: .open + [
        .on(.client, .sendText(connection: 0, get, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 5, expecting: .success)),
        .on(.server, .sendText(connection: 0, alert, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 7, expecting: .success)),
        .on(.server, .close(connection: 0)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
    Scenario(
      id: "protocol-mismatch/nginx",
      title: Text(
        en: "TLS to a plain nginx: the client closes with its answer unread",
        zh: "向明文 nginx 发送 TLS：客户端没读完响应就关闭"),
      steps: [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(
          .client,
          .sendText(connection: 0, clientHello + "\r\n\r\n" + clientHello, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 5, expecting: .success)),
        .wait(.milliseconds(200)), .on(.client, .close(connection: 0)),
      ],
      expected: .init(
        sender: .client, atLeast: .likely, error: nil, harmless: nil, blind: [.server]),
      server: .real(
        Scenario.RealServer(
          .nginx, port: 8080, ["lingering_close off;"], standIn: Scenario.StandIn()))),
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.death == nil, evidence.senderRole != nil, isFirstExchange(evidence),
      evidence.trigger?.flags.contains(.syn) != true, let request = evidence.request
    else { return nil }
    guard let answer = evidence.answer else { return matchSilence(evidence, request) }
    guard differs(request, answer), let asked = request.name, let answered = answer.name else {
      return nil
    }
    let isSeen = evidence.sent != nil && evidence.seenSenderRole != nil
    return Match(isSeen ? .certain : .likely, because: [spoke(asked, answered)])
  }

  /// A server of TLS that closes without an alert; only its port tells what it speaks.
  private static func matchSilence(_ evidence: Evidence, _ request: MessageBeginning) -> Match? {
    guard evidence.senderRole == .server, request.isHTTPRequest,
      let socket = evidence.socketClosedUnread, socket.bytesReceived > UInt64(socket.unreadBytes),
      tlsPorts.contains(evidence.flow.source.port)
    else { return nil }
    return Match(
      .likely, because: [spoke("HTTP", "TLS"), .unread(socket.unreadBytes)],
      alternatives: ["application-timeout"])
  }

  /// Ports whose service begins with TLS (IANA service names), and what Kubernetes and Tomcat use.
  private static let tlsPorts: Set<UInt16> = [443, 465, 636, 853, 993, 995, 5671, 6443, 8443, 8883]

  /// What was agreed on later, by CONNECT or STARTTLS, is another matter.
  private static func isFirstExchange(_ evidence: Evidence) -> Bool {
    [evidence.senderSocket, evidence.receiverSocket].compactMap { $0?.dialogue }.allSatisfy {
      // None is counted of a connection that was not looked at from its beginning.
      $0.heardMessages == 1 || ($0.heardMessages == 0 && $0.heard.isEmpty)
    }
  }

  private static func differs(_ request: MessageBeginning, _ answer: MessageBeginning) -> Bool {
    if request.isTLS { return !answer.isTLS }
    if request.isProxyHeader { return answer.httpStatus == 400 }
    return request.isHTTPRequest && (answer.isTLS || answer.sessionProtocol != nil)
  }

  private static func spoke(_ request: String, _ answer: String) -> Reason {
    Reason(
      "protocols", "\(request), \(answer)",
      Text(
        en: "The client spoke \(request), the server \(answer)",
        zh: "客户端使用 \(request)，服务端使用 \(answer)"), source: .wire)
  }

  private static func closed(_ request: String, _ answer: String, messages: Int = 1) -> SentReset {
    Sample.aborted(
      "TCP_ABORT_ON_CLOSE", ["__tcp_close"],
      Sample.socket(.closed, was: .established) {
        $0.unreadBytes = 30
        $0.exchange(lastReceived: 0.01, lastSent: 0.005)
        $0.dialogue = Dialogue(
          heardMessages: messages, heard: Array(request.utf8), said: Array(answer.utf8),
          seesSaid: true)
      })
  }

  public static let examples: [Example] = [
    .hit("plain HTTP to TLS, with an alert", .certain, Evidence(sent: closed(get, alert))),
    .hit(
      "TLS to plain HTTP", .certain, Evidence(sent: closed(clientHello, "HTTP/1.1 400 Bad"))),
    .hit(
      "only the client's half: it spoke TLS and got HTTP", .likely,
      Evidence(
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 0.01, lastSent: 0.02)
          $0.dialogue = Dialogue(
            heardMessages: 1, heard: Array("HTTP/1.1 400".utf8), said: Array(clientHello.utf8))
        })),
    .miss("both speak HTTP", Evidence(sent: closed(get, "HTTP/1.1 400 Bad"))),
    .miss("both speak TLS", Evidence(sent: closed(clientHello, alert))),
    .miss(
      "how many messages came before is unknown",
      Evidence(sent: closed(clientHello, "HTTP/1.1 200 OK", messages: 0))),
    .miss(
      "TLS after CONNECT, on the same connection",
      Evidence(sent: closed(clientHello, "HTTP/1.1 200 OK", messages: 2))),
  ]
}
