import Facts

extension ProtocolMismatch {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: .all(.open, .dialogue(clientHello, clientHello))),
    .fix(
      0, of: "\(id)/nginx",
      steps: [
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .sendText(connection: 0, get, expecting: .success)),
        .on(.client, .receiveResponse(connection: 0, expecting: .success)),
        .on(.client, .close(connection: 0)),
      ]),
    .wrong(
      0, of: id,
      last: .all(
        .connect,
        [
          .on(.client, .sendText(connection: 1, get, expecting: .success)),
          .on(.server, .receive(connection: 1, bytes: 5, expecting: .success)),
          .on(.server, .sendText(connection: 1, alert, expecting: .success)),
          .on(.client, .receive(connection: 1, bytes: 7, expecting: .success)),
          .on(.server, .close(connection: 1)),
          .on(.client, .receive(connection: 1, bytes: 1, expecting: .error(.connectionReset))),
        ])),
    .untried(
      .wrongFix(1),
      because: Text(
        en: "no certificate was sent in this scenario, so there is nothing to verify",
        zh: "该场景中没有发送过证书，也就无从校验")),
  ]
}
