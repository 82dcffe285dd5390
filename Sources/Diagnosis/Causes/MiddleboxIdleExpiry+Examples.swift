import Facts

extension MiddleboxIdleExpiry {
  static let forgetful = Scenario.Relay {
    $0.memory = .milliseconds(1200)
    $0.translates = true
  }

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "A NAT forgets the idle connection and drops what comes", zh: "NAT 删除空闲会话后静默丢弃报文"),
      steps: .open + .exchange + [
        .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 2000))),
        .wait(.milliseconds(1500)),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
        .wait(.milliseconds(1000)),
        .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
        .on(.client, .send(connection: 1, bytes: 100, expecting: .success)),
        .on(.server, .receive(connection: 1, bytes: 100, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
      ],
      expected: .init(
        kind: .failure, sender: .unknown, atLeast: .likely, error: .timedOut, blind: [.server]),
      path: .relay(forgetful)),
    Scenario(
      id: "\(id)/reset",
      title: Text(
        en: "A balancer forgets the idle connection and answers with a RST",
        zh: "负载均衡删除空闲会话后以 RST 应答"),
      steps: .open + .exchange + [
        .wait(.milliseconds(1500)),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
      ] + .clientIsReset,
      expected: .init(
        sender: .middlebox, atLeast: .likely, error: .connectionReset, blind: [.server]),
      path: .relay(
        Scenario.Relay {
          $0.memory = .milliseconds(1200)
          $0.stranger = .reset(hopLimit: 250)
        })),
  ])

  private static func silent(
    heard: Double = 400, others: Double? = nil, bytes: UInt32 = 100, exchanged: Bool = true
  ) -> Evidence {
    let failure = Sample.failure(.established, .timedOut) {
      if exchanged { $0.exchange(lastReceived: heard, lastSent: 12) }
      $0.unacknowledgedBytes = bytes
      $0.role = .client
    }
    var evidence = Evidence(failure: failure)
    evidence.surroundings.answerToOthers = others.map { .milliseconds(Int64($0 * 1000)) }
    return evidence
  }

  private static func reset(after pause: Double, _ state: TCPState = .established) -> Evidence {
    Evidence(
      received: Sample.received(state) {
        $0.role = .client
        $0.exchange(lastReceived: pause, lastSent: 0.02)
        $0.unacknowledgedBytes = 100
      })
  }

  /// The same, and the packet was seen.
  private static func answered(
    after pause: Double, hopLimit: UInt8, lives: Bool = false
  ) -> Evidence {
    var received = reset(after: pause).received!
    received.packet = Sample.packet(.rst, hopLimit: 64)
    received.packet!.hopLimit = hopLimit
    var evidence = Evidence(received: received)
    evidence.livingSender = lives ? .established : nil
    return evidence
  }

  public static let examples: [Example] = [
    .hit("silence after 388 s, and the server answers others", .likely, silent(others: 3)),
    .hit(
      "silence after 1.5 s, and the server answers others", .likely, silent(heard: 13.5, others: 3)),
    .hit(
      "a bare RST after 360 s, and the server's socket is open", .likely,
      answered(after: 360, hopLimit: 64, lives: true)),
    .hit(
      "a bare RST after 360 s with a TTL of its own", .likely, answered(after: 360, hopLimit: 250)),
    .hit(
      "a RST after 360 s whose packet was missed, and the server's socket is open", .likely,
      {
        var evidence = answered(after: 360, hopLimit: 64, lives: true)
        evidence.received?.packet = nil
        evidence.wire = nil
        return evidence
      }()),
    .miss("a RST with a TTL of its own after 2 s", answered(after: 2, hopLimit: 250)),
    .miss("the peer's data still arrives", silent(heard: 3)),
    .miss("silence without a pause", silent(heard: 12.5, others: 3)),
    .miss("a RST after 2 s, which no device does", reset(after: 2)),
    .miss("the server had closed", reset(after: 360, .closeWait)),
    .miss("the connection never carried anything", silent(others: 3, exchanged: false)),
    .miss(
      "the server's kernel sent the RST",
      Evidence(
        sent: Sample.sent("NO_SOCKET") { $0.trigger = Sample.segment(bytes: 100) },
        received: reset(after: 360).received)),
  ]
}
