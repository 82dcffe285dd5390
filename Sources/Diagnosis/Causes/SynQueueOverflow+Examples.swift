import Facts

extension SynQueueOverflow {
  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(en: "A full SYN queue with cookies off", zh: "关闭 cookie，半连接队列已满"),
      steps: [.set(.server, .synCookies, to: "0")] + fillQueue + [
        .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(1200)),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .certain, error: nil, harmless: nil,
        blind: [.client])),
    Scenario(
      id: "syn-queue-overflow/cookies",
      title: Text(en: "A full SYN queue with cookies on", zh: "开启 cookie，半连接队列已满"),
      steps: [.set(.server, .synCookies, to: "1")] + fillQueue + [
        .on(.client, .connect(port: 8080, expecting: .success)), .wait(.milliseconds(1200)),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .certain, error: nil, harmless: true,
        blind: [.client])),
    Scenario(
      id: "syn-queue-overflow/timeout",
      title: Text(
        en: "A full SYN queue drops SYNs until connect() gives up", zh: "半连接队列已满，直到 connect() 超时"),
      steps: [.set(.server, .synCookies, to: "0"), .set(.client, .synRetries, to: "1")]
        + fillQueue + [.on(.client, .connect(port: 8080, expecting: .error(.timedOut)))],
      expected: .init(kind: .failure, sender: .unknown, atLeast: .likely, error: .timedOut)),
  ])

  /// TCP_DEFER_ACCEPT keeps handshakes half done until data comes: two are one more than the backlog.
  static let fillQueue: [Scenario.Step] = [
    .on(.server, .listen(port: 8080, backlog: 1, deferAccept: 30)),
    .on(.client, .connect(port: 8080, expecting: .success)),
    .on(.client, .connect(port: 8080, expecting: .success)),
  ]

  private static let dropped: [Counter: UInt64] = [.requestQueueDrops: 4, .listenDrops: 4]
  private static let full = Sample.drops(dropped, drops: 4) { $0.halfOpen = 2 }
  private static let cookies = Sample.drops([.requestQueueCookies: 4]) { $0.halfOpen = 2 }

  public static let examples: [Example] = [
    .hit("SYNs are dropped", .certain, Evidence(drops: full, sysctls: [.synCookies: 0])),
    .hit(
      "the listener cannot be told", .certain,
      Evidence(drops: ListenerDrops(change: Sample.change(dropped)))),
    .hit(
      "cookies take their place: nobody fails", .certain,
      Evidence(drops: cookies, sysctls: [.synCookies: 1])),
    .hit(
      "the last quarter of tcp_max_syn_backlog is kept for known peers", .likely,
      Evidence(
        drops: Sample.drops([.listenDrops: 4], drops: 4) {
          $0.queueLimit = 4096
          $0.halfOpen = 97
        }, sysctls: [.synCookies: 0, .maxSynBacklog: 128])),
    .hit(
      "a connect of this host timed out meanwhile", .likely,
      Evidence(failure: Sample.failedConnect(.timedOut), drops: full)),
    .miss(
      "every handshake has a cookie, as it is configured",
      Evidence(
        drops: Sample.drops([.requestQueueCookies: 4]) { $0.halfOpen = 0 },
        sysctls: [.synCookies: 2])),
    .miss(
      "the accept queue is what is full",
      Evidence(
        drops: Sample.drops([.listenOverflows: 4, .listenDrops: 4], drops: 4) {
          $0.queueLength = 2
        })),
    .miss(
      "handshakes fail for another reason",
      Evidence(drops: Sample.drops([.listenDrops: 4], drops: 4), sysctls: [.synCookies: 1])),
  ]
}
