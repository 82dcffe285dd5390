import Facts

extension MPTCPReset {
  public static let trials: [Trial] = [
    .untried(
      .fix(1),
      because: Text(
        en: """
          a SYN that joins a connection of this host needs that connection's token, which the kernel \
          tells no program; the lab forges one that nobody has
          """,
        zh: """
          要加入本机已有的连接，SYN 必须带上该连接的 token，而内核不向任何程序透露；实验只能伪造一个\
          不存在的 token
          """)),
    .wrong(
      0, of: id,
      price: Text(
        en: "every connection falls back to one path.", zh: "所有连接都退回到单一路径。"),
      steps: [
        .set(.server, Sysctl(rawValue: "net.mptcp.enabled"), to: "0"),
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(
          .client,
          .forge(
            Scenario.ForgedSegment(
              from: 40000, to: 8080, sequence: 1000, acknowledgment: 0, flags: .syn, options: join))
        ),
        .wait(.milliseconds(100)),
      ]),
    .wrong(1, of: id, first: [.set(.server, .somaxconn, to: "65535")]),
  ]
}
