import Facts

extension KeepaliveRace {
  /// nginx closes four idle connections by its timer; the client, whose limit is longer, uses one of them.
  static let nginx = Scenario(
    id: "keepalive-race/nginx",
    title: Text(
      en: "nginx closes idle connections after 2 s; its client keeps them longer",
      zh: "nginx 空闲 2 秒就关闭连接，客户端却保留得更久"),
    steps: (0..<4).flatMap { connection -> [Scenario.Step] in
      [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: connection, get, expecting: .success)),
        .on(.client, .receiveResponse(connection: connection, expecting: .success)),
      ]
    } + [
      // A later request on one of them: its idle time and its age then differ.
      .wait(.milliseconds(1200)),
      .on(.client, .sendText(connection: 3, get, expecting: .success)),
      .on(.client, .receiveResponse(connection: 3, expecting: .success)),
      .wait(.milliseconds(2400)),
      .on(.client, .sendText(connection: 3, get, expecting: .success)),
      .on(.client, .receiveResponse(connection: 3, expecting: .endOfFile)),
      .wait(.milliseconds(100)),
      .on(.client, .sendText(connection: 3, get, expecting: .error(.brokenPipe))),
    ],
    expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe),
    server: .nginx(port: 8080, keepaliveTimeout: .seconds(2)))

  static let get = "GET / HTTP/1.1\r\nHost: lab\r\n\r\n"

  static let nat = Scenario(
    id: "keepalive-race/nat",
    title: Text(
      en: "A request 0.2 s after the FIN, through address translation",
      zh: "FIN 之后 0.2 秒才发请求，中间经过地址转换"),
    steps: idle + [.on(.server, .close(connection: 0)), .wait(.milliseconds(200))]
      + .clientWritesAfterFIN,
    expected: .init(sender: .server, atLeast: .likely, error: .brokenPipe), path: .nat)

  private static func late(
    _ closure: Closure, _ segment: Segment, by role: Socket.Role = .server
  ) -> SentReset {
    Sample.sent("TCP_TIMEWAIT_SOCKET", by: role) {
      $0.trigger = segment
      $0.fromTimeWait = true
      $0.closure = closure
    }
  }

  private static func idleClose(_ seconds: Double = 65, by role: Socket.Role = .server) -> Closure {
    Sample.closure(ago: 0.02, by: role) {
      $0.exchange(lastReceived: seconds + 0.02, lastSent: seconds + 0.02)
    }
  }

  private static let agreeing = Sample.idleCloses(.seconds(65), .milliseconds(65_040))

  public static let examples: [Example] = [
    .hit(
      "an HTTP request 20 ms after the FIN, and earlier closes agree", .certain,
      Evidence(
        sent: late(idleClose(), Sample.segment(bytes: 80, "GET /a HTTP/1.1")),
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.exchange(lastReceived: 65.02, lastSent: 0.001)
          $0.peerClosedAt = Sample.ago(0.02)
        }, serverCloses: agreeing)),
    .hit(
      "the same, not HTTP: a session time-out is not excluded", .likely,
      Evidence(sent: late(idleClose(), Sample.segment(bytes: 80)), serverCloses: agreeing)),
    .hit(
      "the request crosses the FIN", .likely,
      Evidence(
        sent: late(idleClose(), Sample.segment(bytes: 80, crossing: true, "GET /a HTTP/1.1")))),
    .hit(
      "the request is unread at close()", .likely,
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_CLOSE", ["__tcp_close"],
          Sample.socket(.closed, was: .established) {
            $0.exchange(lastReceived: 0.01, lastSent: 65)
            $0.unreadBytes = 80
          }),
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 65, lastSent: 0.01)
        })),
    .hit(
      "only the client's half, which saw the FIN", .likely,
      Evidence(
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.exchange(lastReceived: 65, lastSent: 0.01)
          $0.peerClosedAt = Sample.ago(0.02)
        })),
    .hit(
      "only the client's half, without a FIN", .possible,
      Evidence(
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 65, lastSent: 0.01)
        })),
    .miss(
      "the client closed",
      Evidence(
        sent: late(idleClose(by: .client), Sample.segment(bytes: 80), by: .client))),
    .miss("closed while busy", Evidence(sent: late(idleClose(0.2), Sample.segment(bytes: 80)))),
    .miss(
      "the server was killed while the connection was idle",
      Evidence(
        sent: late(
          Sample.closure(ago: 1, exit: Sample.killed) {
            $0.exchange(lastReceived: 65, lastSent: 65)
          },
          Sample.segment(bytes: 80)))),
    .miss(
      "closed 30 s after a request that got no answer",
      Evidence(
        sent: late(
          Sample.closure(ago: 0.1) { $0.exchange(lastReceived: 30, lastSent: 60) },
          Sample.segment(bytes: 80)))),
  ]
}
