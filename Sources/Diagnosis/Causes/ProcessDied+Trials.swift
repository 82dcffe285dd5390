import Facts

extension ProcessDied {
  public static let trials: [Trial] = [
    .fix(
      1, of: id,
      steps: .all(.open, .request(), .answer(), .closeBoth(), [.on(.server, .exit(code: 0))])),
    .wrong(
      0, of: id,
      first: [.set(.server, .finTimeout, to: "120"), .set(.server, .somaxconn, to: "65535")]),
    .wrong(
      1, of: id,
      steps: .all(
        .open, .unreadRequest,
        [
          .kill(.server, signal: 9), .on(.server, .listen(port: 8080, backlog: 16)),
        ], .clientIsReset, [.on(.client, .connect(port: 8080, expecting: .success))])),
  ]
}
