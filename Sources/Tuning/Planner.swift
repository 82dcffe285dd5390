import Diagnosis
import Facts
internal import Knowledge

/// Turns wishes into a plan for one host.
public struct Planner: Sendable {
  /// A value and what asks for it.
  struct Wish {
    var assignment: Assignment
    var why: [Text]
  }

  public let place: Circumstances

  public init(_ place: Circumstances) { self.place = place }

  /// A plan of exactly these values; of one parameter the last one counts.
  public func plan(setting assignments: [Assignment]) -> Plan {
    var wishes: [Wish] = []
    for assignment in assignments {
      wishes.removeAll { $0.assignment.key == assignment.key }
      wishes.append(Wish(assignment: assignment, why: [Text(en: "You asked for it", zh: "按要求设置")]))
    }
    return plan(wishes)
  }

  func plan(_ wishes: [Wish]) -> Plan {
    var plan = Plan(netns: place.host.netns, isOfHost: place.isOfHost)
    let all = wishes.map(\.assignment)
    plan.proposals = wishes.map { proposal($0, with: all) }
    return plan
  }

  private func proposal(_ wish: Wish, with all: [Assignment]) -> Proposal {
    let assignment = wish.assignment
    let now = place.values[assignment.key]
    return Proposal(
      assignment: assignment, now: now, why: wish.why,
      cost: MemoryCost(assignment, now: now, on: place.capacity),
      risk: assignment.parameter.effects, listeners: listeners(assignment),
      objections: now == assignment.value
        ? [] : Objections.against(assignment, with: all, in: place),
      overriding: overriding(assignment))
  }

  /// Listeners whose queue the new value could change, had they not listened before it.
  private func listeners(_ assignment: Assignment) -> [WaitingListener] {
    guard assignment.key == .somaxconn, let new = Int(assignment.value),
      let now = place.number(.somaxconn), new != now
    else { return [] }
    return place.host.listeners.filter { Int($0.limit) != new }.compactMap { listener in
      let isBound = Int(listener.limit) >= min(now, new)
      guard isBound || new > now else { return nil }
      return WaitingListener(listener: listener, isBoundByParameter: isBound)
    }
  }

  /// A file whose name sorts after this program's own, or sysctl.conf, wins at boot (sysctl.d(5)).
  private func overriding(_ assignment: Assignment) -> ConfiguredParameter? {
    guard let found = place.host.configured[assignment.key],
      found.value.spaced != assignment.value
    else { return nil }
    let name = found.file.split(separator: "/").last.map(String.init) ?? found.file
    let isLater = name > TuningFolder.parameterFileName || name == "sysctl.conf"
    return isLater ? found : nil
  }
}
