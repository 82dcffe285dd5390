import Facts

extension DuplicateAddress {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: .all(.open, .exchange, .exchange)),
    .untried(
      .wrongFix(0),
      because: Text(
        en: "the lab's hosts have fixed neighbour entries, and ask nobody for an address",
        zh: "实验主机的邻居表项是固定的，不会向任何人询问地址")),
    .untried(
      .wrongFix(1),
      because: Text(
        en: "the lab's hosts have fixed neighbour entries, and ask nobody for an address",
        zh: "实验主机的邻居表项是固定的，不会向任何人询问地址")),
    .wrong(
      2, of: id, first: [.set(.client, .retries2, to: "15"), .set(.client, .synRetries, to: "6")]),
  ]
}
