extension KeepaliveProbeTimeout {
  public static let trials: [Trial] = [
    .fix(
      1, of: id,
      steps: .all(probing(probes: 9), .request(), .answer())),
    .wrong(
      0, of: id,
      price: Text(
        en: "where the peer does not come back, the connection stays open for ever.",
        zh: "如果对端不再恢复，连接会永远保持打开。"),
      steps: .all(.open, .exchange, cut, .request(), .answer())),
    .untried(
      .wrongFix(1),
      because: Text(
        en: "the programs of this scenario have no such timer: the kernel's probes alone end it",
        zh: "该场景的程序没有这种定时器：仅仅是内核的探测终止了连接")),
  ]

  private static let cut: [Scenario.Step] = [
    .link(up: false), .wait(.seconds(5)), .link(up: true),
  ]

  private static func probing(probes: Int32) -> [Scenario.Step] {
    .all(
      .open, .exchange,
      [
        .on(
          .server,
          .setOption(
            connection: 0, .keepalive(idleSeconds: 1, intervalSeconds: 1, probes: probes)))
      ], cut)
  }
}
