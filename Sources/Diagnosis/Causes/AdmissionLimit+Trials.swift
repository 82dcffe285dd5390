import Facts

extension AdmissionLimit {
  public static let trials: [Trial] = [
    .fix(
      0, of: "\(id)/redis",
      steps: .all(
        .redis(0), [.on(.client, .close(connection: 0)), .wait(.milliseconds(200))], .redis(1),
        .redisAgain(1))),
    .fix(
      1, of: "\(id)/redis", steps: .all(.redis(0), .redis(1), .redisAgain(1)), server: redis(10)),
    .fix(
      1, of: id, steps: .all(.open, .dialogue(ping, "+PONG\r\n"))),
    .wrong(
      0, of: "\(id)/redis",
      last: [
        .on(.client, .connect(port: 8080, expecting: .success)), .wait(.milliseconds(200)),
        .on(.client, .sendText(connection: 2, ping, expecting: .success)),
        .wait(.milliseconds(100)),
        .on(.client, .sendText(connection: 2, ping, expecting: .error(.brokenPipe))),
      ]),
    .wrong(1, of: id, first: [.set(.server, .somaxconn, to: "65535")]),
    .untried(
      .fix(2),
      because: Text(
        en: "it is the same change as the one before, in another program's words",
        zh: "与上一条是同一处理，只是另一个程序的写法")),
  ]

  private static func redis(_ clients: Int) -> Scenario.ServerProgram {
    .real(
      Scenario.RealServer(
        .redis, port: 8080, ["maxclients \(clients)"],
        standIn: Scenario.StandIn(.redis, connectionLimit: clients)))
  }
}

extension [Scenario.Step] {
  /// A client of Redis that is let in.
  fileprivate static func redis(_ connection: Int) -> Self {
    [.on(.client, .connect(port: 8080, expecting: .success))] + redisAgain(connection)
  }

  fileprivate static func redisAgain(_ connection: Int) -> Self {
    [
      .on(.client, .sendText(connection: connection, AdmissionLimit.ping, expecting: .success)),
      .on(.client, .receive(connection: connection, bytes: 7, expecting: .success)),
    ]
  }
}
