public import Diagnosis
import Facts

extension Planner {
  /// What the findings of a look at the host ask for.
  public func plan(from findings: [Finding]) -> Plan {
    var wishes: [Wish] = []
    var outside: [OutsideChange] = []
    for finding in findings {
      let why = Self.reasons(finding)
      for fix in finding.fixes {
        guard finding.evidence.first?.fact != "parameter-drift",
          let setting = fix.command.flatMap(Self.setting)
        else {
          outside.append(Self.change(fix, finding))
          continue
        }
        if setting.name == Sysctl.localPortRange.rawValue {
          wishes += portWishes.map { Wish(assignment: $0.assignment, why: why + $0.why) }
        } else if let assignment = try? Assignment(name: setting.name, value: setting.value) {
          wishes.append(Wish(assignment: assignment, why: why))
        }
      }
    }
    return completed(merged(wishes), outside: outside)
  }

  private static func reasons(_ finding: Finding) -> [Text] {
    let place = finding.server.map { ", \($0)" } ?? ""
    let title = finding.title ?? finding.cause.flatMap(Self.causeTitle)
    let first = title.map { [Text(en: $0.en + place, zh: $0.zh + place)] } ?? []
    return first + finding.evidence.map(\.text)
  }

  private static func causeTitle(_ cause: String) -> Text? {
    catalog.first { $0.id == cause }?.title
  }

  private static func change(_ fix: Fix, _ finding: Finding) -> OutsideChange {
    let process = finding.serverProcess.map { "\($0.command) (pid \($0.pid))" }
    return OutsideChange(fix.text, place: process, line: fix.command)
  }

  /// `sysctl -w KEY=VALUE`, the value in quotes or not.
  static func setting(_ command: String) -> (name: String, value: String)? {
    let prefix = "sysctl -w "
    guard command.hasPrefix(prefix), let equals = command.firstIndex(of: "=") else { return nil }
    let name = command[command.index(command.startIndex, offsetBy: prefix.count)..<equals]
    let value = command[command.index(after: equals)...].filter { $0 != "'" }
    return (String(name), String(value))
  }
}
