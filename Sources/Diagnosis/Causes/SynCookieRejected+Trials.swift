import Facts

extension SynCookieRejected {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: load(cookies: "2", backlog: 128)),
    .wrong(0, of: id, first: [.set(.server, .abortOnOverflow, to: "1")]),
    .wrong(
      1, of: id,
      steps: [
        .set(.server, .synCookies, to: "0"), .set(.client, .synRetries, to: "1"),
        .on(.server, .listen(port: 8080, backlog: 1, deferAccept: 30)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .error(.timedOut))),
      ]),
  ]

  /// The ACK is lost, and others come in between; there is room for all.
  private static func load(cookies: String, backlog: Int32) -> [Scenario.Step] {
    [
      .set(.server, .synCookies, to: cookies),
      .on(.server, .listen(port: 8080, backlog: backlog)),
      .on(.client, .connectHoldingACK(port: 8080)),
      .link(up: false), .wait(.milliseconds(400)), .link(up: true),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .send(connection: 0, bytes: 10, expecting: .success)),
      .wait(.milliseconds(50)),
      .on(.client, .send(connection: 0, bytes: 4000, expecting: .success)),
      .on(.server, .accept), .on(.server, .accept), .on(.server, .accept),
      .on(.server, .receive(connection: 2, bytes: 4010, expecting: .success)),
      .on(.server, .send(connection: 2, bytes: 1, expecting: .success)),
      .on(.client, .receive(connection: 0, bytes: 1, expecting: .success)),
    ]
  }
}
