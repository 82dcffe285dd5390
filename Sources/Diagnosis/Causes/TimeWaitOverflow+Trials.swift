import Facts

extension TimeWaitOverflow {
  public static let trials: [Trial] = [
    .fix(1, of: id, steps: .all(listening("262144"), closed(0), closed(1), closed(2), later)),
    .wrong(0, of: id, first: [.set(.server, .finTimeout, to: "5")]),
    .wrong(1, of: id, steps: .all(listening("1"), aborted(0), aborted(1), aborted(2))),
  ]

  private static let later: [Scenario.Step] = [.wait(.milliseconds(1100))]

  private static func listening(_ limit: String) -> [Scenario.Step] {
    [.set(.server, .maxTimeWait, to: limit), .on(.server, .listen(port: 8080, backlog: 16))]
  }

  private static func closed(_ connection: Int) -> [Scenario.Step] {
    [
      .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
      .on(.server, .close(connection: connection)), .wait(.milliseconds(100)),
      .on(.client, .close(connection: connection)),
    ]
  }

  private static func aborted(_ connection: Int) -> [Scenario.Step] {
    [
      .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
      .on(.server, .setOption(connection: connection, .linger(seconds: 0))),
      .on(.server, .close(connection: connection)),
      .on(
        .client, .receive(connection: connection, bytes: 1, expecting: .error(.connectionReset))),
    ]
  }
}
