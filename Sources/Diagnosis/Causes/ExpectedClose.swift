import Facts

/// A RST at the end of a connection on which all had been said, to an end that had closed already.
public enum ExpectedClose: Cause {
  public static let id = "expected-close"
  public static let family = Family.harmless
  public static let precedence = Precedence.expected
  public static let needs: [Need] = [.senderKernel, .receiverKernel]
  public static let refines = [
    "linger-zero", "linger2-negative", "write-after-close", "disconnect-call",
  ]

  public static let title = Text(
    en: "The connection was over; the reset only cleared it away",
    zh: "连接已经结束，RST 只是收尾")

  public static let explanation = Text(
    en: """
      Both ends had sent what they had to say, all of it had arrived, and the end that got the RST had \
      already closed. Some programs abort at that point to avoid TIME_WAIT, and a FIN that comes after \
      the other end has forgotten the connection gets the same answer. No data is lost.
      """,
    zh: """
      双方要发的数据都已送达并读完，收到 RST 的一端也早已关闭。有些程序为避开 TIME_WAIT 在此时中止连接；\
      另一端已清除记录之后才到的 FIN 也会得到 RST。不会丢失任何数据。
      """)

  public static let mechanism = Text(
    en: """
      The RST meets a socket in FIN_WAIT1, FIN_WAIT2 or LAST_ACK that no descriptor refers to, or one \
      in time-wait, which tcp_timewait_state_process() drops without any report.
      """,
    zh: """
      RST 到达时，套接字处于 FIN_WAIT1、FIN_WAIT2 或 LAST_ACK，且已没有描述符引用；或者处于 timewait，\
      由 tcp_timewait_state_process() 直接清除，不向任何程序报告。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Nothing needs to change. For tidy captures, close without SO_LINGER 0.",
        zh: "无需任何改动。如果希望抓包更干净，关闭时不要使用 SO_LINGER 0。"))
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Alarm on every RST", zh: "对每个 RST 告警"),
      why: Text(
        en: "Browsers, balancers and health checks end connections so all day.",
        zh: "浏览器、负载均衡和健康检查随时都会这样结束连接。")),
    WrongFix(
      Text(en: "Change time-outs or kernel parameters", zh: "调整超时或内核参数"),
      why: Text(en: "Nothing failed.", zh: "并没有任何失败。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "linger-zero",
      Text(
        en: "The same abort, while the peer still waited for something.",
        zh: "同样是中止，但对端还在等待数据。")),
    LookAlike(
      "write-after-close",
      Text(
        en: "There the RST answers data, and that data is lost.",
        zh: "那种情况下 RST 应答的是数据，数据随之丢失。")),
    LookAlike(
      "unread-data-at-close",
      Text(
        en: "There bytes were unread when the socket was closed.", zh: "那种情况下关闭时还有未读字节。")),
  ]

  public static let references = [
    "RFC 9293 section 3.6", "socket(7): SO_LINGER",
    "tcp_timewait_state_process() in net/ipv4/tcp_minisocks.c",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "SO_LINGER 0 after a whole exchange and the server's FIN",
        zh: "完整交互且服务端 FIN 之后，客户端以 SO_LINGER 0 关闭"),
      steps: .open + .exchange + ending,
      expected: .init(
        sender: .client, atLeast: .likely, error: nil, harmless: nil, blind: [.server])),
    Scenario(
      id: "expected-close/orphan",
      title: Text(
        en: "The same, and the server's abandoned socket is still there",
        zh: "同上，且服务端的孤儿套接字仍然存在"),
      // Above 60 s an abandoned FIN_WAIT2 stays a full socket, which shows that nobody holds it.
      steps: [.set(.server, .finTimeout, to: "120")] + .open + .exchange + ending,
      expected: .init(sender: .client, atLeast: .likely, error: nil, harmless: true)),
  ])

  static let ending: [Scenario.Step] = [
    .on(.server, .close(connection: 0)),
    .on(.client, .receive(connection: 0, bytes: 1, expecting: .endOfFile)),
    // Until the FIN is acknowledged the server's socket is a full one in FIN_WAIT1.
    .wait(.milliseconds(300)),
    .on(.client, .setOption(connection: 0, .linger(seconds: 0))),
    .on(.client, .close(connection: 0)),
  ]

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.receiverHadClosed, evidence.trigger?.flags.contains(.syn) != true,
      (evidence.trigger?.payloadLength ?? 0) == 0, !evidence.senderFails,
      evidence.sent?.overflow == nil, evidence.received?.error == nil,
      evidence.sent?.socket?.lastOpenState != .synSent, !evidence.lackedMemory
    else { return nil }
    let sockets = [evidence.senderSocket, evidence.receiverSocket].compactMap(\.self)
    guard sockets.allSatisfy(\.isDrained), evidence.hadAnswer else { return nil }
    let unheld = evidence.receiverSocket?.hasDescriptor == false
    let reasons = sockets.isEmpty ? [Reason.peerFIN()] : [.peerFIN(), drained(sockets)]
    let confidence: Confidence =
      sockets.isEmpty || evidence.sent == nil
      ? .possible
      : unheld && evidence.senderSocket != nil ? .certain : .likely
    return Match(confidence, because: reasons, harmless: unheld ? true : nil)
  }

  private static func drained(_ sockets: [Socket]) -> Reason {
    Reason(
      "all-acknowledged", "0 bytes",
      Text(
        en: sockets.count == 2
          ? "Nothing was unread or unacknowledged at either end"
          : "Nothing was unread or unacknowledged at the end that was seen",
        zh: sockets.count == 2 ? "两端都没有未读或未确认的数据" : "看到的这一端没有未读或未确认的数据"))
  }

  private static func over(_ socket: inout Socket) {
    socket.exchange(lastReceived: 0.5, lastSent: 0.6)
    socket.linger = .zero
    socket.peerClosedAt = Sample.ago(0.4)
  }

  private static let abort = Sample.aborted(
    "TCP_STATE", ["tcp_disconnect", "__tcp_close"], by: .client,
    Sample.socket(.closed, of: .client, was: .closeWait, over))

  private static func orphan(_ socket: inout Socket) {
    socket.exchange(lastReceived: 0.6, lastSent: 0.5)
    socket.hasDescriptor = false
  }

  public static let examples: [Example] = [
    .hit(
      "SO_LINGER 0 after the server's FIN; nobody holds the server's socket", .certain,
      Evidence(sent: abort, received: Sample.received(.finWait2, by: .server, error: nil, orphan))),
    .hit("the server's half was not seen", .likely, Evidence(sent: abort)),
    .hit(
      "a FIN comes when the close is forgotten by all but the memory of it", .likely,
      Evidence(
        sent: Sample.sent("NO_SOCKET") {
          $0.trigger = Sample.segment(fin: true)
          $0.closure = Sample.closure(ago: 90) { $0.exchange(lastReceived: 155, lastSent: 155) }
        })),
    .hit(
      "only the end that had closed", .possible,
      Evidence(received: Sample.received(.finWait2, by: .server, error: nil, orphan))),
    .miss(
      "the client half-closed and waits: the server aborts without an answer",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "__tcp_close"],
          Sample.socket(.closed, was: .closeWait) {
            $0.linger = .zero
            $0.bytesReceived = 100
            $0.lastReceived = Sample.ago(2)
            $0.peerClosedAt = Sample.ago(2)
          }))),
    .miss(
      "data for a closed connection",
      Evidence(
        sent: Sample.sent("TCP_TIMEWAIT_SOCKET") {
          $0.trigger = Sample.segment(bytes: 24)
          $0.fromTimeWait = true
          $0.closure = Sample.closure(ago: 1)
        })),
    .miss(
      "SO_LINGER 0 while the peer is open",
      Evidence(
        sent: Sample.aborted(
          "TCP_STATE", ["tcp_disconnect", "__tcp_close"],
          Sample.socket(.closed, was: .established) {
            $0.exchange(lastReceived: 2, lastSent: 1)
            $0.linger = .zero
          }))),
  ]
}
