public import Diagnosis

extension Scenario.Path {
  /// What lies between the hosts, in few words that are the same in all languages; nil for a cable.
  public var summary: String? {
    switch self {
    case .cable: nil
    case .router(let rules):
      (["router"] + [rules.map(\.summary).joined(separator: "; ")].filter { !$0.isEmpty })
        .joined(separator: ": ")
    case .relay(let relay): "relay: \(Scenario.RelayChange.set(relay).summary)"
    }
  }
}
