import Facts

/// An HTTP/2 server closed because its client sent more pings than it allows.
public enum HTTP2PingLimit: Cause {
  public static let id = "http2-ping-limit"
  public static let family = Family.mismatch
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel, .receiverKernel]
  public static let refines = [
    "unread-data-at-close", "write-after-close", "early-response-close", "keepalive-race",
    "request-limit-close",
  ]

  public static let title = Text(
    en: "The client sent more HTTP/2 pings than the server allows", zh: "客户端发送 HTTP/2 PING 过于频繁")

  public static let explanation = Text(
    en: """
      A gRPC or HTTP/2 client keeps its connection alive by PING frames, more often than the server \
      takes (gRPC: one in 5 minutes, none without a call). The server answers GOAWAY with \
      ENHANCE_YOUR_CALM ("too_many_pings") and closes; running calls fail with UNAVAILABLE.
      """,
    zh: """
      gRPC 或 HTTP/2 客户端用 PING 帧保活，频率超过了服务端的允许（gRPC 默认 5 分钟一次，没有调用时不允许）。\
      服务端返回 GOAWAY，错误码 ENHANCE_YOUR_CALM（too_many_pings），随后关闭；正在进行的调用以 UNAVAILABLE 失败。
      """)

  public static let mechanism = Text(
    en: """
      The GOAWAY frame has error code 0xb. close() follows: a RST where a ping was unread, else a FIN, \
      and a RST to the next ping.
      """,
    zh: """
      GOAWAY 帧的错误码为 0xb，随后 close()：有未读的 PING 则发 RST，否则发 FIN，并对下一个 PING 回 RST。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Ping less often than the server's minimum (gRPC-Go: ClientParameters.Time).",
        zh: "让 PING 间隔大于服务端的下限（gRPC-Go：ClientParameters.Time）。")),
    Fix(
      Text(
        en: "Or lower that minimum (gRPC-Go: EnforcementPolicy.MinTime, PermitWithoutStream).",
        zh: "或者调低服务端的下限（gRPC-Go：EnforcementPolicy.MinTime、PermitWithoutStream）。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Ping more often", zh: "更频繁地发送 PING"),
      why: Text(en: "Pings are what the server counts.", zh: "服务端统计的正是 PING。")),
    WrongFix(
      Text(en: "Turn TCP keepalive on in their place, at 10 s", zh: "改用 10 秒一次的 TCP keepalive"),
      why: Text(
        en: "It ends the GOAWAY, but hides a server that hangs: TCP answers for it.",
        zh: "GOAWAY 不再出现，但服务端卡死时发现不了：内核会替它应答。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "request-limit-close",
      Text(
        en: "There GOAWAY has the error code NO_ERROR: an age, or a shutdown.",
        zh: "那种情况下 GOAWAY 的错误码是 NO_ERROR：连接寿命到期或服务端关闭。")),
    LookAlike(
      "keepalive-race",
      Text(en: "There the server closed for want of traffic.", zh: "那种情况下服务端因为没有流量而关闭。")),
  ]

  public static let references = [
    "RFC 9113 section 6.8 (GOAWAY), section 7 (ENHANCE_YOUR_CALM)",
    "gRPC A8: client-side keepalive", "gRPC-Go keepalive.EnforcementPolicy",
  ]

  static let settings = "\0\0\0\u{4}\0\0\0\0\0"
  static let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings
  static let ping = "\0\0\u{8}\u{6}\0\0\0\0\0whyreset"
  static let goAway = "\0\0\u{8}\u{7}\0\0\0\0\0\0\0\0\0\0\0\0\u{b}"

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "GOAWAY with ENHANCE_YOUR_CALM, and close with a ping unread",
        zh: "返回 GOAWAY（ENHANCE_YOUR_CALM）后关闭，PING 未读"),
      steps: .open + [
        .on(.client, .sendText(connection: 0, preface, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: preface.utf8.count, expecting: .success)),
        .on(.server, .sendText(connection: 0, settings, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 9, expecting: .success)),
        .on(.client, .sendText(connection: 0, ping + ping, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 17, expecting: .success)),
        .on(.server, .sendText(connection: 0, goAway, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 17, expecting: .success)),
        .on(.server, .close(connection: 0)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset))
  ])

  /// ENHANCE_YOUR_CALM.
  private static let calm: UInt32 = 0xb

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.senderRole == .server, evidence.death == nil,
      evidence.answer?.goAwayError == calm, evidence.trigger?.flags.contains(.syn) != true
    else { return nil }
    if let socket = evidence.onlyReceiver {
      return Match(.likely, because: [told, .receiverState(socket)])
    }
    guard evidence.socketClosedUnread != nil || evidence.lateSegment != nil else { return nil }
    return Match(
      evidence.seenSenderRole == .server ? .certain : .likely,
      because: [told] + (evidence.senderProcess.map { [.closer($0)] } ?? []))
  }

  private static let told = Reason(
    "goaway", "ENHANCE_YOUR_CALM",
    Text(
      en: "The server had sent GOAWAY with ENHANCE_YOUR_CALM: too many pings",
      zh: "服务端已发送 GOAWAY，错误码 ENHANCE_YOUR_CALM：PING 过多"), source: .wire)

  private static func closed(_ said: String) -> SentReset {
    Sample.aborted(
      "TCP_ABORT_ON_CLOSE", ["__tcp_close"],
      Sample.socket(.closed, was: .established) {
        $0.unreadBytes = 17
        $0.exchange(lastReceived: 0.01, lastSent: 0.005)
        $0.dialogue = Dialogue(
          heardMessages: 9, heard: Array(ping.utf8), said: Array(said.utf8.prefix(20)),
          seesSaid: true)
      })
  }

  public static let examples: [Example] = [
    .hit("GOAWAY for too many pings", .certain, Evidence(sent: closed(goAway))),
    .hit(
      "only the client's half, which got it", .likely,
      Evidence(
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 0.01, lastSent: 0.02)
          $0.dialogue = Dialogue(heardMessages: 2, heard: Array(goAway.utf8))
        })),
    .miss(
      "GOAWAY without an error",
      Evidence(sent: closed(String(goAway.dropLast()) + "\0"))),
    .miss("the answer to a ping", Evidence(sent: closed(ping))),
  ]
}
