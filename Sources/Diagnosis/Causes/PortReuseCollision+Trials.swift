import Facts

extension PortReuseCollision {
  public static let trials: [Trial] = [
    .fix(
      1, of: id,
      steps: .all(
        began,
        [
          .reboot(.client),
          .on(.client, .connectFrom(localPort: 40001, port: 8080, expecting: .success)),
          .on(.server, .accept),
          .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
          .on(.server, .receive(connection: 1, bytes: 100, expecting: .success)),
        ])),
    .wrong(
      0, of: id,
      first: [.set(.server, .maxTimeWait, to: "1"), .set(.server, .finTimeout, to: "5")]),
    .wrong(1, of: id),
  ]

  private static let began: [Scenario.Step] =
    .all(
      [
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connectFrom(localPort: 40000, port: 8080, expecting: .success)),
        .on(.server, .accept),
      ], .exchange)
}
