import Facts

extension PortScan {
  public static let trials: [Trial] = [
    .fix(
      2, of: id,
      steps: (9001...9012).flatMap { port -> [Scenario.Step] in
        [
          .on(.server, .listen(port: port, backlog: 16)),
          .on(.client, .connect(port: port, expecting: .success)), .on(.server, .accept),
        ]
      }),
    .untried(
      .wrongFix(0),
      because: Text(
        en: "an alarm changes nothing of the connection", zh: "告警不会改变连接本身")),
    .wrong(1, of: id, first: [.set(.server, .maxSynBacklog, to: "65536")]),
  ]
}
