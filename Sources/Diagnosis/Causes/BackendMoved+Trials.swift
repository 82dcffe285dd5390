import Facts

extension BackendMoved {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: .all(opened, .exchange, .exchange)),
    .fix(
      2, of: id,
      steps: .all(
        opened, .exchange, .closeBoth(),
        [
          .relay(.set(balanced(to: 8081))), .on(.server, .listen(port: 8081, backlog: 16)),
          .on(.client, .connect(port: 80, expecting: .success)), .on(.server, .accept),
        ], .exchange(on: 1))),
    .wrong(
      0, of: id,
      first: [.set(.server, .keepaliveTime, to: "7200"), .set(.server, .finTimeout, to: "120")]
    ),
    .wrong(
      1, of: id,
      steps: .all(
        opened, .exchange,
        [
          .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
          .filter(.client, .dropResets), .relay(.set(balanced(to: 8081))),
          .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
          .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
        ])),
    .wrong(
      2, of: id,
      steps: .all(
        opened, .exchange,
        [
          .relay(.set(balanced(to: 8081))), .relay(.set(balanced(to: 8082))),
          .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
        ], .clientIsReset)),
  ]

  private static let opened: [Scenario.Step] = [
    .on(.server, .listen(port: 8080, backlog: 16)),
    .on(.client, .connect(port: 80, expecting: .success)), .on(.server, .accept),
  ]
}
