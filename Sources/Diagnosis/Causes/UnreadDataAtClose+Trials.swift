import Facts

extension UnreadDataAtClose {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: .all(.open, [.wait(.milliseconds(1200))], drained)),
    .fix(0, of: "\(id)/nat", steps: .all(.open, [.wait(.milliseconds(1200))], drained)),
    .fix(
      0, of: "\(id)/download", steps: .all(.open, .request(), .answer(bytes: 2000), .closeBoth())),
    .wrong(
      0, of: id,
      steps: .all(
        .open,
        [
          .wait(.milliseconds(1200)), .on(.server, .setOption(connection: 0, .linger(seconds: 10))),
        ], .unreadRequest, [.on(.server, .close(connection: 0))], .clientIsReset)),
    .wrong(
      1, of: id,
      last: .all(
        .connect,
        [
          .on(.client, .send(connection: 1, bytes: 100, expecting: .success)),
          .wait(.milliseconds(100)), .on(.server, .close(connection: 1)),
          .on(.client, .receive(connection: 1, bytes: 1, expecting: .error(.connectionReset))),
        ])),
  ]

  private static let drained: [Scenario.Step] =
    .all(
      .unreadRequest,
      [
        .on(.server, .shutdownWrite(connection: 0)),
        .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
      ], .closeBoth())
}
