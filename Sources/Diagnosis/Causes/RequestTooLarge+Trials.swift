import Facts

extension RequestTooLarge {
  public static let trials: [Trial] = [
    .fix(
      0, of: "\(id)/nginx",
      steps: [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 0, post, expecting: .success)),
        .wait(.milliseconds(500)),
        .on(.client, .send(connection: 0, bytes: 9000, expecting: .success)),
        .wait(.milliseconds(100)),
        .on(.client, .send(connection: 0, bytes: 100_000 - 600 - 9000, expecting: .success)),
        .on(.client, .receiveResponse(connection: 0, expecting: .success)),
      ],
      server: nginx(1 << 20, ["client_max_body_size 1m;"])),
    .wrong(
      0, of: "\(id)/nginx",
      last: [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 1, post, expecting: .success)),
        .on(.client, .receive(connection: 1, bytes: 12, expecting: .success)),
        .wait(.milliseconds(500)),
        .on(.client, .send(connection: 1, bytes: 9000, expecting: .success)),
        .wait(.milliseconds(100)),
        .on(.client, .send(connection: 1, bytes: 100, expecting: .error(.brokenPipe))),
      ]),
    .wrong(
      1, of: "\(id)/nginx",
      server: nginx(
        1024,
        [
          "client_max_body_size 1k;", "lingering_timeout 200ms;", "client_body_timeout 300s;",
          "send_timeout 300s;",
        ])),
  ]

  private static func nginx(_ bytes: Int, _ settings: [String]) -> Scenario.ServerProgram {
    .real(
      Scenario.RealServer(
        .nginx, port: 8080, settings, standIn: Scenario.StandIn(bodyLimit: bytes)))
  }
}
