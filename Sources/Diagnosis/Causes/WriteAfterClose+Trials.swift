import Facts

extension WriteAfterClose {
  public static let trials: [Trial] = [
    .fix(
      1, of: id,
      steps: .all(
        .open, .exchange,
        [
          .on(.server, .shutdownWrite(connection: 0)), .wait(.milliseconds(1200)),
        ], .request(), .request(), .closeBoth())),
    .wrong(0, of: id),
    .wrong(1, of: id, first: [.set(.server, .finTimeout, to: "5")]),
  ]
}
