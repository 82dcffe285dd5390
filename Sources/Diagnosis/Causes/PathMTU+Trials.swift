import Facts

extension PathMTU {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: passed, path: .relay(Scenario.Relay())),
    .fix(2, of: id, first: [.set(.client, .mtuProbing, to: "2")], steps: passed),
    .wrong(0, of: id),
    .wrong(1, of: id, first: [.set(.client, .retries2, to: "30")]),
    .untried(
      .wrongFix(2),
      because: Text(
        en: "in this scenario 1500 bytes are too long already", zh: "该场景中 1500 字节就已过长")),
  ]

  private static let passed: [Scenario.Step] = .all(
    .open, .exchange,
    [
      .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
      .on(.client, .send(connection: 0, bytes: 4000, expecting: .success)),
      .on(.server, .receive(connection: 0, bytes: 4000, expecting: .success)),
      .wait(.milliseconds(500)),
    ], .answer(bytes: 10))
}
