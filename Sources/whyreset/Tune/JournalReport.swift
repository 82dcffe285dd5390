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
    if !isPersistent, !changes.isEmpty {
      texts.append(
        plan.isOfHost
          ? Text(en: "A restart of the host takes it back.", zh: "主机重启后会恢复原值。")
          : Text(
            en:
              "It lasts as long as this network namespace: set it where the container is made as well.",
            zh: "只在该网络命名空间存在期间有效：还应在创建容器的地方设置。"))
    }
    for proposal in plan.proposals { texts += proposal.listeners.map(\.text) }
    if !changes.isEmpty {
      texts.append(
        Text(en: "Take it back: whyreset tune rollback", zh: "撤销：whyreset tune rollback"))
    }
    return texts
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
      ("notes", .array(notes.map { .string($0) })),
    ])
  }
}
