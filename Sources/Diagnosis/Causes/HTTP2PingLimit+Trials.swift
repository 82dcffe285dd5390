extension HTTP2PingLimit {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(begun, .dialogue(ping, pong), [.wait(.seconds(1))], .dialogue(ping, pong))),
    .fix(1, of: id, steps: .all(begun, .dialogue(ping + ping, pong + pong))),
    .wrong(
      0, of: id,
      steps: .all(
        begun,
        [
          .on(.client, .sendText(connection: 0, ping + ping + ping + ping, expecting: .success)),
          .on(.server, .receive(connection: 0, bytes: 17, expecting: .success)),
          .on(.server, .sendText(connection: 0, goAway, expecting: .success)),
          .on(.client, .receive(connection: 0, bytes: 17, expecting: .success)),
          .on(.server, .close(connection: 0)),
        ], .clientIsReset)),
    .wrong(
      1, of: id,
      price: Text(
        en: "a server that hangs goes unnoticed, as its kernel answers the probes.",
        zh: "服务进程挂起时无从察觉，因为探测由它的内核应答。"),
      steps: .all(
        begun,
        [
          .on(
            .client,
            .setOption(connection: 0, .keepalive(idleSeconds: 1, intervalSeconds: 1, probes: 3))),
          .wait(.milliseconds(1500)),
        ], .exchange)),
  ]

  private static let begun: [Scenario.Step] = .all(.open, .dialogue(preface, settings))

  /// A ping with the ACK flag.
  private static let pong = "\0\0\u{8}\u{6}\u{1}\0\0\0\0whyreset"
}
