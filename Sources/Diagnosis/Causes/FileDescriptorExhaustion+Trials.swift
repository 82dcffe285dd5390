import Facts

extension FileDescriptorExhaustion {
  public static let trials: [Trial] = [
    .fix(1, of: id, steps: accepted(spare: 64)),
    .wrong(
      0, of: id,
      steps: [
        .set(.server, .somaxconn, to: "65535"), .on(.server, .listen(port: 8080, backlog: 2)),
        .on(.server, .limitDescriptors(spare: 0)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .acceptInVain),
        .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(1200)),
      ]),
    .wrong(1, of: id, last: .all([.kill(.server, signal: 15)], exhausted)),
    .untried(
      .wrongFix(2),
      because: Text(
        en: """
          fs.file-max belongs to the whole host, and the lab does not touch it; RLIMIT_NOFILE of the process \
          is looked at first (get_unused_fd_flags() in fs/file.c)
          """,
        zh: """
          fs.file-max 属于整台主机，实验不会去改；内核首先检查的是进程的 RLIMIT_NOFILE（fs/file.c 的 \
          get_unused_fd_flags()）
          """)),
  ]

  private static func accepted(spare: Int32) -> [Scenario.Step] {
    .all(
      [
        .on(.server, .listen(port: 8080, backlog: 1)),
        .on(.server, .limitDescriptors(spare: spare)),
      ], .connect, .connect, .connect)
  }

  private static let exhausted: [Scenario.Step] = [
    .on(.server, .listen(port: 8080, backlog: 1)),
    .on(.server, .limitDescriptors(spare: 0)),
    .on(.client, .connect(port: 8080, expecting: .success)),
    .on(.client, .connect(port: 8080, expecting: .success)),
    .on(.server, .acceptInVain),
    .on(.client, .beginConnect(port: 8080)), .wait(.milliseconds(1200)),
  ]
}
