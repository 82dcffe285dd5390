import Diagnosis
import Facts
import Report
import Tuning

extension Plan {
  /// For scripts: texts are in English, whatever the language.
  var json: JSONValue {
    .object([
      ("schema", .string("whyreset.plan/1")), ("netns", .integer(netns)), ("host", .bool(isOfHost)),
      ("changes", .array(proposals.map(\.json))),
      ("leftAlone", .array(leftAlone.map(\.json))), ("outside", .array(outside.map(\.json))),
      (
        "rivals",
        .array(
          rivals.map {
            .object([
              ("pid", .integer($0.program.pid)), ("command", .string($0.program.command)),
              ("does", .string($0.does.en)),
            ])
          })
      ),
    ])
  }
}

extension Proposal {
  fileprivate var json: JSONValue {
    .object([
      ("parameter", .string(key.rawValue)), ("now", .string(orNull: now)),
      ("proposed", .string(assignment.value)), ("why", .array(why.map { .string($0.en) })),
      ("bytes", cost.map { .integer($0.bytes) } ?? .null),
      ("cost", .string(orNull: cost?.working.en)), ("risk", .string(orNull: risk?.en)),
      ("listeners", .array(listeners.map(\.json))),
      (
        "objections",
        .array(
          objections.map {
            .object([("text", .string($0.text.en)), ("final", .bool($0.isFinal))])
          })
      ),
      ("overriddenBy", .string(orNull: overriding?.file)),
    ])
  }
}

extension WaitingListener {
  fileprivate var json: JSONValue {
    .object([
      ("address", .string("\(listener.local)")), ("limit", .integer(listener.limit)),
      ("pid", listener.owner.map { .integer($0.pid) } ?? .null),
      ("command", .string(orNull: listener.owner?.command)),
      ("boundByParameter", .bool(isBoundByParameter)),
    ])
  }
}

extension LeftAlone {
  fileprivate var json: JSONValue {
    .object([
      ("parameter", .string(key.rawValue)), ("now", .string(orNull: now)), ("why", .string(why.en)),
    ])
  }
}

extension OutsideChange {
  fileprivate var json: JSONValue {
    .object([
      ("why", .string(why.en)), ("place", .string(orNull: place)), ("line", .string(orNull: line)),
    ])
  }
}
