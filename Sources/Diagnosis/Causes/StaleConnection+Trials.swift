import Facts

extension StaleConnection {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(
        .open, .exchange,
        [
          .on(.client, .close(connection: 0)), .reboot(.server),
          .on(.server, .listen(port: 8080, backlog: 16)),
        ], .connect,
        [
          .on(.client, .send(connection: 1, bytes: 100, expecting: .success)),
          .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
        ])),
    .wrong(
      0, of: id,
      steps: .all(
        .open, .exchange,
        [
          .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
          .filter(.client, .dropResets), .reboot(.server),
          .on(.server, .listen(port: 8080, backlog: 16)),
          .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
          .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
        ])),
    .wrong(1, of: id, first: [.set(.server, .somaxconn, to: "65535")]),
  ]
}
