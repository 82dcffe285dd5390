import Facts

extension FirewallReject {
  public static let trials: [Trial] = [
    .fix(
      1, of: id, first: [.filter(.server, .acceptEstablished)],
      steps: .all(.open, .exchange, [.reject(.server, port: 8080)], .exchange)),
    .fix(
      1, of: "\(id)/connect",
      steps: .all(
        [
          .filter(.server, .accept(port: 8080)), .filter(.server, .accept(port: 9090)),
          .on(.server, .listen(port: 8080, backlog: 16)), .reject(.server, port: 8080),
        ], .connect, .connect, .connect)),
    .untried(
      .wrongFix(0),
      because: Text(
        en: "it changes nothing; in the same scenario the server's socket is open to the end",
        zh: "它并不改变什么；同一场景中服务端的套接字自始至终都开着")),
    .wrong(
      1, of: id,
      steps: .all(
        .open, .exchange,
        [
          .on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500))),
          .filter(.server, .drop(port: 8080)),
          .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
          .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.timedOut))),
        ])),
  ]
}
