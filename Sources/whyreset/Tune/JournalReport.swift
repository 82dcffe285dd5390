import Diagnosis
import Facts
import Report
import Tuning

extension Journal {
  /// What came of a change, and what is still to be done.
  func outcome(_ plan: Plan) -> [Text] {
    var texts = changes.map {
      Text(
        en: "\($0.key.rawValue) is \($0.new) now, read back; it was \($0.old)",
        zh: "\($0.key.rawValue) 现在是 \($0.new)（已读回确认），之前是 \($0.old)")
    }
    if changes.isEmpty {
      texts.append(Text(en: "All values were as wanted already.", zh: "所有值本来就符合要求。"))
    }
    if let duration = duration(plan) { texts.append(duration) }
    for proposal in plan.proposals { texts += WaitingListener.texts(proposal.listeners) }
    if !changes.isEmpty {
      texts.append(
        Text(en: "Take it back: whyreset tune rollback", zh: "撤销：whyreset tune rollback"))
    }
    return texts
  }

  /// How long it lasts, where that is not for good.
  private func duration(_ plan: Plan) -> Text? {
    if let deadline {
      return Text(
        en:
          "It undoes itself at \(deadline), or at once if a figure gets worse. Keep it: whyreset tune confirm",
        zh: "将于 \(deadline) 自动撤销；若指标变差则立即撤销。保留：whyreset tune confirm")
    }
    guard !isPersistent, !changes.isEmpty else { return nil }
    return plan.isOfHost
      ? Text(en: "A restart of the host takes it back.", zh: "主机重启后会恢复原值。")
      : Text(
        en:
          "It lasts as long as this network namespace: set it where the container is made as well.",
        zh: "只在该网络命名空间存在期间有效：还应在创建容器的地方设置。")
  }

  var json: JSONValue {
    .object([
      ("schema", .string("whyreset.change/1")), ("number", .integer(number)),
      ("state", .string(state.rawValue)), ("time", .string("\(time)")), ("netns", .integer(netns)),
      ("persistent", .bool(isPersistent)),
      (
        "changes",
        .array(
          changes.map {
            .object([
              ("parameter", .string($0.key.rawValue)), ("old", .string($0.old)),
              ("new", .string($0.new)),
            ])
          })
      ),
      ("deadline", .string(orNull: deadline.map { "\($0)" })),
      ("ending", .string(orNull: ending?.text)),
      ("figures", .array(figures.map(\.json))),
    ])
  }
}
