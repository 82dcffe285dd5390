import Facts

extension AsymmetricPath {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: answered, path: .router([.dropInvalid])),
    .fix(
      2, of: id, steps: answered,
      path: .router([.untracked(from: .server), .untracked(from: .client), .dropInvalid])),
    .wrong(0, of: id, first: [.addRule(.dropInvalid), .addRule(.dropInvalidForSelf)]),
    .untried(
      .wrongFix(1),
      because: Text(
        en: "nf_conntrack_max is read-only in a network namespace and belongs to the whole host",
        zh: "nf_conntrack_max 在网络命名空间里只读，属于整台主机")),
    .wrong(2, of: id, first: [.set(.client, .synRetries, to: "6")]),
  ]

  private static let answered: [Scenario.Step] = .all(
    .open, [.on(.client, .setOption(connection: 0, .userTimeout(milliseconds: 1500)))],
    .exchange(on: 0))
}
