extension SocketDestroyed {
  public static let trials: [Trial] = [
    .fix(1, of: id, steps: .all(.open, .exchange, .closeBoth())),
    .wrong(
      0, of: id,
      steps: .all(
        .open,
        [
          .on(
            .server,
            .setOption(connection: 0, .keepalive(idleSeconds: 1, intervalSeconds: 1, probes: 3))),
          .on(.server, .destroy(connection: 0)),
        ], .clientIsReset)),
    .untried(
      .wrongFix(1),
      because: Text(
        en: "it changes nothing; in the same scenario the program never called close()",
        zh: "它并不改变什么；同一场景中程序从未调用 close()")),
  ]
}
