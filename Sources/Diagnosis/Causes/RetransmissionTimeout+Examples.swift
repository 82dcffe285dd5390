import Facts

extension RetransmissionTimeout {
  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "The cable is cut under a request", zh: "请求发出时链路中断"),
      steps: .open + .exchange + [
        .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
        .link(up: false), .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .certain, error: .timedOut, blind: [.server])),
    Scenario(
      id: "retransmission-timeout/connect",
      title: Text(en: "Nothing answers the SYNs", zh: "SYN 没有任何应答"),
      steps: [
        .set(.client, .synRetries, to: "1"), .link(up: false),
        .on(.client, .connect(port: 8080, expecting: .error(.timedOut))),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .likely, error: .timedOut, blind: [.server])),
    Scenario(
      id: "retransmission-timeout/given-up",
      title: Text(en: "The program gives up connect() first", zh: "程序先放弃 connect()"),
      steps: [
        .link(up: false), .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(2500)),
        .on(.client, .close(connection: 0)),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .likely, error: nil, harmless: nil,
        blind: [.server])),
    Scenario(
      id: "retransmission-timeout/late-reset",
      title: Text(
        en: "The cable is mended, and the peer talks to what was given up",
        zh: "链路恢复后，对端继续在已放弃的连接上发送"),
      steps: .open + .exchange + [
        .on(.server, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
        .link(up: false), .on(.server, .send(connection: 0, bytes: 100, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
        .link(up: true), .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
      ] + .clientIsReset,
      expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
  ])

  private static let closure = Sample.closure(.error(.timedOut), ago: 30) {
    $0.exchange(lastReceived: 950, lastSent: 40)
    $0.unacknowledgedBytes = 500
  }

  private static func late(_ closure: Closure) -> SentReset {
    Sample.sent("TCP_FLAGS") {
      $0.trigger = Sample.segment(bytes: 100)
      $0.listener = Listener(queueLimit: 128)
      $0.closure = closure
    }
  }

  private static func data(
    _ error: ErrorNumber? = .timedOut, _ change: (inout FailedConnection) -> Void = { _ in }
  ) -> Evidence {
    var failure = Sample.failure(.established, error) {
      $0.exchange(lastReceived: 12, lastSent: 0)
      $0.unacknowledgedBytes = 100
    }
    change(&failure)
    return Evidence(failure: failure)
  }

  public static let examples: [Example] = [
    .hit("a small request is never acknowledged", .certain, data()),
    .hit("the network says that the host cannot be reached", .certain, data(.hostUnreachable)),
    .hit(
      "large segments: the path may take only small ones", .likely,
      data { $0.socket.unacknowledgedBytes = 40_000 }),
    .hit(
      "the peer lives and does not read", .likely,
      data {
        $0.peerWindow = 0
        $0.probes = 4
      }),
    .hit(
      "the connection had been idle for five minutes: the path may have forgotten it", .likely,
      data { $0.socket.lastReceived = Sample.ago(312) }),
    .hit("SYNs go unanswered", .likely, Evidence(failure: Sample.failedConnect(.timedOut))),
    .hit("the program gives up first", .likely, Evidence(failure: Sample.failedConnect(nil))),
    .hit(
      "the peer talks to a connection that was given up", .certain,
      Evidence(
        sent: late(closure),
        received: Sample.received(.established) { $0.exchange(lastReceived: 980, lastSent: 0) })),
    .miss("keepalive probes went unanswered", Evidence(sent: late(idle))),
    .miss(
      "an ICMP message refuses the SYN at once",
      Evidence(failure: Sample.failedConnect(.connectionRefused, retransmissions: 0))),
    .miss(
      "there was no port to connect from",
      Evidence(failure: Sample.failedConnect(.addressNotAvailable))),
    .miss("this end had closed it", Evidence(sent: late(Sample.closure(ago: 30)))),
  ]

  private static let idle = Sample.closure(.error(.timedOut), ago: 30) {
    $0.exchange(lastReceived: 200, lastSent: 200)
    $0.probesWhenIdle = true
  }
}
