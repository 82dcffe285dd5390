import Facts

extension ConnectionLeak {
  public static let trials: [Trial] = [
    .fix(
      1, of: id,
      steps: .all(
        listening, closed, [.on(.server, .limitDescriptors(spare: Int32(leaked)))], .connect,
        .connect,
        .connect)),
    .wrong(
      0, of: id,
      steps: .all(
        listening, open, [.on(.server, .limitDescriptors(spare: 2))], leak(leaked),
        leak(leaked + 1),
        exhausted)),
    .wrong(
      1, of: id,
      first: [.set(.server, .finTimeout, to: "5"), .set(.server, .keepaliveTime, to: "10")]),
    .untried(
      .wrongFix(2),
      because: Text(
        en: "it only sets how many connections may leak before the same end",
        zh: "它只决定泄漏多少连接之后走到同样的结局")),
  ]

  private static let listening: [Scenario.Step] = [.on(.server, .listen(port: 8080, backlog: 1))]

  private static let open: [Scenario.Step] = (0..<leaked).flatMap(leak)

  /// The server closes what its clients have closed.
  private static let closed: [Scenario.Step] = (0..<leaked).flatMap {
    connection -> [Scenario.Step] in
    leak(connection) + [.on(.server, .close(connection: connection))]
  }

  private static let exhausted: [Scenario.Step] = [
    .wait(.milliseconds(1200)),
    .on(.client, .connect(port: 8080, expecting: .success)),
    .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .acceptInVain),
    .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(1200)),
  ]
}
