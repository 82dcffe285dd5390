import Facts

extension ExpectedClose {
  public static let trials: [Trial] = [
    .fix(
      0, of: "\(id)/orphan",
      steps: .all(
        [.set(.server, .finTimeout, to: "120")], .open, .exchange,
        [
          .on(.server, .close(connection: 0)), .wait(.milliseconds(300)),
          .on(.client, .close(connection: 0)),
        ])),
    .untried(
      .wrongFix(0),
      because: Text(
        en: "an alarm changes nothing of the connection", zh: "告警不会改变连接本身")),
    .wrong(
      1, of: "\(id)/orphan",
      first: [.set(.client, .finTimeout, to: "30"), .set(.client, .retries2, to: "15")]),
  ]
}
