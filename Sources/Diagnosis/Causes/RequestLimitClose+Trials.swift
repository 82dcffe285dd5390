extension RequestLimitClose {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(.open, .dialogue(get, last), .closeBoth(), .connect, .dialogue(on: 1, get, last))),
    .fix(
      0, of: "\(id)/nginx",
      steps: .all(opened, [.on(.client, .close(connection: 0))], connected, again(1), again(1))),
    .fix(
      1, of: "\(id)/nginx", steps: .all(opened, again(0), again(0)), server: nginx(1000, [])),
    .wrong(0, of: "\(id)/nginx", server: nginx(3, ["keepalive_timeout 300s;"])),
    .wrong(
      1, of: "\(id)/nginx",
      price: Text(
        en: "each request costs a connection, up to the last free port.",
        zh: "每个请求都要新建一个连接，直至端口用尽。"),
      steps: .all(alone(0), alone(1), alone(2), alone(3), alone(4)),
      server: nginx(1, [])),
  ]

  private static let connected: [Scenario.Step] = [
    .on(.client, .connect(port: 8080, expecting: .success))
  ]

  private static let opened: [Scenario.Step] = .all(connected, again(0), again(0), again(0))

  private static func alone(_ connection: Int) -> [Scenario.Step] {
    .all(connected, again(connection), [.on(.client, .close(connection: connection))])
  }

  private static func again(_ connection: Int) -> [Scenario.Step] {
    [
      .on(.client, .sendText(connection: connection, get, expecting: .success)),
      .on(.client, .receiveResponse(connection: connection, expecting: .success)),
    ]
  }

  private static func nginx(_ requests: Int, _ more: [String]) -> Scenario.ServerProgram {
    .real(
      Scenario.RealServer(
        .nginx, port: 8080, ["keepalive_requests \(requests);"] + more,
        standIn: Scenario.StandIn(requestLimit: requests)))
  }
}
