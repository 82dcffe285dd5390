import Facts

extension ListenerClosed {
  public static let trials: [Trial] = [
    .fix(
      2, of: id,
      steps: .all(
        [
          .on(.server, .listen(port: 8080, backlog: 16)),
          .on(.client, .connect(port: 8080, expecting: .success)), .wait(.milliseconds(100)),
          .on(.server, .accept), .on(.server, .closeListener),
        ], .exchange)),
    .wrong(
      0, of: id,
      steps: .all(
        [
          .filter(.server, .acceptEstablished), .on(.server, .listen(port: 8080, backlog: 16)),
          .on(.client, .connect(port: 8080, expecting: .success)), .wait(.milliseconds(100)),
          .filter(.server, .drop(port: 8080)), .on(.server, .closeListener),
        ], .clientIsReset)),
    .wrong(
      1, of: id,
      steps: .all(
        [
          .set(.server, .somaxconn, to: "65535"), .on(.server, .listen(port: 8080, backlog: 4096)),
          .on(.client, .connect(port: 8080, expecting: .success)), .wait(.milliseconds(100)),
          .on(.server, .closeListener),
        ], .clientIsReset)),
  ]
}
