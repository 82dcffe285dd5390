import Facts

extension ApplicationTimeout {
  public static let trials: [Trial] = [
    .fix(
      0, of: id, steps: .all(listening, answered(0), answered(1), answered(2), answered(3))),
    .fix(
      2, of: "\(id)/nginx",
      steps: .all(
        slow,
        [
          .wait(.milliseconds(100)),
          .on(.client, .sendText(connection: 3, "Content-Length: 0\r\n", expecting: .success)),
          .wait(.milliseconds(100)),
          .on(.client, .sendText(connection: 3, "\r\n", expecting: .success)),
          .on(.client, .receiveResponse(connection: 3, expecting: .success)),
        ]),
      server: nginx(["client_header_timeout 10s;"], .seconds(10))),
    .wrong(
      0, of: "\(id)/nginx",
      server: nginx(["client_header_timeout 1s;", "keepalive_timeout 300s;"], .seconds(1))),
    .wrong(
      1, of: id,
      last: [
        .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
        .on(.client, .sendText(connection: 4, part, expecting: .success)),
        .on(.server, .receive(connection: 4, bytes: part.utf8.count, expecting: .success)),
        .wait(.milliseconds(1200)), .on(.server, .close(connection: 4)), .wait(.milliseconds(100)),
        .on(.client, .sendText(connection: 4, "Content-Length: 0\r\n", expecting: .success)),
        .wait(.milliseconds(100)),
        .on(.client, .sendText(connection: 4, "\r\n", expecting: .error(.brokenPipe))),
      ]),
  ]

  private static let rest = "Content-Length: 0\r\n\r\n"

  private static let slow: [Scenario.Step] = .all(
    begun(0), begun(1), begun(2), begun(3), [.wait(.milliseconds(1500))])

  private static let listening: [Scenario.Step] = [.on(.server, .listen(port: 8080, backlog: 16))]

  private static func answered(_ connection: Int) -> [Scenario.Step] {
    .connect + .dialogue(on: connection, part + rest, "HTTP/1.1 200 OK\r\n\r\n")
  }

  private static func begun(_ connection: Int) -> [Scenario.Step] {
    [
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .sendText(connection: connection, part, expecting: .success)),
    ]
  }

  private static func nginx(
    _ settings: [String], _ limit: Duration
  ) -> Scenario.ServerProgram {
    .real(
      Scenario.RealServer(
        .nginx, port: 8080, settings, standIn: Scenario.StandIn(idleTimeout: limit)))
  }
}
