import Collectors
import Diagnosis
import Facts
import Lab

/// What the kernels of a run's hosts had counted when it was over: their namespaces are as old as the run.
struct LabCounters: Sendable {
  /// Those that moved, by host.
  private(set) var counts: [Scenario.Host: [Counter: UInt64]] = [:]

  init() {}

  /// Of a host that was rebooted all boots together, as far as they can still be entered.
  init(_ setup: LabSetup) {
    for (host, place) in [(Scenario.Host.client, setup.client), (.server, setup.server)] {
      var sum: [Counter: UInt64] = [:]
      for namespace in place.namespaces {
        guard let values = try? CounterSource.values(in: namespace) else { continue }
        sum.merge(values.filter { $0.value > 0 }, uniquingKeysWith: +)
      }
      counts[host] = sum
    }
  }
}
