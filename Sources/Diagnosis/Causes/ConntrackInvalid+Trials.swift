import Facts

extension ConntrackInvalid {
  public static let trials: [Trial] = [
    .fix(
      0, of: id, steps: .all(strayed, .exchange),
      path: .router([.masquerade, .dropInvalid, .dropInvalidForSelf])),
    .fix(
      1, of: id,
      first: [.setRouter(Sysctl(rawValue: "net.netfilter.nf_conntrack_tcp_be_liberal"), to: "1")],
      steps: .all(strayed, .exchange)),
    .untried(
      .wrongFix(0),
      because: Text(
        en: "nf_conntrack_max is read-only in a network namespace and belongs to the whole host",
        zh: "nf_conntrack_max 在网络命名空间里只读，属于整台主机")),
    .wrong(
      1, of: id,
      last: .all(
        .connect, .exchange(on: 1),
        [
          .on(.server, .sendStray(connection: 1, offset: 100_000_000)),
          .on(.server, .receive(connection: 1, bytes: 1, expecting: .error(.connectionReset))),
        ])),
    .wrong(2, of: id, path: .router([.masquerade, .dropInvalid])),
  ]

  private static let strayed: [Scenario.Step] = .all(
    .open, .exchange, [.on(.server, .sendStray(connection: 0, offset: 100_000_000))])
}
