import Facts

extension SynQueueOverflow {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: load(cookies: "0", backlog: 128)),
    .fix(
      0, of: "\(id)/timeout",
      first: [.set(.client, .synRetries, to: "1")], steps: load(cookies: "0", backlog: 128)),
    .fix(
      1, of: "\(id)/timeout",
      first: [.set(.client, .synRetries, to: "1")], steps: load(cookies: "1", backlog: 1)),
    .wrong(
      0, of: "\(id)/cookies",
      steps: .all(
        [.set(.server, .synCookies, to: "0"), .set(.client, .synRetries, to: "1")], fillQueue,
        [.on(.client, .connect(port: 8080, expecting: .error(.timedOut)))])),
    .wrong(1, of: "\(id)/timeout", first: [.set(.server, .maxSynBacklog, to: "65536")]),
    .untried(
      .wrongFix(2),
      because: Text(
        en: """
          what it costs is one lost ACK of another client, far from here: in this scenario no ACK is lost
          """,
        zh: "它的代价在于别的客户端丢失一个 ACK；该场景中没有 ACK 丢失")),
  ]

  private static func load(cookies: String, backlog: Int32) -> [Scenario.Step] {
    [
      .set(.server, .synCookies, to: cookies),
      .on(.server, .listen(port: 8080, backlog: backlog, deferAccept: 30)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .connect(port: 8080, expecting: .success)),
      .on(.client, .connect(port: 8080, expecting: .success)),
    ]
  }
}
