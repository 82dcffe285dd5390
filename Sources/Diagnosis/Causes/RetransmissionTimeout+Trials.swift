import Facts

extension RetransmissionTimeout {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(
        .open, .exchange,
        [
          .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
          .link(up: false), .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
          .wait(.milliseconds(300)), .link(up: true),
          .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
        ], .answer())),
    .fix(
      1, of: "\(id)/connect",
      steps: [
        .set(.client, .synRetries, to: "1"), .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .success)),
      ]),
    .wrong(
      0, of: id,
      first: [.set(.client, .retries2, to: "3")],
      steps: .all(
        .open, .exchange,
        [
          .link(up: false), .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
          .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
        ])),
    .wrong(
      1, of: "\(id)/connect",
      steps: [
        .set(.client, .synRetries, to: "2"), .link(up: false),
        .on(.client, .connect(port: 8080, expecting: .error(.timedOut))),
      ]),
    .wrong(
      2, of: id,
      steps: .all(
        .open, .exchange,
        [
          .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
          .on(
            .client,
            .setOption(connection: 0, .keepalive(idleSeconds: 1, intervalSeconds: 1, probes: 9))),
          .link(up: false), .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
          .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
        ])),
  ]
}
