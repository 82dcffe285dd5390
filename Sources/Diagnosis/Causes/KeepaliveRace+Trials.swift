import Facts

extension KeepaliveRace {
  public static let trials: [Trial] = [
    .fix(
      1, of: id,
      steps: .all(
        .open, .exchange, [.wait(.milliseconds(600)), .on(.client, .close(connection: 0))],
        [.wait(.milliseconds(800))], .connect, .exchange(on: 1), .exchange(on: 1))),
    .fix(
      1, of: "\(id)/nginx",
      steps: .all(
        pool, [.wait(.milliseconds(1200))], again(3),
        (0..<4).map { connection -> Scenario.Step in
          .on(.client, .close(connection: connection))
        }, [.wait(.milliseconds(1300)), .on(.client, .connect(port: 8080, expecting: .success))],
        again(4), again(4))),
    .fix(2, of: id, steps: .all(idle, [.wait(.milliseconds(200))], .exchange, .exchange)),
    .fix(
      2, of: "\(id)/nginx",
      steps: .all(
        pool, [.wait(.milliseconds(1200))], again(3), [.wait(.milliseconds(2400))], again(3),
        again(3)),
      server: .nginx(port: 8080, keepaliveTimeout: .seconds(60))),
    .wrong(
      0, of: id,
      first: [.set(.server, .keepaliveTime, to: "1"), .set(.client, .keepaliveTime, to: "1")],
      steps: .all(
        .open,
        [
          .on(
            .client,
            .setOption(connection: 0, .keepalive(idleSeconds: 1, intervalSeconds: 1, probes: 3)))
        ], .exchange,
        [
          .wait(.milliseconds(1200)), .on(.server, .close(connection: 0)),
          .wait(.milliseconds(200)),
        ], .clientWritesAfterFIN)),
    .wrong(
      1, of: id,
      steps: .all(
        idle, [.on(.server, .close(connection: 0)), .wait(.seconds(1))], .clientWritesAfterFIN)),
    .wrong(2, of: id, last: .all(.connect, .exchange(on: 1))),
  ]

  /// Four connections in a pool, each used once.
  private static let pool: [Scenario.Step] = (0..<4).flatMap { connection -> [Scenario.Step] in
    [.on(.client, .connect(port: 8080, expecting: .success))] + again(connection)
  }

  private static func again(_ connection: Int) -> [Scenario.Step] {
    [
      .on(.client, .sendText(connection: connection, get, expecting: .success)),
      .on(.client, .receiveResponse(connection: connection, expecting: .success)),
    ]
  }
}
