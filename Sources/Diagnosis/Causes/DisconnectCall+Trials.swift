extension DisconnectCall {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: .all(.open, .exchange, .closeBoth(), .connect, .exchange(on: 1))),
    .wrong(
      0, of: id,
      steps: .all(
        .open,
        [
          .on(.server, .setOption(connection: 0, .linger(seconds: 10))),
          .on(.server, .disconnect(connection: 0)),
        ], .clientIsReset)),
    .untried(
      .wrongFix(1),
      because: Text(
        en: "it changes nothing; the finding of the same scenario names the system call",
        zh: "它并不改变什么；同一场景的诊断已指出是哪个系统调用")),
  ]
}
