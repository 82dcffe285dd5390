extension SessionIdleTimeout {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(
        .open, .dialogue(ping, pong),
        [
          .wait(.milliseconds(600)), .on(.client, .close(connection: 0)), .wait(.milliseconds(800)),
        ], .connect, .dialogue(on: 1, ping, pong), .dialogue(on: 1, ping, pong))),
    .fix(
      0, of: "\(id)/redis",
      steps: .all(
        session, [.wait(.milliseconds(600)), .on(.client, .close(connection: 0))],
        [.wait(.milliseconds(1400)), .on(.client, .connect(port: 8080, expecting: .success))],
        again(1), again(1))),
    .wrong(
      0, of: "\(id)/redis",
      steps: .all(
        [
          .on(.client, .connect(port: 8080, expecting: .success)),
          .on(
            .client,
            .setOption(connection: 0, .keepalive(idleSeconds: 1, intervalSeconds: 1, probes: 5))),
        ], again(0), [.wait(.milliseconds(3200))], late)),
    .wrong(
      1, of: "\(id)/redis",
      price: Text(
        en: "sessions that leak then stay for a day, up to the limit of connections.",
        zh: "泄漏的会话会保留一整天，直至达到连接数上限。"),
      steps: .all(session, [.wait(.milliseconds(3200))], again(0), again(0)),
      server: redis(86400, .seconds(86400))),
  ]

  private static let pong = "+PONG\r\n"

  private static let session: [Scenario.Step] =
    .all([.on(.client, .connect(port: 8080, expecting: .success))], again(0))

  private static func again(_ connection: Int) -> [Scenario.Step] {
    [
      .on(.client, .sendText(connection: connection, ping, expecting: .success)),
      .on(.client, .receive(connection: connection, bytes: 7, expecting: .success)),
    ]
  }

  private static func redis(_ seconds: Int, _ limit: Duration?) -> Scenario.ServerProgram {
    .real(
      Scenario.RealServer(
        .redis, port: 8080, ["timeout \(seconds)"],
        standIn: Scenario.StandIn(.redis, idleTimeout: limit)))
  }
}
