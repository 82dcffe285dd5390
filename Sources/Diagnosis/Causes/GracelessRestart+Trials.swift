import Facts

extension GracelessRestart {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: drained),
    .wrong(0, of: id, steps: later),
    .wrong(
      1, of: id,
      first: [.set(.server, .finTimeout, to: "120"), .set(.server, .somaxconn, to: "65535")]),
  ]

  private static let restarted: [Scenario.Step] = [
    .kill(.server, signal: 15), .on(.server, .listen(port: 8080, backlog: 16)),
  ]

  private static let answered: [Scenario.Step] = .all(.open, .request(), .answer(), .closeBoth())

  private static let drained: [Scenario.Step] = .all(answered, restarted, .connect)

  /// The signal comes a second later, and the request still runs.
  private static let later: [Scenario.Step] =
    .all(.open, .unreadRequest, [.wait(.seconds(1))], restarted, .clientIsReset)
}
