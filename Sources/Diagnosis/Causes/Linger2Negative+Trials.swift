import Facts

extension Linger2Negative {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(.open, .request(), [.on(.server, .shutdownWrite(connection: 0))], .closeBoth())),
    .wrong(
      0, of: id,
      steps: .all(
        .open,
        [
          .on(.server, .setOption(connection: 0, .linger2(seconds: -1))),
          .on(.server, .setOption(connection: 0, .linger(seconds: 1))),
          .on(.server, .close(connection: 0)),
        ], ending)),
    .wrong(1, of: id, first: [.set(.server, .finTimeout, to: "30")]),
  ]
}
