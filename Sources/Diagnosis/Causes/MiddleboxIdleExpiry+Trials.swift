import Facts

extension MiddleboxIdleExpiry {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(
        probing, [.wait(.milliseconds(1500))], .exchange, [.wait(.milliseconds(1000))], .connect,
        .exchange(on: 1))),
    .fix(
      0, of: "\(id)/reset", steps: .all(probing, [.wait(.milliseconds(1500))], .exchange)),
    .fix(
      1, of: "\(id)/reset",
      steps: .all(
        .open, .exchange, [.wait(.milliseconds(600))], .closeBoth(), [.wait(.milliseconds(900))],
        .connect, .exchange(on: 1))),
    .wrong(0, of: "\(id)/reset"),
    .wrong(1, of: "\(id)/reset", first: [.set(.client, .keepaliveTime, to: "1")]),
    .wrong(2, of: id, first: [.set(.client, .retries2, to: "3")]),
  ]

  private static let probing: [Scenario.Step] = .all(
    .open,
    [
      .on(
        .client,
        .setOption(connection: 0, .keepalive(idleSeconds: 1, intervalSeconds: 1, probes: 9)))
    ], .exchange)
}
