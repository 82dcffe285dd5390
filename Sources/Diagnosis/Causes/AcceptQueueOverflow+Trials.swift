import Facts

extension AcceptQueueOverflow {
  public static let trials: [Trial] = [
    .fix(0, of: "\(id)/syn-dropped", steps: accepted),
    .fix(1, of: "\(id)/abort", steps: .all(abort, load(backlog: 128, answers: true))),
    .fix(1, of: id, steps: .all(patient, load(backlog: 128, answers: true))),
    .fix(1, of: "\(id)/timeout", steps: .all([.set(.client, .synRetries, to: "1")], connects(128))),
    .fix(
      2, of: "\(id)/abort",
      steps: .all(abort, [.set(.server, .somaxconn, to: "4096")], load(backlog: 128, answers: true))
    ),
    .wrong(0, of: id, steps: .all(abort, load(backlog: 1, answers: false))),
    .wrong(1, of: "\(id)/abort", first: [.set(.server, .maxSynBacklog, to: "65536")]),
    .wrong(2, of: "\(id)/abort", first: [.set(.server, .somaxconn, to: "65535")]),
  ]

  private static let abort: [Scenario.Step] = [.set(.server, .abortOnOverflow, to: "1")]

  private static let patient: [Scenario.Step] = [
    .set(.server, .abortOnOverflow, to: "0"), .set(.server, .synACKRetries, to: "1"),
  ]

  /// The load of the scenarios with another backlog; the third client gets its answer, or the RST.
  private static func load(backlog: Int32, answers: Bool) -> [Scenario.Step] {
    burst(backlog) + (answers ? answered : reset)
  }

  private static let reset: [Scenario.Step] = [
    .on(.client, .receive(connection: 2, bytes: 1, expecting: .error(.connectionReset)))
  ]

  private static let answered: [Scenario.Step] = [
    .on(.server, .accept), .on(.server, .accept), .on(.server, .accept),
    .on(.server, .receive(connection: 2, bytes: 10, expecting: .success)),
    .on(.server, .send(connection: 2, bytes: 1, expecting: .success)),
    .on(.client, .receive(connection: 2, bytes: 1, expecting: .success)),
  ]

  private static func burst(_ backlog: Int32) -> [Scenario.Step] {
    [
      .on(.server, .listen(port: 8080, backlog: backlog, deferAccept: 3)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .send(connection: 0, bytes: 10, expecting: .success)),
      .wait(.milliseconds(100)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .send(connection: 1, bytes: 10, expecting: .success)),
      .wait(.milliseconds(100)),
      .on(.client, .send(connection: 2, bytes: 10, expecting: .success)),
    ]
  }

  /// The program accepts what waits before the next client comes.
  private static let accepted: [Scenario.Step] = [
    .on(.server, .listen(port: 8080, backlog: 1)),
    .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
    .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
    .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
  ]

  private static func connects(_ backlog: Int32) -> [Scenario.Step] {
    [
      .on(.server, .listen(port: 8080, backlog: backlog)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .connect(port: 8080, expecting: .success)),
    ]
  }
}
