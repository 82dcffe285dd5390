import Facts

extension AcceptQueueOverflow {
  public static let lab = LabRecipe.scenarios(
    [
      Scenario(
        id: "accept-queue-overflow/abort",
        title: Text(
          en: "A full queue with tcp_abort_on_overflow 1", zh: "队列已满，tcp_abort_on_overflow 为 1"),
        steps: [.set(.server, .abortOnOverflow, to: "1")] + overflow(deferring: 3),
        expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
      Scenario(
        id: id,
        title: Text(
          en: "A full queue with tcp_abort_on_overflow 0", zh: "队列已满，tcp_abort_on_overflow 为 0"),
        // One retry instead of five: the kernel forgets the request after 3 s, not 63 s.
        steps: [.set(.server, .abortOnOverflow, to: "0"), .set(.server, .synACKRetries, to: "1")]
          + overflow(deferring: 1),
        expected: .init(sender: .server, atLeast: .certain, error: .connectionReset)),
    ] + dropScenarios)

  /// Two handshakes are held half done by TCP_DEFER_ACCEPT, because a full queue takes no SYN; the
  /// data of the first fills the queue, that of the second overflows it.
  private static func overflow(deferring seconds: Int32) -> [Scenario.Step] {
    [
      .on(.server, .listen(port: 8080, backlog: 1, deferAccept: seconds)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .send(connection: 0, bytes: 10, expecting: .success)),
      .wait(.milliseconds(100)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .send(connection: 1, bytes: 10, expecting: .success)),
      .wait(.milliseconds(100)),
      .on(.client, .send(connection: 2, bytes: 10, expecting: .success)),
      .on(.client, .receive(connection: 2, bytes: 1, expecting: .error(.connectionReset))),
      .on(.server, .accept), .on(.server, .accept),
      .on(.server, .receive(connection: 0, bytes: 10, expecting: .success)),
      .on(.server, .receive(connection: 1, bytes: 10, expecting: .success)),
    ]
  }

  private static let full = Listener(owner: Sample.nginx, queueLength: 2, queueLimit: 1)
  private static let roomy = Listener(owner: Sample.nginx, queueLength: 0, queueLimit: 128)

  private static func rst(
    _ reason: String?, _ listener: Listener?, overflow: Double? = nil, sites: [String] = [],
    _ segment: Segment = Sample.segment(bytes: 10)
  ) -> SentReset {
    Sample.sent(reason, sites) {
      $0.trigger = segment
      $0.listener = listener
      $0.overflow = overflow.map(Sample.ago)
    }
  }

  private static func overflowing(_ listener: Listener, ago seconds: Double) -> Listener {
    var listener = listener
    listener.lastOverflow = Sample.ago(seconds)
    return listener
  }

  public static let examples: [Example] =
    [
      .hit(
        "abort on: the listener is full at the last ACK", .certain,
        Evidence(
          sent: rst("INVALID_SYN", full, sites: ["tcp_check_req"], Sample.segment()),
          received: Sample.received(.established),
          sysctls: [.abortOnOverflow: 1, .somaxconn: 128]
        ).withRoom()),
      .hit(
        "abort on, on a kernel without reasons", .certain,
        Evidence(sent: rst(nil, full, sites: ["tcp_check_req", "tcp_v4_rcv"])).withRoom()),
      .hit(
        "abort off: the request has expired, the client sends data", .certain,
        Evidence(
          sent: rst("TCP_FLAGS", roomy, overflow: 63),
          received: Sample.received(.established) { $0.unacknowledgedBytes = 10 }
        ).withRoom()),
      .hit(
        "abort off, and the listener is gone since", .certain,
        Evidence(sent: rst("NO_SOCKET", nil, overflow: 63)).withRoom()),
      .hit(
        "the listener overflowed a minute ago; whether by this connection was not seen", .likely,
        Evidence(sent: rst("TCP_FLAGS", overflowing(roomy, ago: 60)))),
      .hit(
        "only the client's half: nothing was ever acknowledged", .possible,
        Evidence(received: Sample.received(.established) { $0.unacknowledgedBytes = 10 })),
      .miss("a SYN inside a connection", Evidence(sent: rst("INVALID_SYN", full, Sample.syn))),
      .miss("a stale connection meets a listener", Evidence(sent: rst("TCP_FLAGS", roomy))),
      .miss(
        "the overflow is five minutes old",
        Evidence(sent: rst("TCP_FLAGS", overflowing(roomy, ago: 300), overflow: 300))),
      .miss(
        "the client's connection had been in use",
        Evidence(
          sent: rst("TCP_FLAGS", overflowing(roomy, ago: 60)),
          received: Sample.received(.established) { $0.exchange(lastReceived: 50, lastSent: 0) })),
      .miss(
        "the child could not be made, with room in the queue",
        Evidence(sent: rst("INVALID_SYN", roomy, sites: ["tcp_check_req"]))),
    ] + dropExamples
}
