import Facts

extension EarlyResponseClose {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(
        .open,
        [
          .on(.client, .send(connection: 0, bytes: 1000, expecting: .success)),
          .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
        ], .answer(bytes: 50),
        [
          .on(.server, .shutdownWrite(connection: 0)),
          .on(.server, .receive(connection: 0, bytes: 900, expecting: .success)),
        ], .closeBoth())),
    .fix(
      0, of: "\(id)/answer-lost",
      steps: .all(
        .open,
        [
          .on(.client, .send(connection: 0, bytes: 60_000, expecting: .success)),
          .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
          .on(.server, .send(connection: 0, bytes: 50, expecting: .success)),
          .on(.server, .shutdownWrite(connection: 0)), .wait(.milliseconds(100)),
          .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
          .on(.server, .receive(connection: 0, bytes: 60_000, expecting: .success)),
          .on(.client, .receive(connection: 0, bytes: 50, expecting: .success)),
        ], .closeBoth())),
    .fix(
      2, of: id,
      steps: .all(.open, .request(), .answer(bytes: 50), .closeBoth())),
    .wrong(
      0, of: id,
      last: .all(
        .connect,
        [
          .on(.client, .send(connection: 1, bytes: 1000, expecting: .success)),
          .on(.server, .receive(connection: 1, bytes: 100, expecting: .success)),
        ], .answer(on: 1, bytes: 50),
        [
          .on(.server, .close(connection: 1)),
          .on(.client, .receive(connection: 1, bytes: 1, expecting: .error(.connectionReset))),
        ])),
    .wrong(
      1, of: id,
      steps: .all(
        .open,
        [
          .on(.server, .setOption(connection: 0, .linger(seconds: 10))),
          .on(.client, .send(connection: 0, bytes: 1000, expecting: .success)),
          .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
        ], .answer(bytes: 50), [.on(.server, .close(connection: 0))], .clientIsReset)),
    .wrong(2, of: id, first: [.set(.server, .finTimeout, to: "120")]),
  ]
}
