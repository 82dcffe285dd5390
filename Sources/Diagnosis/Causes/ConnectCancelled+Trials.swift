import Facts

extension ConnectCancelled {
  public static let trials: [Trial] = [
    .fix(
      1, of: id,
      steps: .all(
        [
          .on(.server, .listen(port: 8080, backlog: 16)), .oneWay(from: .server, up: false),
          .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(200)),
          .oneWay(from: .server, up: true), .on(.server, .accept),
        ], .exchange)),
    .wrong(0, of: id, first: [.filter(.server, .dropResets)]),
    .wrong(1, of: id, first: [.set(.server, .synACKRetries, to: "1")]),
  ]
}
