import Facts

extension InjectedReset {
  public static let trials: [Trial] = [
    .fix(1, of: id, steps: .all(.open, .exchange, .exchange)),
    .wrong(
      0, of: id,
      first: [.set(.server, .keepaliveTime, to: "60"), .set(.server, .finTimeout, to: "120")]),
    .wrong(
      1, of: id,
      price: Text(
        en:
          "the honest RSTs are dropped too, and a connection that is dead then hangs until a time-out.",
        zh: "正当的 RST 也会被丢弃，已失效的连接只能等到超时。"),
      first: [.filter(.client, .dropResets)],
      steps: .all(
        .open, .exchange, [.on(.server, .injectReset(connection: 0, hopLimit: 37))], .exchange)),
  ]
}
