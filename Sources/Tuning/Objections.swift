import Diagnosis
import Facts
import Knowledge

/// Values that do harm, and why.
enum Objections {
  /// What speaks against a value, given what else is planned with it.
  static func against(
    _ assignment: Assignment, with others: [Assignment], in place: Circumstances
  ) -> [Objection] {
    var objections = general(assignment, place)
    for rule in rules where rule.key == assignment.key.rawValue {
      let question = Question(
        value: assignment.value, now: place.values[assignment.key], others: others, place: place)
      if let text = rule.objection(question) {
        objections.append(Objection(text: text, isFinal: rule.isFinal))
      }
    }
    return objections
  }

  /// What a rule looks at.
  struct Question {
    let value: String
    let now: String?
    let others: [Assignment]
    let place: Circumstances

    var number: Int { Int(value) ?? 0 }
    var numbers: [Int] { value.split(separator: " ").compactMap { Int($0) } }
    /// Whether the value is below the present one.
    var isLower: Bool { now.flatMap { Int($0) }.map { number < $0 } ?? false }

    /// What a parameter will be.
    func planned(_ key: Sysctl) -> String? {
      others.first { $0.key == key }?.value ?? place.values[key]
    }
  }

  struct Rule: Sendable {
    let key: String
    var isFinal = false
    let objection: @Sendable (Question) -> Text?
  }

  private static func general(_ assignment: Assignment, _ place: Circumstances) -> [Objection] {
    let parameter = assignment.parameter
    let name = assignment.key.rawValue
    if parameter.scope == .host, !place.isOfHost {
      return [
        Objection(
          text: Text(
            en:
              "\(name) is global: it has one value for the whole host; change it there, without --netns",
            zh: "\(name) 是全局参数，整台主机只有一个值；请在主机上修改，不要加 --netns"), isFinal: true)
      ]
    }
    guard place.values[assignment.key] == nil else { return [] }
    return [
      Objection(
        text: Text(
          en: "this kernel or network namespace has no \(name)",
          zh: "当前内核或网络命名空间没有 \(name)"), isFinal: true)
    ]
  }

  static let rules = switches + limits + memories
}
