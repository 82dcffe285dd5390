extension SharedSocket {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(
        .open, .request(), .connect, [.on(.client, .shutdownInChild(connection: 1))], .answer(),
        .answer())),
    .wrong(0, of: id),
    .wrong(1, of: id, last: .all(.connect, .exchange(on: 1))),
  ]
}
