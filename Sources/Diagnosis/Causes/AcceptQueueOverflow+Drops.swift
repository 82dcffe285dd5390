import Facts

/// Handshakes that a full accept queue dropped without a reset.
extension AcceptQueueOverflow {
  static func matchDrops(_ evidence: Evidence, _ drops: ListenerDrops) -> Match? {
    let change = drops.change
    guard change[.listenOverflows] > 0, !isOfRequestQueue(drops) else { return nil }
    if let failure = evidence.failure { return matchConnect(evidence, failure, drops) }
    // ListenDrops counts every handshake that was turned away, ListenOverflows those of a full queue.
    let isOnlyReason = change[.listenDrops] <= change[.listenOverflows]
    return Match(
      isOnlyReason ? .certain : .likely, because: reasons(drops),
      alternatives: unlookedAt(evidence) + (isOnlyReason ? [] : ["syn-queue-overflow"]),
      fixes: fixes(for: evidence), harmless: nil)
  }

  /// A connect of this host whose listener, on this host as well, dropped SYNs while it waited.
  private static func matchConnect(
    _ evidence: Evidence, _ failure: FailedConnection, _ drops: ListenerDrops
  ) -> Match? {
    guard failure.error == nil || failure.error == .timedOut else { return nil }
    return Match(
      .likely, because: [.unanswered(failure)] + reasons(drops),
      alternatives: ["retransmission-timeout"] + unlookedAt(evidence),
      fixes: fixes(for: evidence))
  }

  /// Whether this listener's drops are those of its other queue.
  private static func isOfRequestQueue(_ drops: ListenerDrops) -> Bool {
    guard drops.change[.requestQueueDrops] > 0, let listener = drops.listener else { return false }
    return !listener.isFull && listener.hasFullRequestQueue
  }

  private static func reasons(_ drops: ListenerDrops) -> [Reason] {
    let overflows = Reason.counter(
      .listenOverflows, drops.change,
      Text(
        en: "Handshakes found the accept queue full and were dropped without a reset",
        zh: "握手遇到全连接队列已满而被丢弃，没有发出 RST"))
    return [overflows] + Reason.listenerDrops(drops)
      + (drops.listener.map { [.acceptQueue($0)] } ?? [])
  }

  static let dropExamples: [Example] = [
    .hit(
      "SYNs are dropped, and nothing else turned any away", .certain,
      Evidence(
        drops: Sample.drops([.listenOverflows: 3, .listenDrops: 3], drops: 3) { $0.queueLength = 2 }
      ).withRoom()),
    .hit(
      "the listener cannot be told", .certain,
      Evidence(
        drops: ListenerDrops(change: Sample.change([.listenOverflows: 3, .listenDrops: 3]))
      ).withRoom()),
    .hit(
      "other handshakes were dropped for another reason", .likely,
      Evidence(
        drops: Sample.drops([.listenOverflows: 3, .listenDrops: 5], drops: 5) { $0.queueLength = 2 }
      )),
    .hit(
      "a connect of this host timed out meanwhile", .likely,
      Evidence(
        failure: Sample.failedConnect(.timedOut),
        drops: Sample.drops([.listenOverflows: 3, .listenDrops: 3], drops: 3) { $0.queueLength = 2 }
      )),
    .miss(
      "SYNs are dropped for a full request queue",
      Evidence(
        drops: Sample.drops([.requestQueueDrops: 3, .listenDrops: 3], drops: 3) { $0.halfOpen = 2 })
    ),
    .miss(
      "both queues of the namespace overflow, this listener's is that of requests",
      Evidence(
        drops: Sample.drops(
          [.listenOverflows: 3, .requestQueueDrops: 2, .listenDrops: 5], drops: 2
        ) { $0.halfOpen = 2 })),
  ]

  /// Two connections fill the queue; the SYN of a third is dropped, and sent again a second later.
  static let dropScenarios: [Scenario] = [
    Scenario(
      id: "accept-queue-overflow/syn-dropped",
      title: Text(en: "A full queue drops a SYN, and the next is late", zh: "队列已满，SYN 被丢弃，连接因此变慢"),
      steps: fillQueue + [
        .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(1200)),
        .on(.server, .accept), .on(.server, .accept), .on(.server, .accept),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .certain, error: nil, harmless: nil,
        blind: [.client])),
    Scenario(
      id: "accept-queue-overflow/timeout",
      title: Text(
        en: "A full queue drops SYNs until connect() gives up", zh: "队列已满，SYN 一直被丢弃，直到 connect() 超时"
      ),
      steps: [.set(.client, .synRetries, to: "1")] + fillQueue + [
        .on(.client, .connect(port: 8080, expecting: .error(.timedOut)))
      ],
      expected: .init(kind: .failure, sender: .unknown, atLeast: .likely, error: .timedOut)),
  ]

  private static let fillQueue: [Scenario.Step] = [
    .on(.server, .listen(port: 8080, backlog: 1)),
    .on(.client, .connect(port: 8080, expecting: .success)),
    .on(.client, .connect(port: 8080, expecting: .success)),
  ]
}
