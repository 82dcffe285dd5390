import Facts

extension SlowReaderLimit {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(
        .open,
        [
          .on(.server, .send(connection: 0, bytes: 60_000, expecting: .success)),
          .on(.client, .receive(connection: 0, bytes: 60_000, expecting: .success)),
          .wait(.milliseconds(1300)),
        ], .exchange)),
    .fix(
      1, of: "\(id)/nginx",
      steps: .all(
        download,
        [
          .on(.client, .sendText(connection: 0, get, expecting: .success)),
          .on(.client, .receive(connection: 0, bytes: 100_000, expecting: .success)),
        ]),
      server: nginx(["send_timeout 60s;", "reset_timedout_connection on;"], .seconds(60))),
    .wrong(
      0, of: id,
      first: [
        .set(.server, Sysctl(rawValue: "net.ipv4.tcp_wmem"), to: "4096 262144 16777216")
      ]),
    .wrong(
      1, of: "\(id)/nginx",
      steps: .all(
        download,
        [
          .on(.client, .sendText(connection: 0, get, expecting: .any)), .wait(.milliseconds(200)),
          .on(.client, .sendText(connection: 0, get, expecting: .any)), .wait(.milliseconds(200)),
          .on(.client, .sendText(connection: 0, get, expecting: .any)),
        ]),
      server: nginx(["send_timeout 1500ms;"], .milliseconds(1500))),
  ]

  private static let download: [Scenario.Step] = [
    .on(.client, .connect(port: 8080, expecting: .success)),
    .on(.client, .sendText(connection: 0, get, expecting: .success)),
    .wait(.milliseconds(3000)),
  ]

  private static func nginx(
    _ settings: [String], _ limit: Duration
  ) -> Scenario.ServerProgram {
    .real(
      Scenario.RealServer(
        .nginx, port: 8080, settings, standIn: Scenario.StandIn(stallLimit: limit)))
  }
}
